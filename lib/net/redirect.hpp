/** Where a redirect leads, and whether one may go there. */
#pragma once

#include "net/url.hpp"

namespace aex::net {

constexpr int kMaxRedirects = 5;

bool is_redirect(int status);

/** The URL that `location` means in an answer of `from` (RFC 3986, 5.2).
 *  Code::redirect_refused, with origins only: to what parse_url refuses, from https to http, and
 *  to another origin when the request `carries_key`. */
Result<Url> follow(const Url& from, std::string_view location, bool carries_key);

}  // namespace aex::net
