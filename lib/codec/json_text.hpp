/** The textual side of JSON that cJSON is too lenient or too local for. Private to json*.cpp. */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "codec/json.hpp"

namespace aex::codec {

/** A character at the start of some UTF-8; `bytes` is 0 where the text is not UTF-8. */
struct Rune {
  std::uint32_t code = 0;
  std::size_t bytes = 0;
};

Rune decode_utf8(std::string_view text);

/** The whole of RFC 8259's grammar, the limits, UTF-8, surrogate pairs and the absence of U+0000.
 *  Code::invalid_argument with the offset. */
Status check_json(std::string_view text, const JsonLimits& limits);

/** Python's repr of a float; with `digits` as printf's %g with that precision. Never asks the
 *  locale. A number that is not finite gives "null", as JSON has no word for it. */
std::string real_text(double number, int digits);

}  // namespace aex::codec
