#include "gateway/work/secret_member.hpp"

#include <charconv>

namespace aex::gateway {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/** Walks over a text that may not be JSON at all: every step is checked against the end. */
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ >= text_.size(); }
  std::size_t position() const { return at_; }
  char next() { return text_[at_++]; }
  bool skip(char wanted) {
    while (!at_end() && is_space(text_[at_])) ++at_;
    if (at_end() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }
  /** The inside of a string whose opening quote has been read. */
  std::string_view string() {
    const std::size_t begin = at_;
    while (!at_end() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_end()) at_ = text_.size();
    const std::string_view inside = text_.substr(begin, at_ - begin);
    if (!at_end()) ++at_;
    return inside;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

void append_utf8(std::string& out, std::uint32_t point) {
  const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xc0 | point >> 6);
    put(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    put(0xe0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3f));
    put(0x80 | (point & 0x3f));
  } else {
    put(0xf0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3f));
    put(0x80 | (point >> 6 & 0x3f));
    put(0x80 | (point & 0x3f));
  }
}

/** Four hex digits at `at`; nothing if they are not there. */
std::optional<std::uint32_t> code_unit(std::string_view raw, std::size_t at) {
  if (at + 4 > raw.size()) return std::nullopt;
  std::uint32_t unit = 0;
  const char* end = raw.data() + at + 4;
  const auto parsed = std::from_chars(raw.data() + at, end, unit, 16);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return unit;
}

/** Decodes "\uXXXX" or a surrogate pair, whose 'u' is at `*at`; leaves `*at` on the last digit. */
bool append_escaped_point(std::string& out, std::string_view raw, std::size_t* at) {
  const auto high = code_unit(raw, *at + 1);
  if (!high || (*high >= 0xdc00 && *high < 0xe000)) return false;
  *at += 4;
  if (*high < 0xd800 || *high >= 0xe000) {
    append_utf8(out, *high);
    return true;
  }
  const auto low = raw.substr(*at + 1, 2) == "\\u" ? code_unit(raw, *at + 3) : std::nullopt;
  if (!low || *low < 0xdc00 || *low >= 0xe000) return false;
  *at += 6;
  append_utf8(out, 0x10000 + ((*high - 0xd800) << 10) + (*low - 0xdc00));
  return true;
}

std::optional<Secret> decode(std::string_view raw) {
  static constexpr std::string_view kEscapes = "\"\\/bfnrt";
  static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  std::string out;
  out.reserve(raw.size());  // decoding never grows, so no copy is left behind unwiped
  bool is_good = true;
  for (std::size_t i = 0; i < raw.size() && is_good; ++i) {
    if (raw[i] != '\\') {
      out += raw[i];
    } else if (++i < raw.size() && raw[i] == 'u') {
      is_good = append_escaped_point(out, raw, &i);
    } else {
      const std::size_t meaning = i < raw.size() ? kEscapes.find(raw[i]) : std::string_view::npos;
      is_good = meaning != std::string_view::npos;
      if (is_good) out += kMeanings[meaning];
    }
  }
  Secret secret(out);
  wipe(out.data(), out.size());
  if (!is_good) return std::nullopt;
  return secret;
}

}  // namespace

std::optional<Secret> take_secret_member(std::string& text, std::string_view key) {
  Cursor cursor(text);
  int depth = 0;
  while (!cursor.at_end()) {
    const char c = cursor.next();
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c != '"') continue;
    const bool is_wanted = cursor.string() == key && depth == 1 && cursor.skip(':');
    if (!is_wanted || !cursor.skip('"')) continue;
    const std::size_t begin = cursor.position();
    const std::string_view raw = cursor.string();
    auto secret = decode(raw);
    const std::size_t size = raw.size();
    wipe(text.data() + begin, size);
    text.erase(begin, size);
    return secret;
  }
  return std::nullopt;
}

}  // namespace aex::gateway
