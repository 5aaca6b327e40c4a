/** For programs that want exceptions: turns an Error into a throw. Never included by the library.
 */
#pragma once

#include <stdexcept>

#include "atlasexplorer/result.hpp"

namespace aex {

/** Carries the Error of a Result whose value was asked for.
 *  @since 4.0 */
class Exception : public std::runtime_error {
 public:
  explicit Exception(Error error) : std::runtime_error(error.message()), error_(std::move(error)) {}
  const Error& error() const noexcept { return error_; }

 private:
  Error error_;
};

/** The value of `result`, or a throw of Exception.
 *  @since 4.0 */
template <class T>
T value_or_throw(Result<T> result) {
  if (!result.ok()) throw Exception(std::move(result).error());
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

}  // namespace aex
