#include <algorithm>

#include "codec/json_text.hpp"

namespace aex::codec {
namespace {

constexpr int kCjsonDepth = 1000;
/* Older versions of cJSON cut a number after 63 characters. */
constexpr std::size_t kMaxNumberBytes = 63;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_continuation(char c) { return (std::uint8_t(c) & 0xC0) == 0x80; }

/* Recursive descent; `problem_` is set once, by whoever finds the first fault. */
class Check {
 public:
  Check(std::string_view text, int max_depth) : text_(text), max_depth_(max_depth) {}

  Status run() {
    skip_space();
    if (value(0)) {
      skip_space();
      if (at_ != text_.size()) fail("text after the end of the document");
    }
    if (problem_ == nullptr) return {};
    return Error(Code::invalid_argument,
                 {problem_, " at byte ", decimal(at_), " of the JSON text"});
  }

 private:
  bool fail(const char* problem) {
    problem_ = problem;
    return false;
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void skip_space() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
  }

  bool value(int depth) {
    if (at_ == text_.size()) return fail("the document ended early");
    switch (peek()) {
      case '{': return members(depth + 1);
      case '[': return elements(depth + 1);
      case '"': return string();
      case 't': return literal("true");
      case 'f': return literal("false");
      case 'n': return literal("null");
      default: return number();
    }
  }

  bool members(int depth) {
    if (depth > max_depth_) return fail("nesting over the limit");
    ++at_;
    skip_space();
    if (take('}')) return true;
    do {
      skip_space();
      if (peek() != '"') return fail("a member without a name");
      if (!string()) return false;
      skip_space();
      if (!take(':')) return fail("a missing colon");
      if (!padded_value(depth)) return false;
    } while (take(','));
    return take('}') || fail("an object without its end");
  }

  bool elements(int depth) {
    if (depth > max_depth_) return fail("nesting over the limit");
    ++at_;
    skip_space();
    if (take(']')) return true;
    do {
      if (!padded_value(depth)) return false;
    } while (take(','));
    return take(']') || fail("an array without its end");
  }

  bool padded_value(int depth) {
    skip_space();
    if (!value(depth)) return false;
    skip_space();
    return true;
  }

  bool literal(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return fail("an unknown word");
    at_ += word.size();
    return true;
  }

  bool digits() {
    const std::size_t first = at_;
    while (is_digit(peek())) ++at_;
    return at_ != first || fail("not a JSON value");
  }

  bool number() {
    const std::size_t first = at_;
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      if (!digits()) return false;
    }
    return at_ - first <= kMaxNumberBytes || fail("a number of more than 63 characters");
  }

  bool string() {
    ++at_;
    while (at_ < text_.size()) {
      if (take('"')) return true;
      if (!(peek() == '\\' ? escape() : plain())) return false;
    }
    return fail("a string without its end");
  }

  bool plain() {
    if (std::uint8_t(peek()) < 0x20) return fail("a control character in a string");
    const Rune rune = decode_utf8(text_.substr(at_));
    at_ += rune.bytes;
    return rune.bytes != 0 || fail("text that is not UTF-8");
  }

  bool escape() {
    ++at_;
    if (take('u')) return unicode_escape();
    constexpr std::string_view kKnown = "\"\\/bfnrt";
    if (at_ == text_.size() || kKnown.find(peek()) == std::string_view::npos) {
      return fail("an unknown escape");
    }
    ++at_;
    return true;
  }

  bool unicode_escape() {
    std::uint32_t unit = 0;
    if (!hex4(&unit)) return false;
    if (unit == 0) return fail("U+0000 in a string");
    if (unit >= 0xDC00 && unit <= 0xDFFF) return fail("half a surrogate pair");
    if (unit < 0xD800 || unit > 0xDBFF) return true;
    if (!take('\\') || !take('u')) return fail("half a surrogate pair");
    if (!hex4(&unit)) return false;
    return (unit >= 0xDC00 && unit <= 0xDFFF) || fail("half a surrogate pair");
  }

  bool hex4(std::uint32_t* unit) {
    *unit = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = peek();
      const char low = char(c | 0x20);
      if (!is_digit(c) && !(low >= 'a' && low <= 'f')) return fail("a bad \\u escape");
      *unit = *unit * 16 + std::uint32_t(is_digit(c) ? c - '0' : low - 'a' + 10);
    }
    return true;
  }

  std::string_view text_;
  int max_depth_;
  std::size_t at_ = 0;
  const char* problem_ = nullptr;
};

}  // namespace

Rune decode_utf8(std::string_view text) {
  if (text.empty()) return {};
  const auto lead = std::uint8_t(text[0]);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  std::uint32_t code = lead & (0xFFu >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if (!is_continuation(text[i])) return {};
    code = (code << 6) | (std::uint8_t(text[i]) & 0x3Fu);
  }
  constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kSmallest[bytes] || code > 0x10FFFF || is_surrogate) return {};
  return {code, bytes};
}

Status check_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return Error(Code::invalid_argument, {"the JSON text has ", decimal(text.size()),
                                          " bytes, over the limit of ", decimal(limits.max_bytes)});
  }
  return Check(text, std::min(limits.max_depth, kCjsonDepth)).run();
}

}  // namespace aex::codec
