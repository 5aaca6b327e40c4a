#include "atlasexplorer/text.hpp"

namespace aex {

Piece::Piece(const char* const& text) : std::string_view(text) {}

std::string concat(std::initializer_list<Piece> pieces) {
  std::size_t size = 0;
  for (const Piece piece : pieces) size += piece.size();
  std::string text;
  text.reserve(size);
  for (const Piece piece : pieces) text.append(piece);
  return text;
}

std::string decimal(bool is_negative, std::uint64_t magnitude) {
  char digits[20];
  char* const end = digits + sizeof digits;
  char* first = end;
  do {
    *--first = char('0' + magnitude % 10);
    magnitude /= 10;
  } while (magnitude != 0);
  return concat({is_negative ? "-" : "", std::string_view(first, std::size_t(end - first))});
}

std::optional<std::uint64_t> take_number(std::string_view& text, unsigned base) {
  std::uint64_t value = 0;
  std::size_t count = 0;
  for (; count < text.size(); ++count) {
    const unsigned digit = unsigned(text[count]) - '0';
    if (digit >= base) break;
    if (value > (UINT64_MAX - digit) / base) return std::nullopt;
    value = value * base + digit;
  }
  text.remove_prefix(count);
  if (count == 0) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> parse_number(std::string_view text, unsigned base) {
  const std::optional<std::uint64_t> number = take_number(text, base);
  return text.empty() ? number : std::nullopt;
}

}  // namespace aex
