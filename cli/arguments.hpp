/** The command line, read by the table in options.def. */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "atlasexplorer/result.hpp"

namespace aex::cli {

enum VerbBit : unsigned {
  kConfigure = 1,
  kCores = 2,
  kRun = 4,
  kResume = 8,
  kReport = 16,
  kServe = 32,
  kHelp = 64,
  kTrace = 1u << 16,
  kValidate = 1u << 17,
  kHot = 1u << 18,
  kElf = 1u << 19,
  kSources = 1u << 20,
  kAnyVerb = ~0u,
};

/** One row of the table of verbs. Static. */
struct Verb {
  VerbBit bit;
  const char* name;
  const char* operands;
  int least;
  int most; /**< -1: any number */
  const char* summary;
  const char* about;
  const char* examples; /**< one a line */
};

enum Traits : unsigned { kOnce = 0, kRepeats = 1, kSecret = 2 | kRepeats };

/** One row of the table of options. Static. */
struct Option {
  unsigned verbs;
  const char* name;
  const char* value; /**< nullptr for a switch */
  unsigned traits;
  const char* fallback;
  const char* text;
};

const std::vector<Verb>& verbs();
const std::vector<Option>& options();

/** Code::invalid_argument with the nearest name if there is none. */
Result<const Verb*> find_verb(std::string_view name);

/** What follows the verb. */
class Arguments {
 public:
  /** Reads `count` words. An option's value is the rest of its word after `=`, else the next word;
   *  after `--` all words are operands. Values of secret options are wiped from `words`.
   *  Code::invalid_argument. */
  static Result<Arguments> parse(const Verb& verb, int count, char** words);

  const Verb& verb() const { return *verb_; }
  const std::vector<std::string>& operands() const { return operands_; }
  bool has(std::string_view option) const { return find(option) != nullptr; }
  /** The value of an option that is given at most once; nullptr without it. Borrowed. */
  const std::string* find(std::string_view option) const;
  std::string value(std::string_view option, std::string_view fallback) const;
  std::vector<std::string> values(std::string_view option) const;
  /** Code::invalid_argument unless it is a whole number within the bounds. */
  Result<std::uint64_t> number(std::string_view option, std::uint64_t fallback, std::uint64_t least,
                               std::uint64_t most) const;

 private:
  struct Given {
    const Option* option;
    std::string value;
  };

  explicit Arguments(const Verb& verb) : verb_(&verb) {}
  /** Takes the option at `index`; moves `index` to its last word. */
  Status take_option(int count, char** words, int& index);
  Status check_count() const;

  const Verb* verb_;
  std::vector<Given> given_;
  std::vector<std::string> operands_;
};

/** An error of usage. */
Error misuse(std::string detail);

}  // namespace aex::cli
