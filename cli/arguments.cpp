#include "cli/arguments.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace aex::cli {
namespace {

enum : unsigned {
  kVerb_configure = kConfigure,
  kVerb_cores = kCores,
  kVerb_run = kRun,
  kVerb_resume = kResume,
  kVerb_report = kReport,
  kVerb_serve = kServe,
  kVerb_trace = kTrace,
  kVerb_validate = kValidate,
  kVerb_help = kHelp,
  kVerb_hot = kHot,
  kVerb_elf = kElf,
  kVerb_sources = kSources,
  kVerb_jobs = kJobs,
  kVerb_cancel = kCancel,
  kVerb_clean = kClean,
};

/** Levenshtein's distance. */
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
    }
  }
  return row[b.size()];
}

/** " (did you mean …?)", or nothing when no name is near. */
std::string suggest(std::string_view word, const std::vector<std::string>& names) {
  std::string_view word_start = word.substr(0, 64);
  std::size_t best = std::max<std::size_t>(2, word_start.size() / 3) + 1;
  const std::string* nearest = nullptr;
  for (const std::string& name : names) {
    const bool is_start = name.size() > word.size() && name.compare(0, word.size(), word) == 0;
    const std::size_t far = is_start ? 1 : distance(word_start, name);
    if (far >= best) continue;
    best = far;
    nearest = &name;
  }
  return nearest == nullptr ? "" : " (did you mean " + *nearest + "?)";
}

const Option* find_option(const Verb& verb, std::string_view name) {
  for (const Option& row : options()) {
    if ((row.verbs & verb.bit) != 0 && name == row.name) return &row;
  }
  return nullptr;
}

Error unknown_option(const Verb& verb, std::string_view word) {
  std::vector<std::string> names;
  for (const Option& row : options()) {
    if ((row.verbs & verb.bit) != 0) names.push_back(std::string("--") + row.name);
  }
  return misuse(std::string(verb.name) + " has no option " + std::string(word) +
                suggest(word, names));
}

}  // namespace

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> rows = {
#define AEX_VERB(verb, operands, least, most, summary, about, examples) \
  {VerbBit(kVerb_##verb), #verb, operands, least, most, summary, about, examples},
#define AEX_OPTION(verbs, name, value, traits, fallback, text)
#include "cli/options.def"
#undef AEX_VERB
#undef AEX_OPTION
  };
  return rows;
}

const std::vector<Option>& options() {
  static const std::vector<Option> rows = {
#define AEX_VERB(verb, operands, least, most, summary, about, examples)
#define AEX_OPTION(verbs, name, value, traits, fallback, text) \
  {verbs, name, value, traits, fallback, text},
#include "cli/options.def"
#undef AEX_VERB
#undef AEX_OPTION
  };
  return rows;
}

Error misuse(std::string detail) { return {Code::invalid_argument, std::move(detail)}; }

Result<const Verb*> find_verb(std::string_view name) {
  std::vector<std::string> names;
  for (const Verb& row : verbs()) {
    if (name == row.name) return &row;
    names.emplace_back(row.name);
  }
  return misuse("there is no verb " + std::string(name) + suggest(name, names));
}

Result<Arguments> Arguments::parse(const Verb& verb, int count, char** words) {
  Arguments arguments(verb);
  bool only_operands = false;
  for (int i = 0; i < count; ++i) {
    const std::string_view word = words[i];
    if (only_operands || word.size() < 2 || word[0] != '-') {
      arguments.operands_.emplace_back(word);
    } else if (word == "--") {
      only_operands = true;
    } else {
      AEX_CHECK(arguments.take_option(count, words, i));
    }
  }
  if (!arguments.has("help")) AEX_CHECK(arguments.check_count());
  return arguments;
}

Status Arguments::take_option(int count, char** words, int& index) {
  const std::string_view word = std::strcmp(words[index], "-h") == 0 ? "--help" : words[index];
  const std::size_t equals = std::min(word.find('='), word.size());
  const std::string shown(word.substr(0, equals));
  const Option* option =
      word.substr(0, 2) == "--" ? find_option(*verb_, word.substr(2, equals - 2)) : nullptr;
  if (option == nullptr) return unknown_option(*verb_, shown);
  const bool has_own_value = equals < word.size();
  if (option->value == nullptr && has_own_value) return misuse(shown + " takes no value");
  if (option->traits == kOnce && has(option->name)) return misuse(shown + " was given twice");
  if (option->value == nullptr) {
    given_.push_back({option, ""});
    return {};
  }
  if (!has_own_value && index + 1 >= count) {
    return misuse(shown + " needs a value: " + shown + " " + option->value);
  }
  char* value = has_own_value ? words[index] + equals + 1 : words[++index];
  given_.push_back({option, value});
  if (option->traits == kSecret) std::memset(value, 'x', std::strlen(value));
  return {};
}

Status Arguments::check_count() const {
  const int count = static_cast<int>(operands_.size());
  if (count < verb_->least) {
    return misuse(std::string("an operand is missing: atlasexplorer ") + verb_->name + " " +
                  verb_->operands);
  }
  if (verb_->most < 0 || count <= verb_->most) return {};
  return misuse(std::string(verb_->name) + " takes no operand " +
                operands_[std::size_t(verb_->most)]);
}

const std::string* Arguments::find(std::string_view option) const {
  for (const Given& row : given_) {
    if (option == row.option->name) return &row.value;
  }
  return nullptr;
}

std::string Arguments::value(std::string_view option, std::string_view fallback) const {
  const std::string* found = find(option);
  return found == nullptr ? std::string(fallback) : *found;
}

std::vector<std::string> Arguments::values(std::string_view option) const {
  std::vector<std::string> found;
  for (const Given& row : given_) {
    if (option == row.option->name) found.push_back(row.value);
  }
  return found;
}

Result<std::uint64_t> Arguments::number(std::string_view option, std::uint64_t fallback,
                                        std::uint64_t least, std::uint64_t most) const {
  const std::string* text = find(option);
  if (text == nullptr) return fallback;
  std::uint64_t number = 0;
  const char* end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, number);
  if (read.ec == std::errc() && read.ptr == end && number >= least && number <= most) return number;
  return misuse("--" + std::string(option) + " was not a whole number from " +
                std::to_string(least) + " to " + std::to_string(most) + ": " + *text);
}

}  // namespace aex::cli
