#include "analysis/hot/hot.hpp"

#include <algorithm>

#include "analysis/hot/counts.hpp"
#include "analysis/hot/document.hpp"
#include "analysis/hot/place.hpp"
#include "cli/inspect/hot_text.hpp"
#include "cli/screen/terminal.hpp"
#include "cli/verbs/verbs.hpp"
#include "engine/trace/count_texts.hpp"

namespace aex::cli {
namespace {

/* A function by its name, or by a part of it that only one has. */
Result<std::uint32_t> find_function(const analysis::Hot& hot, const std::string& name) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < hot.functions.size(); ++i) {
    const std::string& other = hot.functions[i].name;
    if (other == name || other.substr(0, other.find('(')) == name) return i;
    if (other.find(name) != std::string::npos) found.push_back(i);
  }
  if (found.size() == 1) return found[0];
  const char* const why = found.empty() ? "no function that ran has " : "several functions have ";
  return Error(Code::invalid_argument, std::string("--annotate: ") + why + name + " in its name");
}

Status write_files(const Arguments& arguments, const analysis::Hot& hot,
                   const analysis::HotTitle& title, std::size_t top,
                   analysis::SourceTexts& sources) {
  os::Files& files = os::system_files();
  if (const std::string* path = arguments.find("html")) {
    const std::string page = analysis::hot_page(hot, title, top, sources);
    AEX_CHECK(os::write_atomically(files, *path, ByteView(page), os::Access::shared));
  }
  if (const std::string* path = arguments.find("folded")) {
    const std::string stacks = analysis::folded_stacks(hot);
    AEX_CHECK(os::write_atomically(files, *path, ByteView(stacks), os::Access::shared));
  }
  return {};
}

void say_what_is_missing(const analysis::Hot& hot, const std::string& elf) {
  std::string text;
  if (elf.empty()) text = "the workload is not on this machine; --elf tells where it is\n";
  for (const std::string& name : hot.missing) {
    text += "split debug information is missing: " + harmless(name) + '\n';
  }
  if (!text.empty()) print_error(text);
}

}  // namespace

Status hot(const Arguments& arguments) {
  os::Files& files = os::system_files();
  AEX_TRY(const std::uint64_t top, arguments.number("top", 10, 0, 1000000));
  AEX_TRY(const analysis::HotPlace& place,
          analysis::find_counts(files, arguments.operands()[0], arguments.value("workload", "")));
  const std::string elf = arguments.value("elf", place.elf);
  AEX_TRY(std::vector<report::InstructionCount> counts,
          analysis::read_counts(files, place.counts, elf, engine::add_texts));
  AEX_TRY(const analysis::Hot& hot, analysis::find_hot(files, std::move(counts), elf));
  analysis::SourceTexts sources(files, arguments.value("sources", place.sources));
  AEX_CHECK(write_files(arguments, hot, {elf, place.counts}, std::size_t(top), sources));
  say_what_is_missing(hot, elf);
  if (arguments.has("json")) {
    const std::size_t rows = arguments.has("top") ? std::size_t(top) : 0;
    print(analysis::hot_json(hot, {elf, place.counts}, rows));
    return {};
  }
  std::uint32_t function = 0;
  if (const std::string* name = arguments.find("annotate")) {
    AEX_TRY(function, find_function(hot, *name));
  }
  print(hot_tables(hot, std::size_t(top)));
  if (!hot.functions.empty()) print("\n" + hot_listing(hot, function, sources));
  return {};
}

}  // namespace aex::cli
