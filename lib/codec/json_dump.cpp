#include <cjson/cJSON.h>

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

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
      out_ += decimal(std::int64_t(number));
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
  const std::string digits = decimal(std::abs(exponent));
  return (exponent < 0 ? "e-" : "e+") + (digits.size() < 2 ? "0" + digits : digits);
}

/* The digits of a number and the exponent of the first one. */
struct Decimal {
  std::string digits;
  int exponent = 0;
};

/* "1.2345e+06", in which the locale chooses the point. */
Decimal decimal_of(const char* text) {
  Decimal out;
  for (; *text != 'e'; ++text) {
    if (*text >= '0' && *text <= '9') out.digits += *text;
  }
  out.exponent = int(std::strtol(text + 1, nullptr, 10));
  while (out.digits.size() > 1 && out.digits.back() == '0') out.digits.pop_back();
  return out;
}

/* The last digit one higher: in the same text, or none where that is a nine. */
bool raise_last_digit(char* text) {
  char* const last = std::strchr(text, 'e') - 1;
  if (*last == '9') return false;
  ++*last;
  return true;
}

/* The shortest text that is read as the same number, and of these the nearest. A number of normal
 * size gives each text of 15 digits back. Below a power of two numbers lie twice as close, so that
 * there the nearest text of 16 digits may be another number's, and the next one up its own. */
Decimal shortest(double number) {
  char text[40];
  for (int digits = number < DBL_MIN ? 1 : DBL_DIG; digits < DBL_DECIMAL_DIG; ++digits) {
    std::snprintf(text, sizeof text, "%.*e", digits - 1, number);
    if (std::strtod(text, nullptr) == number) return decimal_of(text);
    if (raise_last_digit(text) && std::strtod(text, nullptr) == number) return decimal_of(text);
  }
  std::snprintf(text, sizeof text, "%.*e", DBL_DECIMAL_DIG - 1, number);
  return decimal_of(text);
}

/* As printf's %g lays it out, for numbers below ten to the power of `digits`. */
std::string lay_out(const Decimal& decimal, int digits, std::string_view end_of_whole) {
  const std::string& all = decimal.digits;
  const int count = int(all.size());
  const int exponent = decimal.exponent;
  if (exponent < -4 || exponent >= digits) {
    const std::string fraction = count > 1 ? "." + all.substr(1) : "";
    return all.substr(0, 1) + fraction + exponent_text(exponent);
  }
  if (exponent < 0) return "0." + std::string(std::size_t(-exponent - 1), '0') + all;
  if (count <= exponent + 1) {
    return (all + std::string(std::size_t(exponent + 1 - count), '0')).append(end_of_whole);
  }
  return all.substr(0, std::size_t(exponent) + 1) + "." + all.substr(std::size_t(exponent) + 1);
}

}  // namespace

/* std::to_chars knows all this, and brings 136 KiB of tables into a static program. */
std::string real_text(double number, int digits) {
  constexpr int kDigitsOfPython = 16;
  if (!std::isfinite(number)) return "null";
  const std::string sign = std::signbit(number) ? "-" : "";
  const double size = std::fabs(number);
  if (digits <= 0) return sign + lay_out(shortest(size), kDigitsOfPython, ".0");
  char text[400];
  digits = std::min(digits, 300);
  std::snprintf(text, sizeof text, "%.*e", digits - 1, size);
  return sign + lay_out(decimal_of(text), digits, "");
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
