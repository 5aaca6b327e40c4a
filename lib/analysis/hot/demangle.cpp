#include "analysis/hot/demangle.hpp"

#if defined(__has_include)
#if __has_include(<cxxabi.h>)
#define AEX_HAS_DEMANGLER
#include <cxxabi.h>
#endif
#endif

#include <cstdlib>
#include <memory>

namespace aex::analysis {
namespace {

constexpr std::size_t kMaxBytes = 4096;
/* A back-reference can double what stands before it, and a short name can hold many: with n of
 * them the text grows by up to 3^(n/3). */
constexpr int kMaxReferences = 36;

bool is_upper_or_digit(char byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z');
}

int count_references(const std::string& name) {
  int count = 0;
  for (std::size_t i = 0; i + 1 < name.size(); ++i) {
    if (name[i] != 'S' && name[i] != 'T') continue;
    std::size_t end = i + 1;
    while (end < name.size() && is_upper_or_digit(name[end])) ++end;
    if (end < name.size() && name[end] == '_') ++count;
  }
  return count;
}

struct Free {
  void operator()(char* text) const { std::free(text); }
};

}  // namespace

std::string demangled(const std::string& name) {
  if (name.compare(0, 2, "_Z") != 0 || name.size() > kMaxBytes) return name;
  if (count_references(name) > kMaxReferences) return name;
#ifdef AEX_HAS_DEMANGLER
  int status = 0;
  const std::unique_ptr<char, Free> text(
      abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status));
  if (status == 0 && text != nullptr) return text.get();
#endif
  return name;
}

}  // namespace aex::analysis
