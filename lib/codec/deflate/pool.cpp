#include "codec/deflate/pool.hpp"

#include <zlib.h>

namespace aex::codec {
namespace {

/* Of compressed noise; a worker should not need memory of its own. */
constexpr std::size_t kOverheadBytes = 1024;

}  // namespace

DeflatePool::~DeflatePool() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    is_closing_ = true;
    waiting_.clear();
  }
  has_work_.notify_all();
  for (Thread& worker : workers_) worker.join();
}

void DeflatePool::run(BlockDeflater& deflater, DeflateJob& job) {
  job.crc = crc32_of(job.block());
  job.status = deflater.deflate(job.before(), job.block(), job.is_last, job.packed);
}

void DeflatePool::submit(std::unique_ptr<DeflateJob> job) {
  job->packed.reserve(job->block().size + job->block().size / 64 + kOverheadBytes);
  jobs_.push_back(std::move(job));
  const bool is_small = jobs_.back()->is_last && workers_.empty() && jobs_.size() == 1;
  if (threads_ <= 1 || is_small || !start()) {
    run(own_, *jobs_.back());
    jobs_.back()->is_done = true;
    return;
  }
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    waiting_.push_back(jobs_.back().get());
  }
  has_work_.notify_one();
}

bool DeflatePool::start() {
  if (!workers_.empty()) return true;
  for (unsigned i = 0; i < threads_; ++i) {
    Thread& worker = workers_.emplace_back();
    if (worker.start([](void* self) { static_cast<DeflatePool*>(self)->work(); }, this)) continue;
    workers_.pop_back();
    threads_ = i;
  }
  return !workers_.empty();
}

std::unique_ptr<DeflateJob> DeflatePool::take() {
  {
    std::unique_lock<std::mutex> lock(mutex_);
    has_result_.wait(lock, [&] { return jobs_.front()->is_done; });
  }
  std::unique_ptr<DeflateJob> job = std::move(jobs_.front());
  jobs_.pop_front();
  return job;
}

void DeflatePool::work() {
  BlockDeflater deflater(level_);
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    has_work_.wait(lock, [&] { return is_closing_ || !waiting_.empty(); });
    if (is_closing_) return;
    DeflateJob* const job = waiting_.front();
    waiting_.pop_front();
    lock.unlock();
    run(deflater, *job);
    lock.lock();
    job->is_done = true;
    has_result_.notify_one();
  }
}

std::uint32_t crc32_of(ByteView bytes) { return std::uint32_t(crc32_z(0, bytes.data, bytes.size)); }

std::uint32_t joined_crc32(std::uint32_t first, std::uint32_t second, std::size_t second_bytes) {
  return std::uint32_t(crc32_combine(first, second, z_off_t(second_bytes)));
}

}  // namespace aex::codec
