/** One function a parser: takes any bytes and must come back, whatever they are. The mutation test
 *  feeds them, and a fuzzer's entry point may. */
#pragma once

#include <cstdlib>

#include "codec/gzip.hpp"
#include "codec/json.hpp"
#include "codec/tar.hpp"

namespace aex::codec {

/** How an input fared, so that a test can tell that it reached both ends. */
enum class Verdict : std::uint8_t { accepted, refused };

inline Verdict verdict(const Status& status) {
  return status.ok() ? Verdict::accepted : Verdict::refused;
}

/** What is accepted is written and must be accepted again, the same. */
inline Verdict probe_json(ByteView input) {
  const Result<Json> first = Json::parse(input.text());
  if (!first.ok()) return Verdict::refused;
  const std::string once = first.value().dump();
  const Result<Json> second = Json::parse(once);
  if (!second.ok() || second.value().dump() != once) std::abort();
  (void)first.value().dump(4);
  return Verdict::accepted;
}

inline Verdict probe_gzip(ByteView input) {
  MemorySource source(input);
  GunzipSource gunzip(source);
  MemorySink sink(4 * 1024 * 1024);
  const Result<std::uint64_t> count = copy(gunzip, sink);
  return count.ok() ? Verdict::accepted : Verdict::refused;
}

inline Status read_tar(Source& source) {
  TarReader reader(source);
  Bytes buffer(1000);
  while (true) {
    AEX_TRY(const std::optional<TarMember> member, reader.next());
    if (!member.has_value()) return reader.finish();
    if (member->size % 2 == 0) continue;
    std::size_t count = 1;
    while (count > 0) {
      AEX_TRY(count, reader.read(buffer.data(), buffer.size()));
    }
  }
}

inline Verdict probe_tar(ByteView input) {
  MemorySource source(input);
  return verdict(read_tar(source));
}

}  // namespace aex::codec
