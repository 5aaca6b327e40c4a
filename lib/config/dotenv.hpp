/** `.env` files, as python-dotenv reads them, without its `${…}` expansion. */
#pragma once

#include <string_view>
#include <vector>

#include "base/secret.hpp"

namespace aex::config {

/** One `KEY=VALUE`. */
struct Variable {
  Secret key;
  Secret value;
};

/** The variables of a `.env` text in its order. Blank lines, comments, keys without `=` and lines
 *  that cannot be understood are passed over: other tools own them. */
std::vector<Variable> parse_dotenv(std::string_view text);

}  // namespace aex::config
