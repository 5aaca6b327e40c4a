/** The file system of a confined child: each wish is a message to the parent, who decides. */
#pragma once

#include "os/child/channel.hpp"
#include "os/files.hpp"

namespace aex::os {

/** What a child asks its parent for. Numbers of this range are free for others: from kFirstFree. */
enum class FileWish : std::uint64_t {
  open = 1,
  read,
  close,
  create,
  write,
  write_at,
  finish,
  write_whole, /**< create, write and finish in one */
  info,
  make_folder,
  rename,
  remove,
  remove_tree,
};
constexpr std::uint64_t kFirstFreeWish = 64;

/** The most bytes that one read or write moves. */
constexpr std::size_t kMaxMovedBytes = 512 * 1024;

/** A file up to this size comes whole when it is opened. */
constexpr std::size_t kMaxHeadBytes = 64 * 1024;

/** The child's end. Errors are the parent's; Code::io_failed when it is gone. A wish costs two
 *  switches between the processes, so that small files are one wish each: what is written is kept
 *  here until it is much or finished, and errors of create() may come then. */
class RemoteFiles final : public Files {
 public:
  /** `channel` is borrowed. */
  explicit RemoteFiles(Channel& channel) : channel_(&channel) {}

  Result<std::unique_ptr<ReadFile>> open(const std::string& path) override;
  Result<std::unique_ptr<WriteFile>> create(const std::string& path, Access access) override;
  Result<FileInfo> info(const std::string& path, bool follow) override;
  Status make_folder(const std::string& path, Access access, bool* existed) override;
  Status rename(const std::string& from, const std::string& to) override;
  Status remove(const std::string& path) override;
  Status remove_tree(const std::string& path) override;
  /** Code::unsupported. */
  Result<std::vector<std::string>> list(const std::string& path) override;
  /** Code::unsupported. */
  Status restrict_to_owner(const std::string& path) override;

 private:
  Channel* channel_;
};

}  // namespace aex::os
