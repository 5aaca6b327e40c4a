#include "analysis/sources.hpp"

#include "analysis/survey/snapshot.hpp"
#include "cli/screen/table.hpp"
#include "cli/screen/terminal.hpp"
#include "cli/verbs/verbs.hpp"
#include "codec/json.hpp"

namespace aex::cli {
namespace {

void say(const analysis::Snapshot& snapshot, const std::string& folder) {
  print_error(grouped(std::int64_t(snapshot.files.size())) + " files in " + harmless(folder) +
              ", " + bytes_text(snapshot.bytes) + " written, " +
              grouped(std::int64_t(snapshot.missing.size())) + " not on this machine\n");
}

}  // namespace

Status sources(const Arguments& arguments) {
  os::Files& files = os::system_files();
  const std::string& path = arguments.operands()[0];
  AEX_TRY(const std::vector<std::string>& sources,
          analysis::source_files(files, path, {arguments.has("existing")}));
  if (const std::string* folder = arguments.find("copy-to")) {
    AEX_TRY(const analysis::Snapshot& snapshot, analysis::take_snapshot(files, path, *folder));
    say(snapshot, *folder);
  }
  if (arguments.has("json")) {
    codec::Json list = codec::Json::array();
    for (const std::string& source : sources) list.add("", source);
    codec::Json object = codec::Json::object();
    object.add("workload", path).add("sources", std::move(list));
    print(object.dump(4) + '\n');
    return {};
  }
  for (const std::string& source : sources) print(harmless(source) + '\n');
  return {};
}

}  // namespace aex::cli
