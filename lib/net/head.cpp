#include "net/head.hpp"

#include <algorithm>

namespace aex::net {
namespace {

constexpr std::string_view kStatusLine = "HTTP/";
constexpr std::string_view kSpaces = " \t\r\n";
constexpr std::string_view kFraming[] = {"Content-Length", "Transfer-Encoding", "Expect", "Host",
                                         "Connection"};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

bool is_name_char(char c) {
  const bool alpha = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return alpha || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool breaks_line(char c) {
  const unsigned char byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

Status take_status(std::string_view line, Response& response) {
  line = line.substr(std::min(line.find(' '), line.size()));
  line = trimmed(line).substr(0, 3);
  const std::uint64_t status = parse_number(line).value_or(0);
  if (status < 100) return Error(Code::transfer_broken, "the status line is wrong");
  response.status = int(status);
  response.headers.clear();
  return {};
}

}  // namespace

Status HeadReader::take(std::string_view line, Response& response) {
  bytes_ += line.size();
  if (bytes_ > kMaxHeadBytes) {
    return Error(Code::transfer_too_large,
                 {"more than ", decimal(kMaxHeadBytes), " bytes of headers came"});
  }
  if (line.substr(0, kStatusLine.size()) == kStatusLine) return take_status(line, response);
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return {};
  response.headers.push_back(
      {std::string(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1)))});
  return {};
}

Status check_headers(const std::vector<Header>& headers) {
  for (const Header& field : headers) {
    const bool named =
        !field.name.empty() && std::all_of(field.name.begin(), field.name.end(), is_name_char);
    if (!named) return Error(Code::invalid_argument, "a header has a wrong name");
    if (std::any_of(field.value.begin(), field.value.end(), breaks_line)) {
      return Error(Code::invalid_argument,
                   {"the header ", field.name, " holds a control character"});
    }
    for (const std::string_view framing : kFraming) {
      if (!same_name(field.name, framing)) continue;
      return Error(Code::invalid_argument,
                   {"the header ", field.name, " is not the caller's to set"});
    }
  }
  return {};
}

std::uint64_t content_length(const Response& response) {
  return parse_number(response.header("Content-Length")).value_or(0);
}

}  // namespace aex::net
