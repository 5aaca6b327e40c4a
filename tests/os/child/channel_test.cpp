#include "os/child/channel.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

namespace aex::os {
namespace {

constexpr std::uint64_t kLongMs = 60'000;

class ChannelTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(Channel::open_pair(one_, other_).ok()); }
  void put_raw(const Bytes& bytes) {
    ASSERT_EQ(::write(one_.number(), bytes.data(), bytes.size()), ssize_t(bytes.size()));
  }
  Channel one_, other_;
};

TEST_F(ChannelTest, CarriesWholeMessagesInOrder) {
  ASSERT_TRUE(one_.send(ByteView(Bytes{1, 2, 3}), kLongMs).ok());
  ASSERT_TRUE(one_.send(ByteView(), kLongMs).ok());
  ASSERT_TRUE(one_.send(ByteView(Bytes{4}), Channel::kForever).ok());
  EXPECT_EQ(other_.receive(kLongMs).value(), (Bytes{1, 2, 3}));
  EXPECT_EQ(other_.receive(kLongMs).value(), Bytes());
  EXPECT_EQ(other_.receive(Channel::kForever).value(), (Bytes{4}));
  EXPECT_EQ(other_.receive(1).error().code(), Code::timeout);
}

TEST_F(ChannelTest, CarriesMessagesOfAllSizes) {
  Bytes large(Channel::kMaxMessageBytes);
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = std::uint8_t(i * 7);
  std::thread sender([&] { EXPECT_TRUE(one_.send(ByteView(large), kLongMs).ok()); });
  const Result<Bytes> got = other_.receive(kLongMs);
  sender.join();
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got.value(), large);
}

TEST_F(ChannelTest, KeepsWhatHasArrivedOfAMessage) {
  for (const Bytes& part : {Bytes{3, 0}, Bytes{0, 0}, Bytes{7}, Bytes{8}}) {
    put_raw(part);
    EXPECT_EQ(other_.receive(1).error().code(), Code::timeout);
  }
  put_raw({9});
  EXPECT_EQ(other_.receive(kLongMs).value(), (Bytes{7, 8, 9}));
}

TEST_F(ChannelTest, RefusesWhatIsNoMessage) {
  put_raw({0xff, 0xff, 0xff, 0xff});
  EXPECT_EQ(other_.receive(kLongMs).error().code(), Code::io_failed);
}

TEST_F(ChannelTest, NoticesThatTheOtherEndIsGone) {
  put_raw({3, 0, 0, 0, 1});
  one_.close();
  EXPECT_EQ(other_.receive(kLongMs).error().code(), Code::io_failed);
  EXPECT_EQ(other_.send(ByteView(Bytes{1}), kLongMs).error().code(), Code::io_failed);
}

TEST_F(ChannelTest, DoesNotWaitForOneWhoDoesNotRead) {
  const Bytes large(Channel::kMaxMessageBytes);
  Status status;
  for (int i = 0; i < 100 && status.ok(); ++i) status = one_.send(ByteView(large), 1);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code(), Code::timeout);
}

}  // namespace
}  // namespace aex::os
