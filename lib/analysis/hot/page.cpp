#include <algorithm>
#include <cstdio>

#include "analysis/hot/document.hpp"

namespace aex::analysis {
namespace {

/* Everything a reader may want to change about the looks stands here. */
constexpr const char* kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hot spots</title>
<style>
:root { --ink: #1d2433; --dim: #67718a; --rule: #dfe3ec; --bar: #f3a35c; --paper: #fff;
        --code: #f6f7fa; --link: #1f5fbf; color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9f0; --dim: #98a2b8; --rule: #333a49; --bar: #b5651d; --paper: #161a22;
          --code: #1e232d; --link: #7fb0ff; } }
body { font: 14px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
       margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin-bottom: .2rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
p { color: var(--dim); margin: .2rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; color: var(--dim); font-weight: 600; border-bottom: 2px solid var(--rule); }
th, td { padding: .2rem .6rem; vertical-align: top; }
td { border-bottom: 1px solid var(--rule); }
.n { text-align: right; white-space: nowrap; }
td.share { background: linear-gradient(90deg, var(--bar) var(--p), transparent var(--p)); }
code, pre, .asm td { font: 12.5px/1.5 ui-monospace, Consolas, monospace; }
a { color: var(--link); text-decoration: none; } td code { overflow-wrap: anywhere; }
details { border: 1px solid var(--rule); border-radius: 6px; margin: .6rem 0; }
summary { cursor: pointer; padding: .4rem .8rem; } details > div { overflow-x: auto; }
.source td { border: 0; padding: 0 .6rem; font: 12.5px/1.5 ui-monospace, Consolas, monospace;
             white-space: pre; } .source td:last-child { width: 100%; }
.source { background: var(--code); }
.source .asm td { color: var(--dim); } .source h3 { margin: .5rem; }
</style></head><body>
)";

std::string escaped(std::string_view text) {
  std::string result;
  for (const char byte : text) {
    switch (byte) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      default: {
        const bool is_control = static_cast<unsigned char>(byte) < 0x20 && byte != '\t';
        result += is_control ? '?' : byte;
      }
    }
  }
  return result;
}

std::string grouped(std::uint64_t value) {
  std::string text = std::to_string(value);
  for (std::size_t at = text.size(); at > 3;) {
    at -= 3;
    text.insert(at, 1, ',');
  }
  return text;
}

std::string share(std::uint64_t part, std::uint64_t total) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", percent(part, total));
  return text;
}

std::string number_cell(const std::string& text) { return "<td class=n>" + text; }

std::string share_cell(std::uint64_t part, std::uint64_t total) {
  const std::string text = share(part, total);
  return "<td class=\"n share\" style=\"--p:" + text + "%\">" + text + "&thinsp;%";
}

std::string place(const Hot& hot, std::uint32_t path, std::uint32_t line) {
  if (path == kNowhere) return {};
  const std::string& full = hot.paths[path];
  const std::string name = os::base_name(full);
  return "<code title=\"" + escaped(full) + "\">" + escaped(name) + ':' + std::to_string(line) +
         "</code>";
}

class Page {
 public:
  Page(const Hot& hot, std::size_t top) : hot_(&hot), top_(top) {}

  std::string run(const HotTitle& title, SourceTexts& sources) {
    text_ = kHead;
    const std::string name = title.workload.empty() ? title.counts : title.workload;
    text_ += "<h1>Hot spots of " + escaped(os::base_name(name)) + "</h1>\n<p>" +
             grouped(hot_->total) + " instructions retired, by " + escaped(title.counts) + "</p>\n";
    add_functions();
    add_lines();
    add_blocks();
    text_ += "<h2>Source and code</h2>\n";
    for (std::uint32_t i = 0; i < bounded(hot_->functions.size()); ++i) add_listing(i, sources);
    return std::move(text_ += "</body></html>\n");
  }

 private:
  std::size_t bounded(std::size_t size) const { return top_ == 0 ? size : std::min(top_, size); }
  void begin_table(const char* title, const char* head);
  void add_counts(std::uint64_t part, std::uint64_t* so_far);
  void add_functions();
  void add_lines();
  void add_blocks();
  void add_listing(std::uint32_t function, SourceTexts& sources);
  void add_line(const ListedLine& line);

  const Hot* hot_;
  std::size_t top_;
  std::string text_;
};

void Page::begin_table(const char* title, const char* head) {
  text_ += std::string("<h2>") + title +
           "</h2>\n<table><thead><tr><th class=n>instructions<th class=n>share"
           "<th class=n>so far" +
           head + "</thead>\n";
}

void Page::add_counts(std::uint64_t part, std::uint64_t* so_far) {
  *so_far += part;
  text_ += "<tr>" + number_cell(grouped(part)) + share_cell(part, hot_->total) +
           number_cell(share(*so_far, hot_->total) + "&thinsp;%");
}

void Page::add_functions() {
  begin_table("Functions", "<th class=n>with inlined<th class=n>calls<th>function<th>hottest line");
  std::uint64_t so_far = 0;
  for (std::size_t i = 0; i < bounded(hot_->functions.size()); ++i) {
    const HotFunction& function = hot_->functions[i];
    add_counts(function.self, &so_far);
    text_ += number_cell(grouped(function.with_inlined)) +
             number_cell(function.calls == 0 ? "" : grouped(function.calls)) + "<td><a href=\"#f" +
             std::to_string(i) + "\"><code>" + escaped(function.name) + "</code></a><td>" +
             place(*hot_, function.path, function.line) + '\n';
  }
  text_ += "</table>\n";
}

void Page::add_lines() {
  begin_table("Lines", "<th>line<th>function");
  std::uint64_t so_far = 0;
  for (std::size_t i = 0; i < bounded(hot_->lines.size()); ++i) {
    const HotLine& line = hot_->lines[i];
    add_counts(line.retired, &so_far);
    text_ += "<td>" + place(*hot_, line.path, line.line) + "<td><code>" +
             escaped(hot_->functions[line.function].name) + "</code>\n";
  }
  text_ += "</table>\n";
}

void Page::add_blocks() {
  begin_table("Blocks", "<th class=n>times<th class=n>length<th>address<th>function<th>line");
  std::uint64_t so_far = 0;
  for (std::size_t i = 0; i < bounded(hot_->blocks.size()); ++i) {
    const HotBlock& block = hot_->blocks[i];
    const HotInstruction& first = hot_->instructions[block.first];
    char address[24];
    std::snprintf(address, sizeof address, "%llx",
                  static_cast<unsigned long long>(first.count.address));
    add_counts(block.retired, &so_far);
    text_ += number_cell(grouped(block.times)) + number_cell(grouped(block.length)) + "<td><code>" +
             address + "</code><td><code>" + escaped(hot_->functions[first.function].name) +
             "</code><td>" + place(*hot_, first.path, first.line) + '\n';
  }
  text_ += "</table>\n";
}

void Page::add_line(const ListedLine& line) {
  text_ += "<tr>" + number_cell(line.retired == 0 ? "" : grouped(line.retired));
  text_ += line.retired == 0 ? std::string("<td>") : share_cell(line.retired, hot_->total);
  text_ += number_cell(line.line == 0 ? "" : std::to_string(line.line)) + "<td>" +
           escaped(line.text) + '\n';
  for (const std::size_t i : line.instructions) {
    const report::InstructionCount& count = hot_->instructions[i].count;
    char address[24];
    std::snprintf(address, sizeof address, "%8llx", static_cast<unsigned long long>(count.address));
    text_ += "<tr class=asm>" + number_cell(grouped(count.retired)) + "<td>" +
             number_cell(address) + "<td>    " + escaped(count.text) + '\n';
  }
}

void Page::add_listing(std::uint32_t function, SourceTexts& sources) {
  const HotFunction& hot = hot_->functions[function];
  text_ += "<details id=f" + std::to_string(function) + (function == 0 ? " open" : "") +
           "><summary><code>" + escaped(hot.name) + "</code> &nbsp;" +
           share(hot.self, hot_->total) + "&thinsp;%</summary><div>\n";
  for (const ListedFile& file : list_function(*hot_, function, sources)) {
    const char* const note = file.is_found || file.path.empty() ? "" : " (not on this machine)";
    text_ +=
        "<p style=\"padding:0 .8rem\">" + escaped(file.path) + note + "</p><table class=source>\n";
    for (const ListedLine& line : file.lines) add_line(line);
    text_ += "</table>\n";
  }
  text_ += "</div></details>\n";
}

}  // namespace

std::string hot_page(const Hot& hot, const HotTitle& title, std::size_t top, SourceTexts& sources) {
  return Page(hot, top).run(title, sources);
}

}  // namespace aex::analysis
