#include "cli/inspect/hot_text.hpp"

#include <algorithm>
#include <cstdio>

#include "cli/screen/table.hpp"
#include "cli/screen/terminal.hpp"

namespace aex::cli {
namespace {

using analysis::Hot;
using analysis::percent;

std::string share(std::uint64_t part, std::uint64_t total) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f%%", percent(part, total));
  return text;
}

std::string number(std::uint64_t value) { return grouped(std::int64_t(value)); }

std::string hex(std::uint64_t address) {
  char text[24];
  std::snprintf(text, sizeof text, "%llx", static_cast<unsigned long long>(address));
  return text;
}

std::string place(const Hot& hot, std::uint32_t path, std::uint32_t line) {
  if (path == analysis::kNowhere) return {};
  return os::base_name(hot.paths[path]) + ':' + std::to_string(line);
}

std::size_t bounded(std::size_t top, std::size_t size) {
  return top == 0 ? size : std::min(top, size);
}

const char* heat(std::uint64_t part, std::uint64_t total) {
  const double share_of_all = percent(part, total);
  if (share_of_all >= 10) return output_colour(Colour::red);
  return share_of_all >= 1 ? output_colour(Colour::yellow) : "";
}

std::string headline(const std::string& text) {
  return std::string(output_colour(Colour::bold)) + text + output_colour(Colour::plain) + '\n';
}

/* Rows of a table, each in the colour of its share. */
class HeatTable {
 public:
  HeatTable(std::vector<Align> columns, std::vector<std::string> head) : table_(columns) {
    table_.add(std::move(head));
  }
  void add(std::uint64_t part, std::uint64_t total, std::vector<std::string> cells) {
    so_far_ += part;
    std::vector<std::string> row = {number(part), share(part, total), share(so_far_, total)};
    for (std::string& cell : cells) row.push_back(std::move(cell));
    table_.add(std::move(row));
    heats_.push_back(heat(part, total));
  }
  std::string text() const {
    std::string result;
    const std::string rows = table_.text();
    std::size_t at = 0;
    for (std::size_t i = 0; at < rows.size(); ++i) {
      const std::size_t end = std::min(rows.find('\n', at), rows.size());
      const char* const colour = i == 0 ? output_colour(Colour::dim) : heats_[i - 1];
      result += colour + rows.substr(at, end - at);
      if (*colour != '\0') result += output_colour(Colour::plain);
      result += '\n';
      at = end + 1;
    }
    return result;
  }

 private:
  Table table_;
  std::uint64_t so_far_ = 0;
  std::vector<const char*> heats_;
};

std::string functions_text(const Hot& hot, std::size_t top) {
  HeatTable table(
      {Align::right, Align::right, Align::right, Align::right, Align::right, Align::left,
       Align::left},
      {"instructions", "share", "so far", "with inlined", "calls", "function", "hottest line"});
  for (std::size_t i = 0; i < bounded(top, hot.functions.size()); ++i) {
    const analysis::HotFunction& one = hot.functions[i];
    table.add(one.self, hot.total,
              {number(one.with_inlined), one.calls == 0 ? "" : number(one.calls), one.name,
               place(hot, one.path, one.line)});
  }
  return headline("Functions") + table.text();
}

std::string lines_text(const Hot& hot, std::size_t top) {
  HeatTable table({Align::right, Align::right, Align::right, Align::left, Align::left},
                  {"instructions", "share", "so far", "line", "function"});
  for (std::size_t i = 0; i < bounded(top, hot.lines.size()); ++i) {
    const analysis::HotLine& one = hot.lines[i];
    table.add(one.retired, hot.total,
              {place(hot, one.path, one.line), hot.functions[one.function].name});
  }
  return headline("Lines") + table.text();
}

std::string blocks_text(const Hot& hot, std::size_t top) {
  HeatTable table(
      {Align::right, Align::right, Align::right, Align::right, Align::right, Align::left,
       Align::left, Align::left},
      {"instructions", "share", "so far", "times", "length", "address", "function", "line"});
  for (std::size_t i = 0; i < bounded(top, hot.blocks.size()); ++i) {
    const analysis::HotBlock& one = hot.blocks[i];
    const analysis::HotInstruction& first = hot.instructions[one.first];
    table.add(one.retired, hot.total,
              {number(one.times), number(one.length), hex(first.count.address),
               hot.functions[first.function].name, place(hot, first.path, first.line)});
  }
  return headline("Blocks") + table.text();
}

std::string listed_line(const Hot& hot, const analysis::ListedLine& line) {
  char head[80];
  const bool is_hot = line.retired > 0;
  std::snprintf(head, sizeof head, "%14s %7s  %5s  ", is_hot ? number(line.retired).c_str() : "",
                is_hot ? share(line.retired, hot.total).c_str() : "",
                line.line == 0 ? "" : std::to_string(line.line).c_str());
  std::string tabs_spread;
  for (const char byte : line.text) tabs_spread += byte == '\t' ? "    " : std::string(1, byte);
  const char* const colour = heat(line.retired, hot.total);
  std::string text = colour + std::string(head) + harmless(tabs_spread);
  if (*colour != '\0') text += output_colour(Colour::plain);
  text += '\n';
  for (const std::size_t i : line.instructions) {
    const report::InstructionCount& count = hot.instructions[i].count;
    std::snprintf(head, sizeof head, "%14s %7s  ", number(count.retired).c_str(), "");
    text += output_colour(Colour::dim) + std::string(head) + "       " + hex(count.address) + "  " +
            harmless(count.text) + output_colour(Colour::plain) + '\n';
  }
  return text;
}

}  // namespace

std::string hot_tables(const Hot& hot, std::size_t top) {
  return headline(number(hot.total) + " instructions retired") + '\n' + functions_text(hot, top) +
         '\n' + lines_text(hot, top) + '\n' + blocks_text(hot, top);
}

std::string hot_listing(const Hot& hot, std::uint32_t function, analysis::SourceTexts& sources) {
  const analysis::HotFunction& one = hot.functions[function];
  std::string text = headline(harmless(one.name) + ": " + share(one.self, hot.total));
  for (const analysis::ListedFile& file : list_function(hot, function, sources)) {
    const bool is_lost = !file.is_found && !file.path.empty();
    text += harmless(file.path) + (is_lost ? " (not on this machine; see --sources)" : "") + '\n';
    for (const analysis::ListedLine& line : file.lines) text += listed_line(hot, line);
  }
  return text;
}

}  // namespace aex::cli
