#include "codec/inflate.hpp"

#include <gtest/gtest.h>

#include "support/zlib_stream.hpp"

namespace aex::codec {
namespace {

Bytes sample(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = std::uint8_t(i * i >> 7);
  return bytes;
}

/* All of `source`, in steps of an odd size. */
Result<Bytes> drain(Source& source) {
  Bytes all;
  std::uint8_t step[777];
  for (;;) {
    AEX_TRY(const std::size_t count, source.read(step, sizeof step));
    if (count == 0) return all;
    all.insert(all.end(), step, step + count);
  }
}

TEST(InflateSource, GivesBackWhatWasCompressed) {
  for (const std::size_t size : {0u, 1u, 1000u, 3000000u}) {
    const Bytes packed = testing::zlib_stream(sample(size));
    MemorySource in(packed);
    InflateSource source(in);
    EXPECT_EQ(drain(source).value(), sample(size));
  }
}

TEST(InflateSource, LeavesAloneWhatFollows) {
  Bytes packed = testing::zlib_stream(sample(1000));
  packed.resize(packed.size() + 10);
  MemorySource in(packed);
  InflateSource source(in);
  EXPECT_EQ(drain(source).value().size(), 1000u);
}

TEST(InflateSource, RefusesCutAndDamagedStreams) {
  const Bytes packed = testing::zlib_stream(sample(1000));
  const auto code = [](const Bytes& bytes) {
    MemorySource in(bytes);
    InflateSource source(in);
    const Result<Bytes> result = drain(source);
    return result.ok() ? Code::ok : result.error().code();
  };
  for (std::size_t size = 0; size < packed.size(); ++size) {
    EXPECT_EQ(code(Bytes(packed.begin(), packed.begin() + std::ptrdiff_t(size))),
              Code::archive_malformed);
  }
  Bytes damaged = packed;
  damaged.back() ^= 1;
  EXPECT_EQ(code(damaged), Code::archive_malformed);
}

}  // namespace
}  // namespace aex::codec
