#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <limits>

#include "base/memory/immortal.hpp"
#include "os/files.hpp"
#include "os/posix/posix.hpp"

namespace aex::os {
namespace {

constexpr std::uint64_t kMaxOffset = std::uint64_t(std::numeric_limits<off_t>::max());

/* The most that read(2) and write(2) take on every system. */
constexpr std::size_t kMaxStep = 0x40000000;

/* So much is written before the system is asked to begin to bring it to the disk, */
constexpr std::uint64_t kWriteBackBytes = std::uint64_t{8} << 20;
/* and so many files are brought there together. */
constexpr std::size_t kSyncedAtOnce = 64;

/* Does not wait for it; `bytes` of 0 go to the end. */
void begin_write_back(const Descriptor& file, std::uint64_t offset, std::uint64_t bytes) {
#ifdef SYNC_FILE_RANGE_WRITE
  (void)::sync_file_range(file.get(), off_t(offset), off_t(bytes), SYNC_FILE_RANGE_WRITE);
#else
  (void)file, (void)offset, (void)bytes;
#endif
}

Status bring_to_disk(const Descriptor& file, const std::string& path) {
  while (::fsync(file.get()) != 0) {
    if (errno != EINTR) return failure("writing", path, errno);
  }
  return {};
}

std::int64_t changed_ns(const struct stat& status) {
#ifdef __APPLE__
  const timespec& time = status.st_mtimespec;
#else
  const timespec& time = status.st_mtim;
#endif
  return std::int64_t(time.tv_sec) * 1000000000 + std::int64_t(time.tv_nsec);
}

FileKind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return FileKind::regular;
  if (S_ISDIR(mode)) return FileKind::folder;
  if (S_ISLNK(mode)) return FileKind::link;
  return FileKind::other;
}

class PosixReadFile final : public ReadFile {
 public:
  PosixReadFile(Descriptor file, std::string path, std::uint64_t size)
      : file_(std::move(file)), path_(std::move(path)), size_(size) {}

  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
    ssize_t count = 0;
    do {
      count = ::read(file_.get(), out, std::min(capacity, kMaxStep));
    } while (count < 0 && errno == EINTR);
    if (count < 0) return failure("reading", path_, errno);
    return std::size_t(count);
  }

  std::uint64_t size() const override { return size_; }

  Status seek(std::uint64_t offset) override {
    if (offset > kMaxOffset) return failure("seeking in", path_, EOVERFLOW);
    if (::lseek(file_.get(), off_t(offset), SEEK_SET) < 0) {
      return failure("seeking in", path_, errno);
    }
    return {};
  }

 private:
  Descriptor file_;
  std::string path_;
  std::uint64_t size_;
};

class PosixWriteFile final : public WriteFile {
 public:
  PosixWriteFile(std::string path, bool syncs) : path_(std::move(path)), syncs_(syncs) {}

  /** Makes the file, after which nothing can fail. */
  Status create(unsigned mode) {
    file_ = open_path(path_, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_NOCTTY, mode);
    return file_.is_open() ? Status() : failure("creating", path_, errno);
  }

  Status write(ByteView bytes) override {
    AEX_CHECK(put(size_, bytes));
    size_ += bytes.size;
    if (size_ - begun_ < kWriteBackBytes) return {};
    begin_write_back(file_, begun_, size_ - begun_);
    begun_ = size_;
    return {};
  }

  Status write_at(std::uint64_t offset, ByteView bytes) override {
    if (offset > size_ || bytes.size > size_ - offset) {
      return Error(Code::invalid_argument, {"a change after the end of ", path_});
    }
    return put(offset, bytes);
  }

  Status finish() override {
    if (!file_.is_open()) return {};
    if (syncs_) AEX_CHECK(bring_to_disk(file_, path_));
    if (!file_.close()) return failure("closing", path_, errno);
    return {};
  }

 private:
  Status put(std::uint64_t offset, ByteView bytes) {
    while (!bytes.empty()) {
      if (offset > kMaxOffset - kMaxStep) return failure("writing", path_, EFBIG);
      const ssize_t count =
          ::pwrite(file_.get(), bytes.data, std::min(bytes.size, kMaxStep), off_t(offset));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return failure("writing", path_, count == 0 ? EIO : errno);
      bytes = bytes.slice(std::size_t(count));
      offset += std::uint64_t(count);
    }
    return {};
  }

  Descriptor file_;
  std::string path_;
  bool syncs_;
  std::uint64_t size_ = 0;
  std::uint64_t begun_ = 0; /**< of which the system was asked to write */
};

/* Some file systems have no folders to bring to the disk, and some folders may not be read. */
Status sync_folder(const std::string& path) {
  const Descriptor folder = open_path(path, O_RDONLY | O_DIRECTORY);
  if (!folder.is_open()) {
    return errno == EACCES ? Status() : failure("opening", path, errno);
  }
  if (::fsync(folder.get()) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EBADF) {
    return {};
  }
  return failure("writing", path, errno);
}

Status sync_file(const Descriptor& file, const std::string& path) {
  struct stat status = {};
  const bool is_folder = ::fstat(file.get(), &status) == 0 && S_ISDIR(status.st_mode);
  return is_folder ? sync_folder(path) : bring_to_disk(file, path);
}

/* A process that another thread starts has the descriptor too until it closes it: to close it here
 * is not enough to give the lock back. A copy of the process that goes on may not give it back. */
class PosixLock final : public FolderLock {
 public:
  explicit PosixLock(Descriptor folder) : folder_(std::move(folder)), owner_(::getpid()) {}
  ~PosixLock() override {
    if (::getpid() == owner_) ::flock(folder_.get(), LOCK_UN);
  }

 private:
  Descriptor folder_;
  pid_t owner_;
};

class PosixFiles final : public Files {
 public:
  explicit PosixFiles(bool syncs) : syncs_(syncs) {}

  /* Without O_NONBLOCK a fifo in place of a file would hold the run for ever. */
  Result<std::unique_ptr<ReadFile>> open(const std::string& path) override {
    Descriptor file = open_path(path, O_RDONLY | O_NOCTTY | O_NONBLOCK);
    struct stat status = {};
    if (!file.is_open() || ::fstat(file.get(), &status) != 0) {
      return failure("opening", path, errno);
    }
    if (S_ISDIR(status.st_mode)) return failure("opening", path, EISDIR);
    const int flags = ::fcntl(file.get(), F_GETFL);
    if (flags < 0 || ::fcntl(file.get(), F_SETFL, flags & ~O_NONBLOCK) != 0) {
      return failure("opening", path, errno);
    }
    return std::unique_ptr<ReadFile>(
        new PosixReadFile(std::move(file), path, std::uint64_t(status.st_size)));
  }

  Result<std::unique_ptr<WriteFile>> create(const std::string& path, Access access) override {
    const unsigned mode = access == Access::owner ? 0600 : 0666;
    std::unique_ptr<PosixWriteFile> file(new PosixWriteFile(path, syncs_));
    AEX_CHECK(file->create(mode));
    return std::unique_ptr<WriteFile>(std::move(file));
  }

  Result<FileInfo> info(const std::string& path, bool follow) override {
    struct stat status = {};
    const int outcome = follow ? ::stat(path.c_str(), &status) : ::lstat(path.c_str(), &status);
    if (outcome != 0) return failure("looking at", path, errno);
    return FileInfo{kind_of(status.st_mode), std::uint64_t(status.st_size),
                    std::uint32_t(status.st_mode) & 07777u, changed_ns(status)};
  }

  Status make_folder(const std::string& path, Access access, bool* existed) override {
    if (existed != nullptr) *existed = false;
    if (::mkdir(path.c_str(), access == Access::owner ? 0700 : 0777) == 0) return {};
    const int error = errno;
    struct stat status = {};
    const bool is_there = error == EEXIST && existed != nullptr &&
                          ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
    if (!is_there) return failure("making the folder", path, error);
    *existed = true;
    return {};
  }

  Status rename(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) {
      return failure("renaming", concat({from, " to ", to}), errno);
    }
    return syncs_ ? sync_folder(parent_folder(to)) : Status();
  }

  Status remove(const std::string& path) override {
    if (::unlink(path.c_str()) == 0 || errno == ENOENT) return {};
    return failure("removing", path, errno);
  }

  Status remove_tree(const std::string& path) override { return remove_posix_tree(path); }

  Result<std::vector<std::string>> list(const std::string& path) override {
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
    if (folder == nullptr) return failure("listing", path, errno);
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(folder.get())) {
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") names.emplace_back(name);
      errno = 0;
    }
    if (errno != 0) return failure("listing", path, errno);
    // A third of the code of std::sort.
    std::make_heap(names.begin(), names.end());
    std::sort_heap(names.begin(), names.end());
    return names;
  }

  Status restrict_to_owner(const std::string& path) override {
    const Descriptor file = open_path(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    struct stat status = {};
    if (!file.is_open() || ::fstat(file.get(), &status) != 0 ||
        ::fchmod(file.get(), status.st_mode & 0700) != 0) {
      return failure("restricting", path, errno);
    }
    return {};
  }

  Files& unsynced() override { return unsynced_files(); }

  Status sync(const std::vector<std::string>& paths) override {
    for (std::size_t at = 0; syncs_ && at < paths.size(); at += kSyncedAtOnce) {
      AEX_CHECK(sync_part(paths, at, std::min(paths.size(), at + kSyncedAtOnce)));
    }
    return {};
  }

  Result<std::unique_ptr<FolderLock>> lock(const std::string& path) override {
    Descriptor folder = open_path(path, O_RDONLY | O_DIRECTORY);
    if (!folder.is_open()) return failure("opening", path, errno);
    int outcome = 0;
    do {
      outcome = ::flock(folder.get(), LOCK_EX | LOCK_NB);
    } while (outcome != 0 && errno == EINTR);
    if (outcome != 0 && errno == EWOULDBLOCK) return Error(Code::job_busy, path);
    return std::unique_ptr<FolderLock>(new PosixLock(std::move(folder)));
  }

 private:
  /* All are begun before the first is waited for, so that the file system brings them there in
   * one step of its own. */
  static Status sync_part(const std::vector<std::string>& paths, std::size_t begin,
                          std::size_t end) {
    std::vector<Descriptor> files;
    for (std::size_t i = begin; i < end; ++i) {
      Descriptor file = open_path(paths[i], O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
      if (!file.is_open() && errno != ENOENT) return failure("opening", paths[i], errno);
      if (file.is_open()) begin_write_back(file, 0, 0);
      files.push_back(std::move(file));
    }
    for (std::size_t i = begin; i < end; ++i) {
      const Descriptor& file = files[i - begin];
      if (file.is_open()) AEX_CHECK(sync_file(file, paths[i]));
    }
    return {};
  }

  bool syncs_;
};

}  // namespace

Files& system_files() {
  static Immortal<PosixFiles> files(true);
  return files.get();
}

Files& unsynced_files() {
  static Immortal<PosixFiles> files(false);
  return files.get();
}

}  // namespace aex::os
