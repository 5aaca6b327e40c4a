#include "cli/help.hpp"

#include <algorithm>

namespace aex::cli {
namespace {

/** Below this the text of an option begins on its own line. */
constexpr std::size_t kTextColumn = 27;
constexpr std::size_t kLineWidth = 88;
/** Stands for a space at which no line is broken. */
constexpr char kFixedSpace = '\x01';

std::string spelled(const Option& option) {
  const std::string name = std::string("--") + option.name;
  return option.value == nullptr ? name : name + " " + option.value;
}

std::string explained(const Option& option) {
  std::string text = option.text;
  if ((option.traits & kRepeats) != 0) text += "; may be repeated";
  if (option.fallback == nullptr) return text;
  std::string fallback = std::string("[default: ") + option.fallback + "]";
  std::replace(fallback.begin(), fallback.end(), ' ', kFixedSpace);
  return text + " " + fallback;
}

/** `text` broken into lines that begin at `column`; the first one goes on where the line is. */
std::string wrap(std::string_view text, std::size_t column) {
  std::string out;
  std::size_t at = column;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    const bool begins = at == column;
    if (!begins && at + 1 + word.size() > kLineWidth) {
      out += "\n" + std::string(column, ' ');
      at = column;
    } else if (!begins) {
      out += ' ';
      ++at;
    }
    out += word;
    at += word.size();
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  std::replace(out.begin(), out.end(), kFixedSpace, ' ');
  return out + "\n";
}

std::string row(const std::string& left, std::string_view right) {
  const std::string start = "  " + left;
  const bool fits = start.size() + 2 <= kTextColumn;
  const std::string gap =
      fits ? std::string(kTextColumn - start.size(), ' ') : "\n" + std::string(kTextColumn, ' ');
  return start + gap + wrap(right, kTextColumn);
}

std::string usage(const Verb& verb) {
  return std::string("atlasexplorer ") + verb.name + " [OPTION]..." +
         (*verb.operands == '\0' ? "" : " ") + verb.operands;
}

std::string indented(std::string_view lines) {
  std::string out = "  ";
  for (const char c : lines) {
    out += c;
    if (c == '\n') out += "  ";
  }
  return out + "\n";
}

std::string capital(std::string_view text) {
  std::string out(text);
  out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out + ".\n";
}

std::string status_rows() {
  std::string out;
  for (const ExitStatus& line : exit_statuses()) {
    const std::string number = std::to_string(line.status);
    out += "  " + number + std::string(5 - number.size(), ' ') + line.text + "\n";
  }
  return out;
}

/** `|` would end a cell. */
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string verb_section(const Verb& verb) {
  std::string out = std::string("\n## ") + verb.name + "\n\n" + capital(verb.summary);
  out += "\n```text\n" + usage(verb) + "\n```\n";
  if (*verb.about != '\0') out += std::string("\n") + verb.about + "\n";
  out += "\n| option | meaning | default |\n|---|---|---|\n";
  for (const Option& option : options()) {
    if ((option.verbs & verb.bit) == 0) continue;
    const bool repeats = (option.traits & kRepeats) != 0;
    out += "| `" + cell(spelled(option)) + "` | " + cell(option.text) +
           (repeats ? "; may be repeated | " : " | ") +
           (option.fallback == nullptr ? "" : cell(option.fallback)) + " |\n";
  }
  return out + "\n```sh\n" + verb.examples + "\n```\n";
}

}  // namespace

const std::vector<ExitStatus>& exit_statuses() {
  static const std::vector<ExitStatus> rows = {
      {0, "done"},
      {64, "the command line is wrong"},
      {65, "the input or the result is wrong"},
      {66, "an input does not exist"},
      {69, "the service or a host is not available"},
      {70, "the service or the command failed inside"},
      {71, "the system has no memory left"},
      {73, "the experiment's folder already exists"},
      {74, "reading or writing failed"},
      {75, "try again: out of time, busy or broken off"},
      {76, "the other side does not follow the protocol"},
      {77, "the API key was refused"},
      {78, "the configuration is missing or wrong"},
      {130, "interrupted"},
  };
  return rows;
}

std::string command_help() {
  std::string out =
      "Usage: atlasexplorer VERB [OPTION]... [OPERAND]...\n\n"
      "Runs ELF workloads on the simulated RISC-V cores of Atlas Explorer.\n\nVerbs:\n";
  for (const Verb& verb : verbs()) {
    const std::string name = verb.name;
    out += "  " + name + std::string(12 - name.size(), ' ') + verb.summary + "\n";
  }
  return out +
         "\nOptions:\n"
         "  --help      show this text; after a verb, that of the verb\n"
         "  --version   print the version\n"
         "\nExample:\n"
         "  atlasexplorer run --local --core 'I8500_(1_thread)' loop.elf\n"
         "\nExit statuses:\n" +
         status_rows();
}

std::string verb_help(const Verb& verb) {
  std::string out = "Usage: " + usage(verb) + "\n\n" + capital(verb.summary);
  if (*verb.about != '\0') out += std::string("\n") + verb.about + "\n";
  out += "\nOptions:\n";
  for (const Option& option : options()) {
    if ((option.verbs & verb.bit) != 0) out += row(spelled(option), explained(option));
  }
  out += "\nExample:\n" + indented(verb.examples);
  return out + "\nExit statuses:\n" + status_rows();
}

std::string reference() {
  std::string out =
      "# The command\n\n"
      "Made from cli/options.def by `atlasexplorer help --markdown`; a test compares.\n\n"
      "```text\natlasexplorer VERB [OPTION]... [OPERAND]...\natlasexplorer --help\n"
      "atlasexplorer --version\n```\n\n"
      "An option's value is its next word, or follows `=` in the same word. After `--` every word\n"
      "is an operand. Results go to stdout, everything else to stderr; with `NO_COLOR` set, or\n"
      "without a terminal, nothing is coloured. `AEX_LOG=debug` shows what the library does.\n";
  for (const Verb& verb : verbs()) out += verb_section(verb);
  out += "\n## Exit statuses\n\n| status | meaning |\n|---|---|\n";
  for (const ExitStatus& line : exit_statuses()) {
    out += "| " + std::to_string(line.status) + " | " + line.text + " |\n";
  }
  return out;
}

}  // namespace aex::cli
