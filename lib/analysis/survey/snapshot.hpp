/** A copy of a program's sources, so that they outlast the next edit. */
#pragma once

#include "os/files.hpp"

namespace aex::analysis {

struct SnapshotFile {
  std::string path;   /**< as the debug information names it */
  std::string sha256; /**< of the contents, hexadecimal */
  std::string copy;   /**< where the contents are, below the folder */
};

struct Snapshot {
  std::vector<SnapshotFile> files;  /**< sorted by path */
  std::vector<std::string> missing; /**< not on this machine, or over 64 MiB */
  std::uint64_t bytes = 0;          /**< that were written: equal contents count once */
};

/** Copies the sources of a linked ELF file into `folder`, which is made if need be: equal contents
 *  once, as blobs/SHA256, and a list of all, index.json. What is there already is kept, so several
 *  programs may share a folder. Errors as source_files(), and those of writing. */
Result<Snapshot> take_snapshot(os::Files& files, const std::string& elf_path,
                               const std::string& folder);

/** What a snapshot holds: empty if `folder` is none, or its list is damaged. */
std::vector<SnapshotFile> read_snapshot(os::Files& files, const std::string& folder);

}  // namespace aex::analysis
