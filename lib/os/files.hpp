/** The file system, as far as a run needs it, behind a seam that tests can fail on purpose. */
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/stream.hpp"

namespace aex::os {

/** Who may read what is made. */
enum class Access : std::uint8_t {
  owner,  /**< 0600, folders 0700 */
  shared, /**< 0666 and 0777 less the umask */
};

enum class FileKind : std::uint8_t { regular, folder, link, other };

struct FileInfo {
  FileKind kind = FileKind::other;
  std::uint64_t size = 0;      /**< bytes */
  std::uint32_t mode = 0;      /**< permission bits */
  std::int64_t changed_ns = 0; /**< last modification since the epoch */
};

class ReadFile : public Source {
 public:
  /** Size when it was opened, in bytes. */
  virtual std::uint64_t size() const = 0;
  /** The next read starts `offset` bytes after the beginning. */
  virtual Status seek(std::uint64_t offset) = 0;
};

class WriteFile : public Sink {
 public:
  /** Overwrites bytes written before; the end stays where it is. */
  virtual Status write_at(std::uint64_t offset, ByteView bytes) = 0;
  /** Brings the bytes to the disk (fsync) and closes. Without it the file is merely closed. */
  virtual Status finish() = 0;
};

/** Holds a folder until it goes. */
class FolderLock {
 public:
  virtual ~FolderLock() = default;
};

/** Paths are UTF-8, relative ones to the working directory. Errors name the path:
 *  Code::file_missing, Code::no_space, Code::io_failed, Code::experiment_exists never. */
class Files {
 public:
  virtual ~Files() = default;
  virtual Result<std::unique_ptr<ReadFile>> open(const std::string& path) = 0;
  /** Makes a file that must not exist yet. */
  virtual Result<std::unique_ptr<WriteFile>> create(const std::string& path, Access access) = 0;
  /** Does not follow a link in the last part of the path unless `follow`. */
  virtual Result<FileInfo> info(const std::string& path, bool follow) = 0;
  /** Makes one folder. `*existed` (may be null) tells if it was there already; without it that
   *  is Code::io_failed. */
  virtual Status make_folder(const std::string& path, Access access, bool* existed) = 0;
  /** Replaces `to` in one step and brings its folder to the disk. */
  virtual Status rename(const std::string& from, const std::string& to) = 0;
  /** A file that is not there counts as removed. */
  virtual Status remove(const std::string& path) = 0;
  /** A folder with all it holds; follows no links. One that is not there counts as removed. */
  virtual Status remove_tree(const std::string& path) = 0;
  /** Names in the folder, sorted, without "." and "..". */
  virtual Result<std::vector<std::string>> list(const std::string& path) = 0;
  virtual Status restrict_to_owner(const std::string& path) = 0;
  /** The same files, but the system chooses when to bring what is written to the disk: for what can
   *  be made again should the machine stop (a file may be empty then), and for what sync() gets. */
  virtual Files& unsynced() { return *this; }
  /** Brings files, and folders with the names in them, to the disk together, which is faster than
   *  one by one. One that is not there needs nothing. */
  virtual Status sync(const std::vector<std::string>& paths);
  /** Keeps other holders, in this process and others, out of a folder until the process ends. A
   * file system without locks gives one that keeps nobody out. Code::job_busy if somebody holds it.
   */
  virtual Result<std::unique_ptr<FolderLock>> lock(const std::string& path);
};

/** The real one. Static. */
Files& system_files();

/** The same, but the system chooses when to bring what is written to the disk. For what can be made
 *  again, should the machine stop: a file may be empty then. Static. */
Files& unsynced_files();

/** `path` made absolute against the working directory, with "." and ".." folded as text. */
Result<std::string> absolute_path(const std::string& path);

std::string join(std::string_view folder, std::string_view name);
/** The part after the last slash. */
std::string base_name(std::string_view path);
/** The part before the last slash; "." if there is none. */
std::string parent_folder(std::string_view path);

/** True if `path`, or what it links to, is a regular file or a folder. */
bool is_file(Files& files, const std::string& path);
bool is_folder(Files& files, const std::string& path);

/** Makes `path` and whatever is missing above it. */
Status make_folders(Files& files, const std::string& path, Access access);

/** The whole of a small file; Code::transfer_too_large above `max_bytes`. */
Result<std::string> read_text(Files& files, const std::string& path, std::size_t max_bytes);

/** A hidden name in the folder of `path` that nobody else makes, and that a job's folder is swept
 *  of. */
Result<std::string> temporary_beside(const std::string& path);

/** Temporary file beside it, fsync, rename: afterwards `path` is whole or untouched. The files of
 *  `also` are brought to the disk together with it, before it gets its name. */
Status write_atomically(Files& files, const std::string& path, ByteView bytes, Access access,
                        const std::vector<std::string>& also = {});

/** The same without a wait for the name: should the machine stop soon, `path` is what it was. */
Status write_eventually(Files& files, const std::string& path, ByteView bytes, Access access,
                        const std::vector<std::string>& also = {});

}  // namespace aex::os
