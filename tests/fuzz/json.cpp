/* JSON texts: what is understood must come back the same from its own text. */
#include "codec/json.hpp"
#include "base/byte_view.hpp"

#include <cstdlib>

#include "fuzz/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto json = aex::codec::Json::parse(aex::ByteView(bytes, size).text());
  if (!json.ok()) return 0;
  const std::string text = json.value().dump();
  const auto again = aex::codec::Json::parse(text);
  if (!again.ok() || again.value().dump() != text) std::abort();
  return 0;
}
