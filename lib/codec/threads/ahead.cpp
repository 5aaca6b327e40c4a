#include "codec/threads/ahead.hpp"

#include <algorithm>
#include <cstring>

namespace aex::codec {

AheadSource::~AheadSource() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    is_closing_ = true;
  }
  has_room_.notify_one();
  thread_.join();
}

void AheadSource::start() {
  is_begun_ = true;
  if (!in_thread_) return;
  for (Block& block : blocks_) block.bytes.resize(kBlockBytes);
  in_thread_ = thread_.start([](void* self) { static_cast<AheadSource*>(self)->fill(); }, this);
}

/* As much as there is, up to a block. */
Status AheadSource::fill_block(Block& block) {
  block.size = 0;
  while (block.size < kBlockBytes) {
    AEX_TRY(const std::size_t got,
            in_.read(block.bytes.data() + block.size, kBlockBytes - block.size));
    if (got == 0) return {};
    block.size += got;
  }
  return {};
}

void AheadSource::fill() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!is_at_end_ && !is_closing_) {
    Block& block = blocks_[filled_ % kBlocks];
    lock.unlock();
    Status status = fill_block(block);
    lock.lock();
    is_at_end_ = !status.ok() || block.size < kBlockBytes;
    end_ = std::move(status);
    ++filled_;
    has_block_.notify_one();
    has_room_.wait(lock, [&] { return is_closing_ || filled_ - taken_ < kBlocks; });
  }
}

/* False when all that came was read. */
bool AheadSource::find_block() {
  std::unique_lock<std::mutex> lock(mutex_);
  if (filled_ > taken_ && at_ == reading().size) {
    ++taken_;
    at_ = 0;
    has_room_.notify_one();
  }
  has_block_.wait(lock, [&] { return is_at_end_ || filled_ > taken_; });
  return filled_ > taken_ && reading().size > 0;
}

Result<std::size_t> AheadSource::read(std::uint8_t* out, std::size_t capacity) {
  if (!is_begun_) start();
  if (!in_thread_) return in_.read(out, capacity);
  if (!find_block()) {
    AEX_CHECK(end_);
    return std::size_t{0};
  }
  const Block& block = reading();
  const std::size_t count = std::min(capacity, block.size - at_);
  std::memcpy(out, block.bytes.data() + at_, count);
  at_ += count;
  return count;
}

}  // namespace aex::codec
