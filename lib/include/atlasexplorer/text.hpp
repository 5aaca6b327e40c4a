/** Text out of pieces, and numbers as text and back: one function each, whatever the type, where
 *  the C++ library would bring one for every type of integer. */
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace aex {

/** A piece of a text. The length of a literal is known when it is compiled; any other array of
 *  const char, such as a buffer inside a const object, goes in as a string_view.
 *  @since 4.0 */
struct Piece : std::string_view {
  template <std::size_t N>
  constexpr Piece(const char (&literal)[N]) : std::string_view(literal, N - 1) {}
  /** A buffer, up to its NUL. */
  template <std::size_t N>
  Piece(char (&buffer)[N]) : Piece(static_cast<const char*>(buffer)) {}
  Piece(const char* const& text);
  Piece(const std::string& text) : std::string_view(text) {}
  constexpr Piece(std::string_view text) : std::string_view(text) {}
};

/** The pieces, one after the other. A chain of + makes a string at every step.
 *  @since 4.0 */
std::string concat(std::initializer_list<Piece> pieces);

/** Decimal digits after a sign, if any.
 *  @since 4.0 */
std::string decimal(bool is_negative, std::uint64_t magnitude);

/** An integer in decimal.
 *  @since 4.0 */
template <class Integer>
std::string decimal(Integer value) {
  const bool is_negative = value < Integer();
  return decimal(is_negative, is_negative ? -std::uint64_t(value) : std::uint64_t(value));
}

/** Takes the digits of a number off the front of the text; nothing where there are none or too many
 *  for 64 bits. `base` is at most 10.
 *  @since 4.0 */
std::optional<std::uint64_t> take_number(std::string_view& text, unsigned base = 10);

/** The number that the whole text is, without sign or space around it.
 *  @since 4.0 */
std::optional<std::uint64_t> parse_number(std::string_view text, unsigned base = 10);

}  // namespace aex
