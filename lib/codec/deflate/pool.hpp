/** Threads that compress blocks, whose results come back in order. */
#pragma once

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "codec/deflate/block.hpp"
#include "codec/threads/thread.hpp"

namespace aex::codec {

/** One block on its way. */
struct DeflateJob {
  Bytes bytes;                  /**< what stands before the block, then the block */
  std::size_t before_bytes = 0; /**< of these, how many stand before it */
  bool is_last = false;
  Bytes packed;
  std::uint32_t crc = 0; /**< of the block */
  Status status;
  bool is_done = false;

  ByteView before() const { return ByteView(bytes).slice(0, before_bytes); }
  ByteView block() const { return ByteView(bytes).slice(before_bytes); }
};

class DeflatePool {
 public:
  static constexpr unsigned kMaxThreads = 16;

  /** With one thread the work is done by submit(), as it is when none can be started; the others
   *  start with the first two jobs. */
  DeflatePool(int level, unsigned threads)
      : level_(level), threads_(std::min(threads, kMaxThreads)), own_(level) {}
  ~DeflatePool();
  DeflatePool(const DeflatePool&) = delete;
  DeflatePool& operator=(const DeflatePool&) = delete;

  void submit(std::unique_ptr<DeflateJob> job);
  /** Jobs that were submitted and not taken. */
  std::size_t pending() const { return jobs_.size(); }
  /** So many keep all threads busy. */
  std::size_t wanted() const { return threads_ > 1 ? 2 * std::size_t{threads_} : 1; }
  /** The oldest job; waits until it is done. There must be one. */
  std::unique_ptr<DeflateJob> take();

 private:
  bool start();
  void work();
  static void run(BlockDeflater& deflater, DeflateJob& job);

  int level_;
  unsigned threads_;
  BlockDeflater own_;
  std::deque<std::unique_ptr<DeflateJob>> jobs_; /* in order; only the owner's thread touches it */
  std::deque<DeflateJob*> waiting_;
  std::mutex mutex_;
  std::condition_variable has_work_;
  std::condition_variable has_result_;
  bool is_closing_ = false;
  std::deque<Thread> workers_;
};

/** The CRC-32 of gzip: of `bytes`, and of two runs behind each other. */
std::uint32_t crc32_of(ByteView bytes);
std::uint32_t joined_crc32(std::uint32_t first, std::uint32_t second, std::size_t second_bytes);

}  // namespace aex::codec
