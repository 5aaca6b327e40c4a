#include "os/child/channel.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/endian.hpp"
#include "os/clock.hpp"

/* Where it is missing a process that must not get SIGPIPE ignores that signal. */
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

namespace aex::os {
namespace {

constexpr std::size_t kLengthBytes = 4;
/* Most messages come with one read, and several small ones together. */
constexpr std::size_t kReadAheadBytes = 16 * 1024;
constexpr char kName[] = "the connection to a child process";

std::uint64_t deadline_after(std::uint64_t timeout_ms) {
  return timeout_ms == Channel::kForever ? Channel::kForever : system_clock().now_ms() + timeout_ms;
}

/* Until the socket is ready; at once without a deadline, as the call itself waits then. */
Status wait_for(int number, short event, std::uint64_t deadline_ms) {
  constexpr std::uint64_t kLongestMs = 60'000;
  while (deadline_ms != Channel::kForever) {
    const std::uint64_t now = system_clock().now_ms();
    const std::uint64_t rest = deadline_ms > now ? deadline_ms - now : 0;
    pollfd wanted{number, event, 0};
    const int ready = ::poll(&wanted, 1, static_cast<int>(std::min(rest, kLongestMs)));
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return failure("waiting for", kName, errno);
    if (ready == 0 && rest == 0) return Error(Code::timeout, kName);
  }
  return {};
}

ssize_t send_some(int number, ByteView bytes, std::uint64_t deadline_ms) {
  if (deadline_ms == Channel::kForever) return ::write(number, bytes.data, bytes.size);
  return ::send(number, bytes.data, bytes.size, MSG_NOSIGNAL | MSG_DONTWAIT);
}

bool is_passing(int error) { return error == EINTR || error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace

Status Channel::open_pair(Channel& one, Channel& other) {
  int numbers[2];
  int type = SOCK_STREAM;
#ifdef SOCK_CLOEXEC
  type |= SOCK_CLOEXEC;
#endif
  if (::socketpair(AF_UNIX, type, 0, numbers) != 0) return failure("opening", kName, errno);
  one = Channel(Descriptor(numbers[0]));
  other = Channel(Descriptor(numbers[1]));
  return {};
}

Status Channel::send(ByteView message, std::uint64_t timeout_ms) {
  const std::uint64_t deadline = deadline_after(timeout_ms);
  Bytes framed(kLengthBytes);
  store_le(framed.data(), static_cast<std::uint32_t>(message.size));
  framed.insert(framed.end(), message.begin(), message.end());
  ByteView rest(framed);
  while (!rest.empty()) {
    const ssize_t sent = send_some(number(), rest, deadline);
    if (sent > 0) rest = rest.slice(static_cast<std::size_t>(sent));
    if (sent >= 0) continue;
    if (!is_passing(errno)) return failure("writing to", kName, errno);
    AEX_CHECK(wait_for(number(), POLLOUT, deadline));
  }
  return {};
}

Status Channel::receive_until(std::size_t size, std::uint64_t deadline_ms) {
  while (arrived_.size() < size) {
    AEX_CHECK(wait_for(number(), POLLIN, deadline_ms));
    const std::size_t before = arrived_.size();
    arrived_.resize(std::max(size, before + kReadAheadBytes));
    const ssize_t count = ::read(number(), &arrived_[before], arrived_.size() - before);
    arrived_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count == 0) return Error(Code::io_failed, std::string(kName) + " was closed");
    if (count < 0 && !is_passing(errno)) return failure("reading from", kName, errno);
  }
  return {};
}

Result<Bytes> Channel::receive(std::uint64_t timeout_ms) {
  const std::uint64_t deadline = deadline_after(timeout_ms);
  AEX_CHECK(receive_until(kLengthBytes, deadline));
  const std::size_t size = load_le<std::uint32_t>(arrived_.data());
  if (size > kMaxMessageBytes) return Error(Code::io_failed, std::string(kName) + " is garbled");
  AEX_CHECK(receive_until(kLengthBytes + size, deadline));
  const auto end = arrived_.begin() + static_cast<std::ptrdiff_t>(kLengthBytes + size);
  const Bytes message(arrived_.begin() + kLengthBytes, end);
  arrived_.erase(arrived_.begin(), end);
  return message;
}

}  // namespace aex::os
