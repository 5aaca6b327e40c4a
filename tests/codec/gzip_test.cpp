#include "codec/gzip.hpp"

#include <gtest/gtest.h>

#include "os/command.hpp"
#include "os/temporary_folder.hpp"

namespace aex::codec {
namespace {

constexpr std::size_t kMost = 1 << 24;

Bytes compress(std::string_view text, int level = 6, std::size_t step = kMost) {
  MemorySink sink(kMost);
  GzipSink gzip(sink, level);
  for (ByteView rest(text); !rest.empty(); rest = rest.slice(step)) {
    EXPECT_TRUE(gzip.write(rest.slice(0, step)).ok());
  }
  EXPECT_TRUE(gzip.finish().ok());
  return sink.bytes();
}

/* Gives a few bytes a read, as a network does. */
class Trickle final : public Source {
 public:
  Trickle(ByteView bytes, std::size_t step) : memory_(bytes), step_(step) {}
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
    return memory_.read(out, std::min(capacity, step_));
  }

 private:
  MemorySource memory_;
  std::size_t step_;
};

std::string expand(ByteView bytes, std::size_t step = kMost) {
  Trickle source(bytes, step);
  GunzipSource gunzip(source);
  MemorySink sink(kMost);
  const auto count = copy(gunzip, sink);
  return count.ok() ? std::string(sink.text()) : "error: " + count.error().detail();
}

std::string varied_text() {
  std::string text;
  for (int i = 0; i < 60000; ++i) text += std::to_string(i * 7919 % 10007);
  return text;
}

TEST(Gzip, RoundTripsInPiecesOfAnySize) {
  const std::string text = varied_text();
  const Bytes whole = compress(text);
  EXPECT_LT(whole.size(), text.size());
  EXPECT_EQ(compress(text, 6, 1), whole);
  EXPECT_EQ(expand(ByteView(whole)), text);
  EXPECT_EQ(expand(ByteView(whole), 1), text);
  EXPECT_EQ(expand(ByteView(compress(""))), "");
  EXPECT_EQ(expand(ByteView(compress(std::string(3000000, 'x')))), std::string(3000000, 'x'));
}

TEST(Gzip, TellsNothingAboutTimeAndHost) {
  const Bytes bytes = compress("x");
  const Bytes header(bytes.begin(), bytes.begin() + 10);
  EXPECT_EQ(header, (Bytes{0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255}));
}

TEST(Gzip, ReadingToTheEndChecksTheContent) {
  Bytes bytes = compress("hello");
  bytes[bytes.size() - 8] ^= 1;
  MemorySource source{ByteView(bytes)};
  GunzipSource gunzip(source);
  std::uint8_t out[3];
  EXPECT_EQ(gunzip.read(out, 3).value(), 3u);
  for (int again = 0; again < 2; ++again) {
    const auto last = gunzip.read(out, 3);
    ASSERT_FALSE(last.ok());
    EXPECT_EQ(last.error().code(), Code::archive_malformed);
    EXPECT_EQ(last.error().detail(), "decompressing failed: incorrect data check");
  }
}

TEST(Gzip, RefusesDamage) {
  const Bytes bytes = compress("hello");
  EXPECT_EQ(expand(ByteView(bytes).slice(0, bytes.size() - 1)),
            "error: the gzip data is cut short");
  EXPECT_EQ(expand(ByteView()), "error: the gzip data is cut short");
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_EQ(expand(ByteView(longer)), "error: the gzip data has bytes after its end");
  EXPECT_EQ(expand(ByteView(longer), 1), "error: the gzip data has bytes after its end");
  Bytes wrong_size = bytes;
  wrong_size.back() ^= 1;
  EXPECT_EQ(expand(ByteView(wrong_size)).find("error: decompressing failed: incorrect"), 0u);
  EXPECT_NE(expand(ByteView("no gzip at all")).find("incorrect header"), std::string::npos);
}

TEST(Gzip, ErrorsOfTheSinkStay) {
  MemorySink sink(20);
  GzipSink gzip(sink);
  const std::string text(std::size_t{2} << 20, 'x');
  EXPECT_EQ(gzip.write(ByteView(text)).error().code(), Code::transfer_too_large);
  EXPECT_EQ(gzip.write(ByteView("x")).error().code(), Code::transfer_too_large);
  EXPECT_EQ(gzip.finish().error().code(), Code::transfer_too_large);
}

TEST(Gzip, LevelsAreChecked) {
  MemorySink sink(100);
  GzipSink gzip(sink, 12);
  EXPECT_EQ(gzip.finish().error().code(), Code::invalid_argument);
}

TEST(Gzip, IsWrittenOnlyOnce) {
  MemorySink sink(100);
  GzipSink gzip(sink);
  ASSERT_TRUE(gzip.finish().ok());
  EXPECT_FALSE(gzip.finish().ok());
  EXPECT_FALSE(gzip.write(ByteView("x")).ok());
}

TEST(Gzip, AgreesWithTheGzipCommand) {
  if (!os::has_command("gzip --version")) GTEST_SKIP() << "the gzip command is not installed";
  const os::TemporaryFolder folder;
  const std::string text = varied_text();
  os::Files& files = os::system_files();
  ASSERT_TRUE(
      write_atomically(files, folder / "a.gz", ByteView(compress(text)), os::Access::owner).ok());
  EXPECT_EQ(os::run_command("gzip -dc " + folder / "a.gz"), text);
  const std::string theirs = os::run_command("gzip -dc " + folder / "a.gz" + " | gzip -9");
  EXPECT_EQ(expand(ByteView(theirs)), text);
}

}  // namespace
}  // namespace aex::codec
