#include "cli/arguments.hpp"

#include <gtest/gtest.h>

#include <set>

namespace aex::cli {
namespace {

/** Parses words as they come to main(); keeps them writable. */
class Words {
 public:
  explicit Words(std::vector<std::string> words) : words_(std::move(words)) {
    for (std::string& word : words_) pointers_.push_back(word.data());
  }
  Result<Arguments> parse(const char* verb) {
    return Arguments::parse(*find_verb(verb).value(), int(pointers_.size()), pointers_.data());
  }
  const std::string& operator[](std::size_t i) const { return words_[i]; }

 private:
  std::vector<std::string> words_;
  std::vector<char*> pointers_;
};

std::string detail(const char* verb, std::vector<std::string> words) {
  auto parsed = Words(std::move(words)).parse(verb);
  EXPECT_FALSE(parsed.ok());
  if (parsed.ok()) return "";
  EXPECT_EQ(parsed.error().exit_status(), 64);
  return parsed.error().detail();
}

TEST(Arguments, BothSpellingsOfAValue) {
  for (auto words : {std::vector<std::string>{"--core", "a=b", "x.elf"},
                     std::vector<std::string>{"x.elf", "--core=a=b"}}) {
    auto parsed = Words(words).parse("run");
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(parsed.value().value("core", ""), "a=b");
    EXPECT_EQ(parsed.value().operands(), std::vector<std::string>{"x.elf"});
    EXPECT_FALSE(parsed.value().has("local"));
  }
}

TEST(Arguments, EmptyValuesAndDashes) {
  auto parsed = Words({"--ca-file=", "-", "--local", "--", "--core", "-x"}).parse("run");
  ASSERT_TRUE(parsed.ok());
  ASSERT_NE(parsed.value().find("ca-file"), nullptr);
  EXPECT_EQ(*parsed.value().find("ca-file"), "");
  EXPECT_EQ(parsed.value().operands(), (std::vector<std::string>{"-", "--core", "-x"}));
}

TEST(Arguments, Misuse) {
  EXPECT_EQ(detail("run", {"--cor", "a"}), "run has no option --cor (did you mean --core?)");
  EXPECT_EQ(detail("run", {"--xpdir=a"}), "run has no option --xpdir (did you mean --expdir?)");
  EXPECT_EQ(detail("run", {"--zzzzzzzz"}), "run has no option --zzzzzzzz");
  EXPECT_EQ(detail("run", {"--metric", "a"}), "run has no option --metric");
  EXPECT_EQ(detail("run", {"-v", "a"}), "run has no option -v");
  EXPECT_EQ(detail("run", {"--core"}), "--core needs a value: --core CORE");
  EXPECT_EQ(detail("run", {"--local=1", "a"}), "--local takes no value");
  EXPECT_EQ(detail("run", {"--core=a", "--core=b", "c"}), "--core was given twice");
  EXPECT_EQ(detail("run", {}), "an operand is missing: atlasexplorer run ELF...");
  EXPECT_EQ(detail("report", {"a", "b"}), "report takes no operand b");
  EXPECT_EQ(detail("cores", {"a"}), "cores takes no operand a");
}

TEST(Arguments, HelpNeedsNoOperands) {
  EXPECT_TRUE(Words({"--help"}).parse("run").value().has("help"));
  EXPECT_TRUE(Words({"-h"}).parse("run").value().has("help"));
}

TEST(Arguments, RepeatedAndSecretValues) {
  Words words({"--api-key", "sesame", "--api-key=street", "--channel", "a:b", "--channel=c:d"});
  auto parsed = words.parse("serve");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed.value().values("api-key"), (std::vector<std::string>{"sesame", "street"}));
  EXPECT_EQ(parsed.value().values("channel"), (std::vector<std::string>{"a:b", "c:d"}));
  EXPECT_EQ(words[1], "xxxxxx");
  EXPECT_EQ(words[2], "--api-key=xxxxxx");
  EXPECT_EQ(words[4], "a:b");
}

TEST(Arguments, Numbers) {
  EXPECT_EQ(Words({"a"}).parse("run").value().number("timeout-s", 7, 1, 9).value(), 7u);
  EXPECT_EQ(Words({"a", "--timeout-s=9"}).parse("run").value().number("timeout-s", 7, 1, 9).value(),
            9u);
  for (const char* bad : {"", "0", "10", "-1", "1.5", "1s", " 1", "0x1", "99999999999999999999"}) {
    auto parsed = Words({"a", "--timeout-s", bad}).parse("run");
    const auto number = parsed.value().number("timeout-s", 7, 1, 9);
    ASSERT_FALSE(number.ok()) << bad;
    EXPECT_EQ(number.error().code(), Code::invalid_argument);
  }
}

TEST(Arguments, Verbs) {
  EXPECT_EQ(find_verb("rnu").error().detail(), "there is no verb rnu (did you mean run?)");
  EXPECT_EQ(find_verb("conf").error().detail(), "there is no verb conf (did you mean configure?)");
  EXPECT_EQ(find_verb("xyzzy").error().detail(), "there is no verb xyzzy");
}

TEST(Arguments, TheTableIsSound) {
  for (const Verb& verb : verbs()) {
    std::set<std::string> names;
    for (const Option& option : options()) {
      EXPECT_NE(option.verbs & kAnyVerb, 0u) << option.name;
      if ((option.verbs & verb.bit) != 0) {
        EXPECT_TRUE(names.insert(option.name).second) << verb.name << " " << option.name;
      }
    }
    EXPECT_EQ(names.count("help"), 1u);
    EXPECT_NE(*verb.examples, '\0') << verb.name;
  }
}

}  // namespace
}  // namespace aex::cli
