/** A value or an Error. The same text with exceptions and without: nothing here throws. */
#pragma once

#include <cassert>
#include <optional>
#include <utility>

#include "atlasexplorer/error.hpp"

namespace aex {

/** Either a T or an Error; ask `ok()` before taking either.
 *  Taking the one that is not there is a programming error (asserted).
 *  @since 4.0 */
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const noexcept { return value_.has_value(); }

  T& value() & noexcept { return held(); }
  const T& value() const& noexcept { return const_cast<Result*>(this)->held(); }
  T&& value() && noexcept { return std::move(held()); }

  const Error& error() const& noexcept {
    assert(!ok());
    return error_;
  }
  Error&& error() && noexcept {
    assert(!ok());
    return std::move(error_);
  }

 private:
  T& held() noexcept {
    assert(ok());
    return *value_;
  }

  std::optional<T> value_;
  Error error_; /* none beside a value */
};

/** Success, or an Error.
 *  @since 4.0 */
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const noexcept { return error_.story_ == nullptr; }
  const Error& error() const& noexcept { return error_; }
  Error&& error() && noexcept { return std::move(error_); }

 private:
  Error error_;
};

using Status = Result<void>;

}  // namespace aex

#define AEX_CONCAT_(a, b) a##b
#define AEX_CONCAT(a, b) AEX_CONCAT_(a, b)
#define AEX_TRY_(result, declaration, expression)     \
  auto result = (expression);                         \
  if (!result.ok()) return std::move(result).error(); \
  declaration = std::move(result).value()

/** `AEX_TRY(T x, f());` declares x with f()'s value, or returns f()'s error. `const T& x` leaves
 * the value where it is, until the end of the scope. */
#define AEX_TRY(declaration, expression) \
  AEX_TRY_(AEX_CONCAT(aex_result_, __LINE__), declaration, expression)

/** `AEX_CHECK(f());` returns f()'s error, if any. */
#define AEX_CHECK(expression)                                   \
  do {                                                          \
    auto aex_status = (expression);                             \
    if (!aex_status.ok()) return std::move(aex_status).error(); \
  } while (false)
