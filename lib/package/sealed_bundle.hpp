/** Stage 4: the encrypted package, the only thing that an upload takes. */
#pragma once

#include <string>

#include "base/control.hpp"
#include "os/scratch.hpp"
#include "package/bundle.hpp"

namespace aex::package {

/** A sealed package on disk, 0600; removed when this object goes. Only seal() makes one,
 *  and reopen_sealed() finds it again. */
class SealedBundle {
 public:
  const std::string& path() const { return path_; }
  std::uint64_t size() const { return size_; }
  /** Leaves the file where it is, for reopen_sealed(). */
  void keep() { file_.keep(); }

 private:
  friend Result<SealedBundle> seal(const Bundle&, const crypto::PublicKey&, const PackageFormat&,
                                   os::Files&, const std::string&, Entropy&, Control&);
  friend Result<SealedBundle> reopen_sealed(const std::string&, os::Files&);
  SealedBundle(os::Scratch file, std::uint64_t size)
      : path_(file.path()), file_(std::move(file)), size_(size) {}
  std::string path_;
  os::Scratch file_;
  std::uint64_t size_;
};

/** Streams the bundle through a fresh content key into the file `path`, which must not exist.
 *  Code::seal_failed, Code::workload_changed, or an error of the file; the file is gone then. */
Result<SealedBundle> seal(const Bundle& bundle, const crypto::PublicKey& key,
                          const PackageFormat& format, os::Files& files, const std::string& path,
                          Entropy& entropy, Control& control);

/** The package that seal() left at `path` in an earlier process. Code::file_missing;
 *  Code::seal_failed for what is plainly not encrypted. */
Result<SealedBundle> reopen_sealed(const std::string& path, os::Files& files);

}  // namespace aex::package
