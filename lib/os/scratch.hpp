/** Files and folders that vanish unless they are kept. */
#pragma once

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
  /** Lets it stay as it is. */
  void keep() noexcept { path_.clear(); }
  /** Renames to `path`, which stays. */
  Status keep_as(const std::string& path);
  void discard() noexcept;

 private:
  Files* files_;
  std::string path_;
};

}  // namespace aex::os
