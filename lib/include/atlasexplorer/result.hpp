/** A value or an Error. The same text with exceptions and without: nothing here throws. */
#pragma once

#include <cassert>
#include <optional>
#include <utility>
#include <variant>

#include "atlasexplorer/error.hpp"

namespace aex {

/** Either a T or an Error; ask `ok()` before taking either.
 *  Taking the one that is not there is a programming error (asserted).
 *  @since 4.0 */
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const noexcept { return state_.index() == 0; }

  T& value() & noexcept { return *held<0>(); }
  const T& value() const& noexcept { return *held<0>(); }
  T&& value() && noexcept { return std::move(*held<0>()); }

  const Error& error() const& noexcept { return *held<1>(); }
  Error&& error() && noexcept { return std::move(*held<1>()); }

 private:
  template <std::size_t I>
  auto held() const noexcept {
    assert(state_.index() == I);
    return std::get_if<I>(&state_);
  }
  template <std::size_t I>
  auto held() noexcept {
    assert(state_.index() == I);
    return std::get_if<I>(&state_);
  }

  std::variant<T, Error> state_;
};

/** Success, or an Error.
 *  @since 4.0 */
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const noexcept { return !error_.has_value(); }
  const Error& error() const& noexcept { return *error_; }
  Error&& error() && noexcept { return std::move(*error_); }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

}  // namespace aex

#define AEX_CONCAT_(a, b) a##b
#define AEX_CONCAT(a, b) AEX_CONCAT_(a, b)
#define AEX_TRY_(result, declaration, expression)     \
  auto result = (expression);                         \
  if (!result.ok()) return std::move(result).error(); \
  declaration = std::move(result).value()

/** `AEX_TRY(T x, f());` declares x with f()'s value, or returns f()'s error. */
#define AEX_TRY(declaration, expression) \
  AEX_TRY_(AEX_CONCAT(aex_result_, __LINE__), declaration, expression)

/** `AEX_CHECK(f());` returns f()'s error, if any. */
#define AEX_CHECK(expression)                                   \
  do {                                                          \
    auto aex_status = (expression);                             \
    if (!aex_status.ok()) return std::move(aex_status).error(); \
  } while (false)
