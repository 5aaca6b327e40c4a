#include <cstring>

#include "atlasexplorer/version.hpp"
#include "cli/help.hpp"
#include "cli/screen/terminal.hpp"
#include "cli/verbs/verbs.hpp"

namespace aex::cli {
namespace {

Status help(const Arguments& arguments) {
  if (arguments.has("markdown")) {
    print(reference());
  } else if (arguments.operands().empty()) {
    print(command_help());
  } else {
    AEX_TRY(const Verb* verb, find_verb(arguments.operands()[0]));
    print(verb_help(*verb));
  }
  return {};
}

Status perform(const Arguments& arguments) {
  switch (arguments.verb().bit) {
    case kConfigure: return configure(arguments);
    case kCores: return cores(arguments);
    case kRun: return run(arguments);
    case kResume: return resume(arguments);
    case kReport: return report(arguments);
    case kTrace: return trace(arguments);
    case kServe: return serve(arguments);
    case kHot: return hot(arguments);
    case kElf: return elf(arguments);
    case kSources: return sources(arguments);
    case kJobs: return jobs(arguments);
    case kCancel: return cancel(arguments);
    case kClean: return clean(arguments);
    case kValidate: return validate(arguments);
    case kHelp:
    case kAnyVerb: break;
  }
  return help(arguments);
}

Status command(int count, char** words) {
  const char* first = count > 1 ? words[1] : "";
  if (std::strcmp(first, "--version") == 0) {
    print("atlasexplorer " AEX_VERSION_TEXT "\n");
    return {};
  }
  if (std::strcmp(first, "--help") == 0 || std::strcmp(first, "-h") == 0) {
    print(command_help());
    return {};
  }
  if (*first == '\0') return misuse("no verb was given; `atlasexplorer --help` lists them");
  if (*first == '-') return misuse("there is no option " + std::string(first) + " before the verb");
  AEX_TRY(const Verb* verb, find_verb(first));
  AEX_TRY(const Arguments& arguments, Arguments::parse(*verb, count - 2, words + 2));
  if (!arguments.has("help")) return perform(arguments);
  print(verb_help(*verb));
  return {};
}

}  // namespace
}  // namespace aex::cli

int main(int count, char** words) {
  aex::cli::ignore_broken_pipes();
  aex::Status status = aex::cli::command(count, words);
  if (status.ok()) status = aex::cli::flush_output();
  if (status.ok()) return 0;
  aex::cli::print_failure(status.error());
  return status.error().exit_status();
}
