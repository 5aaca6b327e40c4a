#include "codec/threads/ahead.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace aex::codec {
namespace {

/* Counts up, in reads of odd sizes, then ends or fails. */
class Counting final : public Source {
 public:
  Counting(std::size_t size, bool fails) : size_(size), fails_(fails) {}
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
    reader = std::this_thread::get_id();
    if (at == size_ && fails_) return Error(Code::io_failed, "the end is bad");
    const std::size_t count = std::min({capacity, size_ - at, std::size_t{10007}});
    for (std::size_t i = 0; i < count; ++i, ++at) out[i] = std::uint8_t(at * at >> 5);
    return count;
  }
  std::size_t at = 0;
  std::thread::id reader;

 private:
  std::size_t size_;
  bool fails_;
};

struct Drained {
  Bytes bytes;
  Status status;
};

Drained drain(Source& source, std::size_t step) {
  Drained all;
  Bytes buffer(step);
  for (;;) {
    const Result<std::size_t> got = source.read(buffer.data(), buffer.size());
    if (!got.ok()) all.status = got.error();
    if (!got.ok() || got.value() == 0) return all;
    all.bytes.insert(all.bytes.end(), buffer.begin(), buffer.begin() + std::ptrdiff_t(got.value()));
  }
}

constexpr std::size_t kBlock = AheadSource::kBlockBytes;

TEST(AheadSource, GivesWhatItsSourceGives) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kBlock - 1, kBlock, kBlock + 1,
                                 AheadSource::kBlocks * kBlock, 11 * kBlock + 5}) {
    for (const std::size_t step : {std::size_t{512}, std::size_t{65536}, 3 * kBlock}) {
      Counting plain(size, false);
      Counting counting(size, false);
      AheadSource ahead(counting, true);
      EXPECT_EQ(drain(ahead, step).bytes, drain(plain, step).bytes) << size << ' ' << step;
      EXPECT_EQ(ahead.read(nullptr, 0).value(), 0u);
      EXPECT_NE(counting.reader, std::this_thread::get_id());
    }
  }
}

TEST(AheadSource, ReadsInTheCallersThreadUnlessAsked) {
  Counting counting(5 * kBlock, false);
  AheadSource ahead(counting, false);
  EXPECT_EQ(drain(ahead, 777).bytes.size(), 5 * kBlock);
  EXPECT_EQ(counting.reader, std::this_thread::get_id());
}

TEST(AheadSource, GivesTheErrorAfterWhatCameBeforeItAndAgain) {
  for (const bool in_thread : {false, true}) {
    Counting counting(3 * kBlock + 17, true);
    AheadSource ahead(counting, in_thread);
    const Drained all = drain(ahead, 5000);
    EXPECT_EQ(all.bytes.size(), 3 * kBlock + 17);
    EXPECT_EQ(all.status.error().detail(), "the end is bad");
    std::uint8_t byte = 0;
    EXPECT_EQ(ahead.read(&byte, 1).error().code(), Code::io_failed);
  }
}

TEST(AheadSource, StaysWithinItsBlocksAndStopsWhenItGoes) {
  Counting counting(std::size_t{1} << 40, false);
  {
    AheadSource ahead(counting, true);
    std::uint8_t byte = 0;
    EXPECT_EQ(ahead.read(&byte, 1).value(), 1u);
  }
  EXPECT_LE(counting.at, (AheadSource::kBlocks + 1) * kBlock);
}

}  // namespace
}  // namespace aex::codec
