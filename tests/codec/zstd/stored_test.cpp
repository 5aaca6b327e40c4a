#include "codec/zstd/stored.hpp"

#include <gtest/gtest.h>

#include "codec/mutation.hpp"
#include "codec/zstd/zstd.hpp"

namespace aex::codec {
namespace {

Bytes sample(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = std::uint8_t(i * i >> 9 & 0x3f);
  return bytes;
}

Result<Bytes> drain(Source& source) {
  Bytes all;
  std::uint8_t step[777];
  for (;;) {
    AEX_TRY(const std::size_t count, source.read(step, sizeof step));
    if (count == 0) return all;
    all.insert(all.end(), step, step + count);
  }
}

template <class Reader>
Result<Bytes> read_frame(const Bytes& frame) {
  MemorySource in(frame);
  Reader source(in);
  return drain(source);
}

template <class Writer, class... Extra>
Bytes write_frame(const Bytes& content, Extra... extra) {
  MemorySink out(1u << 24);
  Writer frame(out, extra...);
  for (std::size_t at = 0; at < content.size(); at += 10'000) {
    EXPECT_TRUE(frame.write(ByteView(content).slice(at, 10'000)).ok());
  }
  EXPECT_TRUE(frame.finish().ok());
  return out.bytes();
}

Code code_of(const Result<Bytes>& result) { return result.ok() ? Code::ok : result.error().code(); }

/* "hello" in one stored block; then "!" 300,000 times in three runs, the last one not told. */
const Bytes kHello = {0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x05, 0x29, 0, 0, 'h', 'e', 'l', 'l', 'o'};
const Bytes kRuns = {0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38, 0x02, 0x00, 0x10,
                     '!',  0x02, 0x00, 0x10, '!',  0x03, 0x3f, 0x05, '!'};

TEST(StoredFrame, GivesBackWhatWasWrittenAndSoDoesTheWholeDecoder) {
  for (const std::size_t size : {0u, 1u, 131'072u, 131'073u, 500'000u}) {
    const Bytes content = sample(size);
    const Bytes frame = write_frame<StoredFrameSink>(content);
    const Result<Bytes> stored = read_frame<StoredFrameSource>(frame);
    ASSERT_TRUE(stored.ok()) << stored.error().message();
    EXPECT_EQ(stored.value(), content);
    const Result<Bytes> whole = read_frame<UnzstdSource>(frame);
    ASSERT_TRUE(whole.ok()) << whole.error().message();
    EXPECT_EQ(whole.value(), content);
  }
}

TEST(StoredFrame, ReadsRunsAsTheWholeDecoderDoes) {
  const Result<Bytes> stored = read_frame<StoredFrameSource>(kRuns);
  ASSERT_TRUE(stored.ok()) << stored.error().message();
  EXPECT_EQ(stored.value(), Bytes(2 * 131'072 + 42'976, '!'));
  EXPECT_EQ(read_frame<UnzstdSource>(kRuns).value(), stored.value());
  EXPECT_EQ(ByteView(read_frame<StoredFrameSource>(kHello).value()).text(), "hello");
}

TEST(StoredFrame, RefusesWhatIsCutOrDamaged) {
  for (const Bytes& frame : {kHello, kRuns}) {
    for (std::size_t size = 0; size < frame.size(); ++size) {
      const Bytes cut(frame.begin(), frame.begin() + std::ptrdiff_t(size));
      EXPECT_EQ(code_of(read_frame<StoredFrameSource>(cut)), Code::archive_malformed) << size;
    }
  }
  Bytes large = kHello;
  large[8] = 0xff;
  EXPECT_EQ(code_of(read_frame<StoredFrameSource>(large)), Code::archive_malformed);
  Bytes reserved = kHello;
  reserved[6] |= 6;
  EXPECT_EQ(code_of(read_frame<StoredFrameSource>(reserved)), Code::archive_malformed);
  Bytes compressed = kHello;
  compressed[6] |= 4;
  EXPECT_EQ(code_of(read_frame<StoredFrameSource>(compressed)), Code::unsupported);
}

TEST(Zstd, GivesBackWhatWasCompressed) {
  for (const std::size_t size : {0u, 1u, 3'000'000u}) {
    const Bytes content = sample(size);
    const Bytes frame = write_frame<ZstdSink>(content, 3);
    const Result<Bytes> result = read_frame<UnzstdSource>(frame);
    ASSERT_TRUE(result.ok()) << result.error().message();
    EXPECT_EQ(result.value(), content);
    const Bytes cut(frame.begin(), frame.end() - 1);
    EXPECT_EQ(code_of(read_frame<UnzstdSource>(cut)), Code::archive_malformed);
  }
}

TEST(Zstd, SurvivesEveryDamage) {
  const Bytes frame = write_frame<ZstdSink>(sample(200'000), 3);
  Mutation mutation(7);
  for (int round = 0; round < 500; ++round) {
    const Bytes damaged = mutation.apply(frame);
    read_frame<UnzstdSource>(damaged).ok();
    read_frame<StoredFrameSource>(damaged).ok();
  }
}

}  // namespace
}  // namespace aex::codec
