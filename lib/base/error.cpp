#include "atlasexplorer/error.hpp"

#include <iterator>

namespace aex {
namespace {

constexpr CodeInfo kCodes[] = {
#define AEX_ERROR(number, NAME, name, text, retryable, python_class, exit_status, remedy) \
  {Code::name, #name, text, remedy, #python_class, (retryable) != 0, exit_status},
#include "atlasexplorer/errors.def"
#undef AEX_ERROR
};

constexpr CodeInfo kOk = {Code::ok, "ok", "success", "", "", false, 0};

}  // namespace

const CodeInfo& info(Code code) noexcept {
  if (code == Code::ok) return kOk;
  for (const CodeInfo& row : kCodes) {
    if (row.code == code) return row;
  }
  return info(Code::internal);
}

const CodeInfo* all_codes(std::size_t* count) noexcept {
  *count = std::size(kCodes);
  return kCodes;
}

Error::Error(Code code, std::string detail, int http_status)
    : story_(new Story{code, http_status, std::move(detail)}) {}

Error::Error(Code code, const char* detail) : Error(code, std::string(detail)) {}

Error::Error(Code code, std::initializer_list<Piece> detail, int http_status)
    : Error(code, concat(detail), http_status) {}

Error::Error(const Error& other)
    : story_(other.story_ == nullptr ? nullptr : new Story(*other.story_)) {}

void Error::Forget::operator()(Story* story) const noexcept { delete story; }

std::string Error::message() const {
  const CodeInfo& row = info(code());
  const std::string told = concat({row.text, detail().empty() ? "" : ": ", detail()});
  return concat({told, told.back() == '.' ? " " : ". ", row.remedy});
}

}  // namespace aex
