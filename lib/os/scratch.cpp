#include "os/scratch.hpp"

#include "base/memory/memory.hpp"

namespace aex::os {

Scratch& Scratch::operator=(Scratch&& other) noexcept {
  if (this != &other) {
    discard();
    files_ = other.files_;
    path_ = std::move(other.path_);
    other.path_.clear();
  }
  return *this;
}

Status Scratch::keep_as(const std::string& path) {
  AEX_CHECK(files_->rename(path_, path));
  path_.clear();
  return {};
}

void Scratch::discard() noexcept {
  if (path_.empty()) return;
  const Cleanup cleanup;
  (void)files_->remove_tree(path_);
  path_.clear();
}

}  // namespace aex::os
