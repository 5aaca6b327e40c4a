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

Result<std::unique_ptr<WriteFile>> Scratch::create(Access access) {
  std::string path = std::move(path_);
  path_.clear();
  Result<std::unique_ptr<WriteFile>> file = files_->create(path, access);
  if (file.ok()) path_ = std::move(path);
  return file;
}

Status Scratch::make_folder(Access access) {
  std::string path = std::move(path_);
  path_.clear();
  AEX_CHECK(files_->make_folder(path, access, nullptr));
  path_ = std::move(path);
  return {};
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

Status Draft::create(Access access) {
  AEX_TRY(std::string temporary, temporary_beside(path_));
  scratch_ = Scratch(files_, std::move(temporary));
  AEX_TRY(file_, scratch_.create(access));
  return {};
}

Status Draft::finish() {
  AEX_CHECK(file_->finish());
  file_.reset();
  return scratch_.keep_as(path_);
}

}  // namespace aex::os
