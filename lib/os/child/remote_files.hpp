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

/** Sends wishes and takes their answers, which come in the order of the wishes. To wait for one
 *  costs two switches between the processes. */
class Wishes {
 public:
  /** `channel` is borrowed. */
  explicit Wishes(Channel& channel) : channel_(&channel) {}

  /** Waits for the answer, without the status at its beginning. */
  Result<Bytes> ask(ByteView message);
  /** Does not wait. An error is kept for settle(); from then on nothing is told any more. */
  Status tell(ByteView message);
  /** Waits for all answers. The first error since the last time. */
  Status settle();

 private:
  Status take_answers();

  Channel* channel_;
  std::size_t unanswered_ = 0;
  Status first_error_;
};

/** The child's end. Errors are the parent's; Code::io_failed when it is gone. What is written is
 *  kept here until it is much or finished, and acts that only say whether they succeeded are not
 *  waited for: their errors come with a later act that changes something, or with settle(). */
class RemoteFiles final : public Files {
 public:
  /** `channel` is borrowed; nothing else may use it before settle(). */
  explicit RemoteFiles(Channel& channel) : wishes_(channel) {}

  /** Waits until all that was asked for is done. The first error that is not told yet. */
  Status settle() { return wishes_.settle(); }

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
  Wishes wishes_;
};

}  // namespace aex::os
