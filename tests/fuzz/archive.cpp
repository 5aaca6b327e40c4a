/* Archives: the first byte chooses between tar and gzip around it. */
#include "codec/gzip.hpp"
#include "codec/tar.hpp"
#include "fuzz/target.hpp"

namespace {

aex::Status read_all(aex::Source& source) {
  aex::codec::TarReader tar(source);
  aex::Bytes buffer(4096);
  for (std::size_t total = 0; total < (16u << 20);) {
    AEX_TRY(const auto member, tar.next());
    if (!member) return tar.finish();
    for (std::size_t got = 1; got != 0; total += got) {
      AEX_TRY(got, tar.read(buffer.data(), buffer.size()));
      if (total > (16u << 20)) return {};
    }
    total += 512;
  }
  return {};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  aex::MemorySource source(aex::ByteView(bytes + 1, size - 1));
  aex::codec::GunzipSource gunzip(source);
  aex::Source& chosen = bytes[0] % 2 == 0 ? static_cast<aex::Source&>(source) : gunzip;
  (void)read_all(chosen).ok();
  return 0;
}
