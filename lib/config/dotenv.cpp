#include "config/dotenv.hpp"

#include <cstring>
#include <optional>
#include <string>

namespace aex::config {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\v' || c == '\f'; }
bool is_newline(char c) { return c == '\n' || c == '\r'; }
bool is_space(char c) { return is_blank(c) || is_newline(c); }

char unescaped(char c) {
  static const char kNames[] = "abfnrtv";
  static const char kValues[] = "\a\b\f\n\r\t\v";
  const char* at = std::strchr(kNames, c);
  return at == nullptr ? c : kValues[at - kNames];
}

bool is_escape(char quote, char c) {
  if (c == '\\' || c == '\'') return true;
  return quote == '"' && (c == '"' || std::strchr("abfnrtv", c) != nullptr);
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  std::vector<Variable> parse() {
    std::vector<Variable> found;
    for (skip(is_space); !rest_.empty(); skip(is_space)) {
      if (!binding(found)) skip_line();
    }
    return found;
  }

 private:
  /** One statement; false when it is malformed. */
  bool binding(std::vector<Variable>& found) {
    skip_export();
    const std::optional<std::string_view> key = read_key();
    if (!key) return false;
    skip(is_blank);
    if (!take('=')) return ends_here();
    const std::size_t before = rest_.size();
    skip(is_blank);
    const bool is_comment = rest_.size() < before && !rest_.empty() && rest_.front() == '#';
    const std::optional<Secret> value = is_comment ? Secret() : read_value();
    if (!value || !ends_here()) return false;
    found.push_back({Secret(*key), *value});
    return true;
  }

  void skip_export() {
    const std::string_view before = rest_;
    if (rest_.substr(0, 6) != "export") return;
    rest_.remove_prefix(6);
    if (!rest_.empty() && is_blank(rest_.front()))
      skip(is_blank);
    else
      rest_ = before;
  }

  std::optional<std::string_view> read_key() {
    const bool quoted = take('\'');
    std::size_t size = 0;
    while (size < rest_.size() && (quoted ? rest_[size] != '\'' : is_key_char(rest_[size]))) ++size;
    if (size == 0 || (quoted && size == rest_.size())) return std::nullopt;
    const std::string_view key = rest_.substr(0, size);
    rest_.remove_prefix(quoted ? size + 1 : size);
    return key;
  }

  static bool is_key_char(char c) { return c != '=' && c != '#' && !is_space(c); }

  std::optional<Secret> read_value() {
    if (take('\'')) return read_quoted('\'');
    if (take('"')) return read_quoted('"');
    return read_plain();
  }

  std::optional<Secret> read_quoted(char quote) {
    std::string value;
    value.reserve(rest_.size());
    std::size_t i = 0;
    for (; i < rest_.size() && rest_[i] != quote; ++i) {
      const bool escape =
          rest_[i] == '\\' && i + 1 < rest_.size() && is_escape(quote, rest_[i + 1]);
      if (escape) ++i;
      value += escape && quote == '"' ? unescaped(rest_[i]) : rest_[i];
    }
    const bool is_closed = i < rest_.size();
    std::optional<Secret> secret;
    if (is_closed) rest_.remove_prefix(i + 1);
    if (is_closed) secret = Secret(value);
    wipe(value.data(), value.size());
    return secret;
  }

  /** To the end of the line, less a comment that follows white space. */
  Secret read_plain() {
    std::size_t line = 0;
    while (line < rest_.size() && !is_newline(rest_[line])) ++line;
    std::size_t size = 0;
    while (size < line && !(rest_[size] == '#' && size > 0 && is_blank(rest_[size - 1]))) ++size;
    while (size > 0 && is_blank(rest_[size - 1])) --size;
    const Secret value(rest_.substr(0, size));
    rest_.remove_prefix(line);
    return value;
  }

  bool ends_here() {
    skip(is_blank);
    if (!rest_.empty() && rest_.front() == '#') skip_line();
    return rest_.empty() || is_newline(rest_.front());
  }

  void skip_line() {
    while (!rest_.empty() && !is_newline(rest_.front())) rest_.remove_prefix(1);
  }

  void skip(bool (*matches)(char)) {
    while (!rest_.empty() && matches(rest_.front())) rest_.remove_prefix(1);
  }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
};

}  // namespace

std::vector<Variable> parse_dotenv(std::string_view text) { return Parser(text).parse(); }

}  // namespace aex::config
