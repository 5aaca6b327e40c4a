#include "cli/help.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace aex::cli {
namespace {

TEST(Help, EveryExitStatusOfTheErrorTableIsExplained) {
  std::size_t count = 0;
  const CodeInfo* rows = all_codes(&count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto explains = [&](const ExitStatus& row) { return row.status == rows[i].exit_status; };
    const auto& table = exit_statuses();
    EXPECT_TRUE(std::any_of(table.begin(), table.end(), explains)) << rows[i].name;
  }
}

std::string spelled(const Option& option) {
  const std::string name = std::string("--") + option.name;
  return option.value == nullptr ? name : name + " " + option.value;
}

bool lists(const std::string& text, const Option& option) {
  const std::string row = "\n  " + spelled(option);
  return text.find(row + " ") != std::string::npos || text.find(row + "\n") != std::string::npos;
}

/** Verbs share options by sharing rows, or by rows that are spelled alike. */
bool takes(const Verb& verb, const Option& option) {
  return std::any_of(options().begin(), options().end(), [&](const Option& row) {
    return (row.verbs & verb.bit) != 0 && spelled(row) == spelled(option);
  });
}

TEST(Help, NamesEveryVerbAndOption) {
  for (const Verb& verb : verbs()) {
    EXPECT_NE(command_help().find(std::string("  ") + verb.name + " "), std::string::npos);
    const std::string text = verb_help(verb);
    for (const Option& option : options()) {
      EXPECT_EQ(lists(text, option), takes(verb, option)) << verb.name << " --" << option.name;
    }
  }
}

TEST(Help, FitsATerminal) {
  std::string all = command_help();
  for (const Verb& verb : verbs()) all += verb_help(verb);
  std::istringstream lines(all);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100u) << line;
}

TEST(Help, DocsAreMadeFromTheTable) {
  std::ifstream file(AEX_SOURCE_DIR "/docs/cli.md");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), reference()) << "run: atlasexplorer help --markdown >docs/cli.md";
}

}  // namespace
}  // namespace aex::cli
