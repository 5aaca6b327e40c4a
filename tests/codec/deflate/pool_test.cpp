#include "codec/deflate/pool.hpp"

#include <gtest/gtest.h>

#include "codec/gzip.hpp"

namespace aex::codec {
namespace {

class BytesSink final : public Sink {
 public:
  Status write(ByteView part) override {
    bytes.insert(bytes.end(), part.begin(), part.end());
    return {};
  }
  Bytes bytes;
};

/* Text that compresses, noise that does not, and runs, so that blocks of all kinds occur. */
Bytes mixed(std::size_t size) {
  Bytes bytes(size);
  std::uint32_t state = 12345;
  for (std::size_t i = 0; i < size; ++i) {
    state = state * 1664525 + 1013904223;
    const bool is_noise = i >> 17 & 1;
    bytes[i] =
        std::uint8_t(is_noise ? state >> 24 : "a few words, again "[(i + (state >> 30)) % 19]);
    if ((i >> 19 & 3) == 3) bytes[i] = 0;
  }
  return bytes;
}

Bytes packed(const Bytes& plain, unsigned threads, std::size_t step) {
  BytesSink sink;
  GzipSink gzip(sink, 6, threads);
  for (std::size_t at = 0; at < plain.size(); at += step) {
    EXPECT_TRUE(gzip.write(ByteView(plain).slice(at, step)).ok());
  }
  EXPECT_TRUE(gzip.finish().ok());
  return sink.bytes;
}

Bytes unpacked(const Bytes& bytes) {
  MemorySource source(bytes);
  GunzipSource gunzip(source);
  Bytes plain;
  Bytes buffer(100000);
  for (;;) {
    const auto count = gunzip.read(buffer.data(), buffer.size());
    EXPECT_TRUE(count.ok()) << count.error().detail();
    if (!count.ok() || count.value() == 0) return plain;
    plain.insert(plain.end(), buffer.begin(), buffer.begin() + std::ptrdiff_t(count.value()));
  }
}

TEST(DeflatePool, GivesOneMemberThatIsTheSameForAnyNumberOfThreads) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{1} << 20,
                                 (std::size_t{1} << 20) + 1, std::size_t{9} << 20}) {
    const Bytes plain = mixed(size);
    const Bytes one = packed(plain, 1, 70000);
    EXPECT_TRUE(unpacked(one) == plain) << size;
    EXPECT_TRUE(packed(plain, 4, 123457) == one) << size;
    EXPECT_TRUE(packed(plain, 3, 1u << 22) == one) << size;
  }
}

TEST(DeflatePool, IsLeftInTheMiddleWithoutHarm) {
  const Bytes plain = mixed(std::size_t{6} << 20);
  for (int i = 0; i < 5; ++i) {
    BytesSink sink;
    GzipSink gzip(sink, 6, 4);
    EXPECT_TRUE(gzip.write(plain).ok());
  }
}

TEST(BlockDeflater, EndsAtAWholeByteWhateverTheBlock) {
  BlockDeflater deflater(6);
  const Bytes plain = mixed(600000);
  BytesSink sink;
  for (std::size_t size = 0; size < 300; ++size) {
    Bytes stream;
    ASSERT_TRUE(deflater.deflate({}, ByteView(plain).slice(size, size), false, stream).ok());
    ASSERT_TRUE(deflater
                    .deflate(ByteView(plain).slice(size, size), ByteView(plain).slice(2 * size, 3),
                             true, stream)
                    .ok());
    Bytes member = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255};
    member.insert(member.end(), stream.begin(), stream.end());
    const ByteView content = ByteView(plain).slice(size, size + 3);
    const std::uint32_t crc = crc32_of(content);
    for (int i = 0; i < 4; ++i) member.push_back(std::uint8_t(crc >> (8 * i)));
    for (int i = 0; i < 4; ++i) member.push_back(std::uint8_t(content.size >> (8 * i)));
    ASSERT_TRUE(unpacked(member) == Bytes(content.begin(), content.end())) << size;
  }
}

}  // namespace
}  // namespace aex::codec
