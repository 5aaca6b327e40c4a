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

TEST(Help, NamesEveryVerbAndOption) {
  for (const Verb& verb : verbs()) {
    EXPECT_NE(command_help().find(std::string("  ") + verb.name + " "), std::string::npos);
    const std::string text = verb_help(verb);
    EXPECT_NE(text.find(verb.examples == nullptr ? "?" : std::string(verb.examples).substr(0, 20)),
              std::string::npos);
    for (const Option& option : options()) {
      const bool is_listed = text.find(std::string("  --") + option.name) != std::string::npos;
      EXPECT_EQ(is_listed, (option.verbs & verb.bit) != 0) << verb.name << " --" << option.name;
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
