#include "analysis/hot/document.hpp"

#include <algorithm>
#include <cmath>

#include "codec/json.hpp"

namespace aex::analysis {
namespace {

double rounded(double value) { return std::round(value * 10000) / 10000; }

std::string hex(std::uint64_t address) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(address));
  return text;
}

/* Adds the share of a row and of all rows so far. */
class Shares {
 public:
  explicit Shares(std::uint64_t total) : total_(total) {}
  void add(codec::Json& row, std::uint64_t part) {
    so_far_ += part;
    row.add("percent", rounded(percent(part, total_)));
    row.add("cumulative_percent", rounded(percent(so_far_, total_)));
  }

 private:
  std::uint64_t total_;
  std::uint64_t so_far_ = 0;
};

void add_place(codec::Json& row, const Hot& hot, std::uint32_t path, std::uint32_t line) {
  if (path == kNowhere) {
    row.add_null("file").add_null("line");
  } else {
    row.add("file", hot.paths[path]).add("line", std::uint64_t{line});
  }
}

template <class Row, class Write>
codec::Json list(const std::vector<Row>& rows, std::size_t top, Write&& write) {
  codec::Json array = codec::Json::array();
  const std::size_t count = top == 0 ? rows.size() : std::min(top, rows.size());
  for (std::size_t i = 0; i < count; ++i) {
    codec::Json row = codec::Json::object();
    write(row, rows[i]);
    array.add("", std::move(row));
  }
  return array;
}

codec::Json functions_json(const Hot& hot, std::size_t top) {
  Shares shares(hot.total);
  return list(hot.functions, top, [&](codec::Json& row, const HotFunction& function) {
    row.add("name", function.name).add("instructions", function.self);
    shares.add(row, function.self);
    row.add("with_inlined", function.with_inlined).add("calls", function.calls);
    add_place(row, hot, function.path, function.line);
  });
}

codec::Json lines_json(const Hot& hot, std::size_t top) {
  Shares shares(hot.total);
  return list(hot.lines, top, [&](codec::Json& row, const HotLine& line) {
    add_place(row, hot, line.path, line.line);
    row.add("function", hot.functions[line.function].name).add("instructions", line.retired);
    shares.add(row, line.retired);
  });
}

codec::Json blocks_json(const Hot& hot, std::size_t top) {
  Shares shares(hot.total);
  return list(hot.blocks, top, [&](codec::Json& row, const HotBlock& block) {
    const HotInstruction& first = hot.instructions[block.first];
    row.add("address", hex(first.count.address)).add("times", block.times);
    row.add("instructions", block.retired);
    shares.add(row, block.retired);
    row.add("function", hot.functions[first.function].name);
    add_place(row, hot, first.path, first.line);
    codec::Json code = codec::Json::array();
    for (std::size_t i = block.first; i < block.first + block.length; ++i) {
      code.add("", hot.instructions[i].count.text);
    }
    row.add("code", std::move(code));
  });
}

}  // namespace

std::string hot_json(const Hot& hot, const HotTitle& title, std::size_t top) {
  codec::Json object = codec::Json::object();
  object.add("workload", title.workload).add("instruction_counts", title.counts);
  object.add("total_instructions", hot.total);
  object.add("functions", functions_json(hot, top));
  object.add("lines", lines_json(hot, top));
  object.add("blocks", blocks_json(hot, top));
  codec::Json missing = codec::Json::array();
  for (const std::string& name : hot.missing) missing.add("", name);
  object.add("missing_debug_files", std::move(missing));
  return object.dump(2) + '\n';
}

}  // namespace aex::analysis
