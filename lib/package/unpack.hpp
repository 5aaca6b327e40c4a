/** Stage 9: from a tar.gz to a folder, trusting nothing that the archive says. */
#pragma once

#include <string>
#include <vector>

#include "base/control.hpp"
#include "os/files.hpp"
#include "package/sealed_result.hpp"

namespace aex::package {

struct UnpackLimits {
  std::uint64_t max_bytes; /**< of all members' content together */
  std::uint64_t max_members;
  os::Access access = os::Access::shared; /**< who may read what is made */
  std::uint64_t max_ratio = 0;   /**< of unpacked to packed bytes, after the first 16 MiB; 0: any */
  std::uint64_t max_threads = 1; /**< 2: one decompresses while the caller's writes */
};

/** Unpacks `tar_gz_path` into the folder `into`, which must not exist and is removed again on any
 *  error. Brings the files to the disk, and the archive too. Regular files and folders only, made
 * with plain modes. Code::archive_malformed, _absolute_path, _parent_path, _link, _special_file,
 * _too_large, _too_many_members; each names the archive and the member. */
Status unpack(const std::string& tar_gz_path, const std::string& into, const UnpackLimits& limits,
              os::Files& files, Control& control);

/** Unpacks a result beside its archive: afterwards "<name>" is there, whole, or nothing is. Returns
 *  its path; the name itself is the caller's to bring to the disk. The key and password in the
 * service's copy of config.json are blanked. Code::archive_malformed when the archive has no top
 * folder "<name>"; errors of unpack(). */
Result<std::string> unpack_result(const ResultBundle& bundle, const std::string& name,
                                  const UnpackLimits& limits, os::Files& files, Control& control);

/** Packs every file below `folder` as "<top>/…" in sorted order into a tar.gz (must not exist). */
Status pack_folder(const std::string& folder, const std::string& top, os::Files& files,
                   const std::string& tar_gz_path);

}  // namespace aex::package
