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

std::string Error::message() const {
  const CodeInfo& row = info(code_);
  std::string text = row.text;
  if (!detail_.empty()) text += ": " + detail_;
  if (text.back() != '.') text += '.';
  return text + ' ' + row.remedy;
}

}  // namespace aex
