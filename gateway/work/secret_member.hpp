/** Takes secrets out of a JSON text before a parser copies them about. */
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace aex::gateway {

/** The value of the member `key` of the object `text`, as UTF-8, if it is a well-formed string of
 *  the outermost object; in `text` it is "" afterwards. It may hold NULs, which passwords of the
 *  first client do and which a JSON library over C strings cannot read. All else in `text` is left
 *  for the parser to judge. */
std::optional<Secret> take_secret_member(std::string& text, std::string_view key);

}  // namespace aex::gateway
