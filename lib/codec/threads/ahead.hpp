/** A source that is read ahead in a thread of its own, while its reader does something else. */
#pragma once

#include <condition_variable>
#include <mutex>

#include "base/stream.hpp"
#include "codec/threads/thread.hpp"

namespace aex::codec {

/** Gives what `in` gives, in order. The thread starts with the first read and is at most
 *  kBlocks blocks ahead. `in` belongs to it until this object goes. Without a thread, when
 *  none was asked for or none could be started, each read is passed on. An error comes where it
 *  would have come, and again from each later read. */
class AheadSource final : public Source {
 public:
  static constexpr std::size_t kBlockBytes = 256u << 10;
  static constexpr std::size_t kBlocks = 4;

  AheadSource(Source& in, bool in_thread) : in_(in), in_thread_(in_thread) {}
  ~AheadSource() override;
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override;

 private:
  struct Block {
    Bytes bytes;
    std::size_t size = 0;
  };

  void start();
  void fill();
  Status fill_block(Block& block);
  bool find_block();
  Block& reading() { return blocks_[taken_ % kBlocks]; }

  Source& in_;
  bool in_thread_;
  bool is_begun_ = false;
  std::size_t at_ = 0;    /* in the block that is being read */
  Block blocks_[kBlocks]; /* those from taken_ to filled_ are the reader's, others the thread's */

  std::mutex mutex_; /* for what follows */
  std::condition_variable has_room_;
  std::condition_variable has_block_;
  std::size_t filled_ = 0;
  std::size_t taken_ = 0;
  Status end_; /* why no block follows */
  bool is_at_end_ = false;
  bool is_closing_ = false;

  Thread thread_;
};

}  // namespace aex::codec
