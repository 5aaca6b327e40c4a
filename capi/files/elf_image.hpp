/** An ELF file in memory among the files of the system. */
#pragma once

#include "atlasexplorer/files.h"
#include "os/files.hpp"

namespace aex::capi {

/** Opens the image at its path, and passes on all else. Borrows the image's bytes. */
class ImageFiles final : public os::Files {
 public:
  /** Code::invalid_argument for options that are not known, or bytes without data. */
  static Result<ImageFiles> open(const aex_elf_image* image, os::Files& others);

  const std::string& path() const { return path_; }

  Result<std::unique_ptr<os::ReadFile>> open(const std::string& path) override;
  Result<os::FileInfo> info(const std::string& path, bool follow) override {
    return others_->info(path, follow);
  }
  Result<std::unique_ptr<os::WriteFile>> create(const std::string& path,
                                                os::Access access) override {
    return others_->create(path, access);
  }
  Status make_folder(const std::string& path, os::Access access, bool* existed) override {
    return others_->make_folder(path, access, existed);
  }
  Status rename(const std::string& from, const std::string& to) override {
    return others_->rename(from, to);
  }
  Status remove(const std::string& path) override { return others_->remove(path); }
  Status remove_tree(const std::string& path) override { return others_->remove_tree(path); }
  Result<std::vector<std::string>> list(const std::string& path) override {
    return others_->list(path);
  }
  Status restrict_to_owner(const std::string& path) override {
    return others_->restrict_to_owner(path);
  }

 private:
  ImageFiles(ByteView bytes, std::string path, os::Files& others)
      : bytes_(bytes), path_(std::move(path)), others_(&others) {}

  ByteView bytes_;
  std::string path_;
  os::Files* others_;
};

}  // namespace aex::capi
