#include "base/stream.hpp"

#include <gtest/gtest.h>

namespace aex {
namespace {

/* Gives one byte a read, as a slow pipe may. */
class Dribble final : public Source {
 public:
  explicit Dribble(std::string text) : text_(std::move(text)) {}
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
    if (at_ == text_.size() || capacity == 0) return std::size_t{0};
    *out = std::uint8_t(text_[at_++]);
    return std::size_t{1};
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

TEST(Stream, ReadFullGathersShortReads) {
  Dribble source("abcdef");
  std::uint8_t out[4];
  EXPECT_EQ(read_full(source, out, 4).value(), 4u);
  EXPECT_EQ(ByteView(out, 4).text(), "abcd");
  EXPECT_EQ(read_full(source, out, 4).value(), 2u);
}

TEST(Stream, CopyMovesEverything) {
  const std::string text(3 * kStreamBytes + 17, 'x');
  MemorySource source{ByteView(text)};
  MemorySink sink(text.size());
  EXPECT_EQ(copy(source, sink).value(), text.size());
  EXPECT_EQ(sink.text(), text);
}

TEST(Stream, MemorySinkRefusesMoreThanItsLimit) {
  MemorySink sink(3);
  EXPECT_TRUE(sink.write(ByteView("abc")).ok());
  EXPECT_EQ(sink.write(ByteView("d")).error().code(), Code::transfer_too_large);
  EXPECT_EQ(sink.text(), "abc");
}

}  // namespace
}  // namespace aex
