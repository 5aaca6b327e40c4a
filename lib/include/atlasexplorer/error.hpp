/** What went wrong, as a value: one code of the table, one line of detail, and what to do next. */
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "atlasexplorer/text.hpp"

namespace aex {

/** The codes of errors.def. `ok` never appears inside an Error. */
enum class Code : std::int32_t {
  ok = 0,
#define AEX_ERROR(number, NAME, name, text, retryable, python_class, exit_status, remedy) \
  name = (number),
#include "atlasexplorer/errors.def"
#undef AEX_ERROR
};

/** One row of the table, as text and policy. All pointers are static. */
struct CodeInfo {
  Code code;
  const char* name;         /**< snake_case, as in errors.def */
  const char* text;         /**< what happened, without particulars */
  const char* remedy;       /**< what to do next, a whole sentence */
  const char* python_class; /**< class of the Python package that carries it */
  bool retryable;           /**< the same call may succeed later */
  int exit_status;          /**< of the command, 0 to 255 */
};

/** The row of a code; a code that is not in the table gives the row of Code::internal.
 *  @since 4.0 */
const CodeInfo& info(Code code) noexcept;

/** All rows in ascending order of their numbers; `*count` receives how many.
 *  @since 4.0 */
const CodeInfo* all_codes(std::size_t* count) noexcept;

/** An error of the table with its particulars.
 *
 *  `detail` is one line in the past tense that names the file or host. It never holds a key, a
 *  one-time password, or the query of a signed URL.
 *  @since 4.0 */
class Error {
 public:
  Error(Code code, std::string detail, int http_status = 0);
  Error(Code code, const char* detail);
  Error(Code code, std::initializer_list<Piece> detail, int http_status = 0);
  Error(const Error& other);
  Error(Error&&) noexcept = default;
  Error& operator=(const Error& other) { return *this = Error(other); }
  Error& operator=(Error&&) noexcept = default;
  ~Error() = default;

  Code code() const noexcept { return story_->code; }
  const std::string& detail() const noexcept { return story_->detail; }
  /** The HTTP status that led here, or 0. */
  int http_status() const noexcept { return story_->http_status; }
  bool retryable() const noexcept { return info(code()).retryable; }
  int exit_status() const noexcept { return info(code()).exit_status; }
  /** "<text>: <detail>. <remedy>", the whole story for a person. */
  std::string message() const;

 private:
  template <class T>
  friend class Result;

  /* One pointer: errors are handed up through every function, and hardly ever made. */
  struct Story {
    Code code;
    int http_status;
    std::string detail;
  };
  struct Forget {
    void operator()(Story* story) const noexcept;
  };

  Error() noexcept = default; /* none */

  std::unique_ptr<Story, Forget> story_;
};

}  // namespace aex
