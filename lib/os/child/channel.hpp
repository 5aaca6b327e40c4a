/** One end of a connection between a process and its child. Carries whole messages. */
#pragma once

#include "base/byte_view.hpp"
#include "os/posix/posix.hpp"

namespace aex::os {

class Channel {
 public:
  /** The most bytes of a message. */
  static constexpr std::size_t kMaxMessageBytes = 1 << 20;
  /** Waits for ever, by read(2) and write(2) alone. */
  static constexpr std::uint64_t kForever = UINT64_MAX;

  /** Two ends that are connected to each other. Code::io_failed. */
  static Status open_pair(Channel& one, Channel& other);

  Channel() = default;
  explicit Channel(Descriptor socket) : socket_(std::move(socket)) {}

  /** Code::timeout; Code::io_failed if the other end is gone. A message that was sent in part
   *  leaves the channel unusable. */
  Status send(ByteView message, std::uint64_t timeout_ms);
  /** Code::timeout, after which it may be tried again; Code::io_failed if the other end is gone or
   *  sends no message. */
  Result<Bytes> receive(std::uint64_t timeout_ms);

  int number() const { return socket_.get(); }
  bool is_open() const { return socket_.is_open(); }
  void close() { socket_.close(); }

 private:
  Status receive_until(std::size_t size, std::uint64_t deadline_ms);

  Descriptor socket_;
  Bytes arrived_; /**< the message that is under way, its length included, and what follows */
};

}  // namespace aex::os
