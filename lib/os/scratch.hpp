/** Files and folders that vanish unless they are kept. */
#pragma once

#include <memory>
#include <string>

#include "os/files.hpp"

namespace aex::os {

/** Owns one path and removes what is there at the end of its life, unless it was kept. */
class Scratch {
 public:
  Scratch(Files& files, std::string path) : files_(&files), path_(std::move(path)) {}
  Scratch(Scratch&& other) noexcept : files_(other.files_), path_(std::move(other.path_)) {
    other.path_.clear();
  }
  Scratch& operator=(Scratch&& other) noexcept;
  ~Scratch() { discard(); }

  const std::string& path() const { return path_; }
  /** Make what the path names; what is there already is not this one's, and stays. */
  Result<std::unique_ptr<WriteFile>> create(Access access);
  Status make_folder(Access access);
  /** Lets it stay as it is. */
  void keep() noexcept { path_.clear(); }
  /** Renames to `path`, which stays. */
  Status keep_as(const std::string& path);
  void discard() noexcept;

 private:
  Files* files_;
  std::string path_;
};

/** A file in the making, under a name of its own beside the one that it takes when it is whole. */
class Draft {
 public:
  Draft(Files& files, std::string path)
      : files_(files), path_(std::move(path)), scratch_(files, "") {}

  Status create(Access access);
  WriteFile& file() { return *file_; }
  /** Brings the file to the disk and gives it its name. */
  Status finish();

 private:
  Files& files_;
  std::string path_;
  Scratch scratch_;
  std::unique_ptr<WriteFile> file_;
};

}  // namespace aex::os
