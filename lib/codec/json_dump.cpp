#include <cjson/cJSON.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "codec/json_text.hpp"

namespace aex::codec {
namespace {

constexpr double kTwoTo53 = 9007199254740992.0;

/** Takes text like a string, and keeps its length. */
struct Length {
  std::size_t size = 0;
  Length& operator+=(std::string_view text) {
    size += text.size();
    return *this;
  }
  Length& operator+=(char) {
    ++size;
    return *this;
  }
  void append(std::size_t count, char) { size += count; }
};

template <class Out>
class Dump {
 public:
  Dump(Out& out, int indent) : out_(out), indent_(indent) {}

  void value(const cJSON* item, int depth) {
    switch (item->type & 0xFF) {
      case cJSON_False: out_ += "false"; return;
      case cJSON_True: out_ += "true"; return;
      case cJSON_Number: number(item->valuedouble); return;
      case cJSON_String: string(item->valuestring); return;
      case cJSON_Raw: out_ += item->valuestring; return;
      case cJSON_Array: children(item, depth, '[', ']'); return;
      case cJSON_Object: children(item, depth, '{', '}'); return;
      default: out_ += "null";
    }
  }

 private:
  void children(const cJSON* parent, int depth, char open, char close) {
    out_ += open;
    for (const cJSON* child = parent->child; child != nullptr; child = child->next) {
      new_line(depth + 1);
      if (open == '{') {
        string(child->string);
        out_ += ": ";
      }
      value(child, depth + 1);
      if (child->next != nullptr) out_ += indent_ == 0 ? ", " : ",";
    }
    if (parent->child != nullptr) new_line(depth);
    out_ += close;
  }

  void new_line(int depth) {
    if (indent_ == 0) return;
    out_ += '\n';
    out_.append(std::size_t(indent_) * std::size_t(depth), ' ');
  }

  void number(double number) {
    const bool is_whole = std::trunc(number) == number && std::fabs(number) < kTwoTo53;
    if (is_whole && !(number == 0 && std::signbit(number))) {
      out_ += std::to_string(std::int64_t(number));
    } else {
      out_ += real_text(number, 0);
    }
  }

  void string(std::string_view text) {
    out_ += '"';
    while (!text.empty()) {
      Rune rune = decode_utf8(text);
      if (rune.bytes == 0) rune = {0xFFFD, 1};
      character(rune.code);
      text.remove_prefix(rune.bytes);
    }
    out_ += '"';
  }

  void character(std::uint32_t code) {
    switch (code) {
      case '"': out_ += "\\\""; return;
      case '\\': out_ += "\\\\"; return;
      case '\b': out_ += "\\b"; return;
      case '\f': out_ += "\\f"; return;
      case '\n': out_ += "\\n"; return;
      case '\r': out_ += "\\r"; return;
      case '\t': out_ += "\\t"; return;
      default: break;
    }
    if (code >= 0x20 && code <= 0x7F) {
      out_ += char(code);
    } else if (code < 0x10000) {
      unit(code);
    } else {
      unit(0xD800 + ((code - 0x10000) >> 10));
      unit(0xDC00 + ((code - 0x10000) & 0x3FF));
    }
  }

  void unit(std::uint32_t code) {
    constexpr char kHex[] = "0123456789abcdef";
    out_ += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out_ += kHex[(code >> shift) & 15];
  }

  Out& out_;
  int indent_;
};

std::string exponent_text(int exponent) {
  const std::string digits = std::to_string(std::abs(exponent));
  return (exponent < 0 ? "e-" : "e+") + (digits.size() < 2 ? "0" + digits : digits);
}

/* "12345" as a fraction 1.2345 times ten to the exponent, laid out as Python's repr does it. */
std::string lay_out(const std::string& digits, int exponent) {
  const int count = int(digits.size());
  if (exponent < -4 || exponent > 15) {
    const std::string fraction = count > 1 ? "." + digits.substr(1) : "";
    return digits.substr(0, 1) + fraction + exponent_text(exponent);
  }
  if (exponent < 0) return "0." + std::string(std::size_t(-exponent - 1), '0') + digits;
  if (count <= exponent + 1)
    return digits + std::string(std::size_t(exponent + 1 - count), '0') + ".0";
  return digits.substr(0, std::size_t(exponent) + 1) + "." +
         digits.substr(std::size_t(exponent) + 1);
}

}  // namespace

std::string real_text(double number, int digits) {
  if (!std::isfinite(number)) return "null";
  char buffer[400];
  char* const end = buffer + sizeof buffer;
  if (digits > 0) {
    digits = std::min(digits, 300);
    return {buffer, std::to_chars(buffer, end, number, std::chars_format::general, digits).ptr};
  }
  const char* last =
      std::to_chars(buffer, end, std::fabs(number), std::chars_format::scientific).ptr;
  const std::string_view text(buffer, std::size_t(last - buffer));
  const std::size_t mark = text.find('e');
  std::string significant(text.substr(0, 1));
  if (mark > 2) significant += text.substr(2, mark - 2);
  const std::size_t skip = text[mark + 1] == '+' ? 2 : 1;
  int exponent = 0;
  std::from_chars(text.data() + mark + skip, last, exponent);
  return (std::signbit(number) ? "-" : "") + lay_out(significant, exponent);
}

std::string JsonNode::dump(int indent) const {
  std::string out;
  if (node_ != nullptr) Dump<std::string>(out, indent).value(node_, 0);
  return out;
}

std::string Json::dump(int indent) const { return node().dump(indent); }

/* A text that grew would leave copies of itself behind. */
Secret Json::dump_secret(int indent) const {
  Length length;
  Dump<Length>(length, indent).value(root_, 0);
  std::string text;
  text.reserve(length.size);
  Dump<std::string>(text, indent).value(root_, 0);
  Secret secret(text);
  wipe(text.data(), text.size());
  return secret;
}

}  // namespace aex::codec
