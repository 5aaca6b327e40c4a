#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string_view>
#include <vector>

#include "os/posix/posix.hpp"

namespace aex::os {
namespace {

constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

/* A folder on the way down, with the folders in it that are still to be removed. */
struct Level {
  std::string name;
  dev_t device;
  ino_t inode;
  std::vector<std::string> folders;
};

/* Holds one descriptor and climbs back by "..", so that depth costs no descriptors; it checks
 * that "..", which anyone may move, is the folder it came from. */
class TreeRemoval {
 public:
  explicit TreeRemoval(const std::string& path) : path_(path) {}

  Status run() {
    folder_ = open_path(path_, kFolderFlags);
    if (!folder_.is_open()) return errno == ENOENT ? Status() : remove_plain(errno);
    AEX_CHECK(enter(path_));
    while (true) {
      if (!levels_.back().folders.empty()) {
        AEX_CHECK(descend());
      } else if (levels_.size() > 1) {
        AEX_CHECK(climb());
      } else {
        return ::rmdir(path_.c_str()) == 0 ? Status() : failure("removing", path_, errno);
      }
    }
  }

 private:
  /* Neither a file nor an empty folder takes a descriptor, should there be none left. */
  Status remove_plain(int error) const {
    const bool is_scarce = error == EMFILE || error == ENFILE;
    const bool is_other = error == ENOTDIR || error == ELOOP;
    if (!is_scarce && !is_other) return failure("removing", path_, error);
    if (::unlink(path_.c_str()) == 0 || errno == ENOENT) return {};
    if (is_scarce && ::rmdir(path_.c_str()) == 0) return {};
    return failure("removing", path_, is_scarce ? error : errno);
  }

  Status fail(const std::string& name, int error) const {
    std::string path;
    for (const Level& level : levels_) path += level.name + "/";
    return failure("removing", path + name, error);
  }

  /* Removes all but folders from the open folder, and notes the folders. */
  Status enter(const std::string& name) {
    struct stat status = {};
    if (::fstat(folder_.get(), &status) != 0) return fail(name, errno);
    levels_.push_back({name, status.st_dev, status.st_ino, {}});
    Descriptor twin(::openat(folder_.get(), ".", kFolderFlags));
    const std::unique_ptr<DIR, int (*)(DIR*)> entries(
        twin.is_open() ? ::fdopendir(twin.get()) : nullptr, ::closedir);
    if (entries == nullptr) return fail(".", errno);
    twin.release();
    errno = 0;
    while (const dirent* entry = ::readdir(entries.get())) {
      AEX_CHECK(remove_entry(entry->d_name));
      errno = 0;
    }
    return errno == 0 ? Status() : fail(".", errno);
  }

  Status remove_entry(std::string_view view) {
    if (view == "." || view == "..") return {};
    const std::string name(view);
    struct stat status = {};
    if (::fstatat(folder_.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
      return errno == ENOENT ? Status() : fail(name, errno);
    }
    if (S_ISDIR(status.st_mode)) {
      levels_.back().folders.push_back(name);
    } else if (::unlinkat(folder_.get(), name.c_str(), 0) != 0 && errno != ENOENT) {
      return fail(name, errno);
    }
    return {};
  }

  Status descend() {
    const std::string name = std::move(levels_.back().folders.back());
    levels_.back().folders.pop_back();
    Descriptor inner(::openat(folder_.get(), name.c_str(), kFolderFlags));
    if (!inner.is_open()) return errno == ENOENT ? Status() : fail(name, errno);
    folder_ = std::move(inner);
    return enter(name);
  }

  Status climb() {
    const std::string name = std::move(levels_.back().name);
    levels_.pop_back();
    Descriptor outer(::openat(folder_.get(), "..", kFolderFlags));
    struct stat status = {};
    if (!outer.is_open() || ::fstat(outer.get(), &status) != 0) return fail(name, errno);
    const Level& level = levels_.back();
    if (status.st_dev != level.device || status.st_ino != level.inode) return fail(name, EBUSY);
    folder_ = std::move(outer);
    if (::unlinkat(folder_.get(), name.c_str(), AT_REMOVEDIR) != 0) return fail(name, errno);
    return {};
  }

  const std::string& path_;
  Descriptor folder_;
  std::vector<Level> levels_;
};

}  // namespace

Status remove_posix_tree(const std::string& path) { return TreeRemoval(path).run(); }

}  // namespace aex::os
