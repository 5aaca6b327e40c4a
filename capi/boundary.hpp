/** The line between C and C++: arguments in, errors out. Exceptions are caught here only. */
#pragma once

#include <cstring>
#include <initializer_list>
#include <new>
#include <string>
#include <utility>

#include "atlasexplorer/error.h"
#include "atlasexplorer/result.hpp"
#include "base/memory/memory.hpp"

namespace aex::capi {

/** AEX_OK; or the code of the failure, which goes to `*error` if anybody asked. */
aex_code settle(const Status& status, aex_error** error);

/** AEX_E_NO_MEMORY, told without taking any memory. */
aex_code settle_no_memory(aex_error** error) noexcept;

#if defined(__cpp_exceptions)
/** AEX_E_INTERNAL for an exception that is not of the library: only hooks can have thrown it. */
inline aex_code settle_foreign_exception(aex_error** error) noexcept {
  try {
    return settle(Error(Code::internal, "a hook threw an exception"), error);
  } catch (...) {
    return settle_no_memory(error);
  }
}
#endif

/** Runs the body of a C function. Without exceptions it does not begin while memory is short. */
template <class Body>
aex_code guard(aex_error** error, Body&& body) noexcept {
#if defined(__cpp_exceptions)
  try {
    return settle(body(), error);
  } catch (const std::bad_alloc&) {
    return settle_no_memory(error);
  } catch (...) {
    return settle_foreign_exception(error);
  }
#else
  if (is_memory_short()) return settle_no_memory(error);
  return settle(body(), error);
#endif
}

/** A pointer argument with the name under which an error speaks of it. */
struct Argument {
  const void* pointer;
  const char* name;
};

/** Code::invalid_argument for the first that is NULL. */
Status require(std::initializer_list<Argument> arguments);

/** NULL counts as empty. */
inline std::string text_or_empty(const char* text) { return text == nullptr ? "" : text; }

/** An options structure must grow only at its end, and no byte of it may be padding there: a field
 *  that a later version puts into padding would be garbage from an older caller. */
#define AEX_OPTIONS_LAYOUT(type, last)                                                  \
  static_assert(offsetof(type, struct_size) == 0 && offsetof(type, flags) == 4, #type); \
  static_assert(offsetof(type, last) + sizeof(type::last) == sizeof(type), #type)

/** Fills `size` bytes at `known` from the caller's structure, which may be older (shorter: the rest
 *  is zero) or newer (longer: what is not known must be zero). Code::invalid_argument. */
Status read_struct(void* known, std::size_t size, const void* given, const char* name);

/** The caller's options in the form that this library knows; NULL gives zeros. */
template <class Options>
Result<Options> read_options(const Options* given, const char* name) {
  Options known;
  std::memset(&known, 0, sizeof known);
  if (given != nullptr) AEX_CHECK(read_struct(&known, sizeof known, given, name));
  return known;
}

}  // namespace aex::capi
