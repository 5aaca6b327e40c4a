#include "cli/connection.hpp"
#include "cli/screen/table.hpp"
#include "cli/screen/terminal.hpp"
#include "cli/verbs/verbs.hpp"
#include "codec/json.hpp"

namespace aex::cli {
namespace {

std::string json_text(const std::vector<package::Core>& offered) {
  codec::Json list = codec::Json::array();
  for (const package::Core& core : offered) {
    codec::Json entry = codec::Json::object();
    entry.add("name", core.name).add("xlen", core.xlen);
    entry.add("num_threads", core.num_threads).add("num_cores", core.num_cores);
    list.add("", std::move(entry));
  }
  return list.dump() + "\n";
}

std::string table_text(const std::vector<package::Core>& offered) {
  Table table({Align::left, Align::right, Align::right, Align::right});
  table.add({"CORE", "XLEN", "THREADS", "CORES"});
  for (const package::Core& core : offered) {
    table.add({core.name, std::to_string(core.xlen), std::to_string(core.num_threads),
               std::to_string(core.num_cores)});
  }
  return table.text();
}

}  // namespace

Status cores(const Arguments& arguments) {
  AEX_TRY(const Connection& connection, connect(arguments, arguments.has("local")));
  Control control;
  const Interrupt interrupt(control);
  start_clock(control, kQuestionSeconds);
  AEX_TRY(const std::vector<package::Core>& offered, connection.backend->cores(control));
  print(arguments.has("json") ? json_text(offered) : table_text(offered));
  return {};
}

}  // namespace aex::cli
