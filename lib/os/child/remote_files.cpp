#include "os/child/remote_files.hpp"

#include <algorithm>
#include <optional>

#include "os/child/message.hpp"

namespace aex::os {
namespace {

/* A message that begins with the wish. */
MessageWriter wish(FileWish kind) {
  MessageWriter writer;
  writer.put(static_cast<std::uint64_t>(kind));
  return writer;
}

/* One open file of the parent. */
class Handle {
 public:
  Handle(Wishes& wishes, std::uint64_t number) : wishes_(&wishes), number_(number) {}
  ~Handle() { (void)wishes_->tell(ByteView(begin(FileWish::close).bytes())); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  MessageWriter begin(FileWish kind) const {
    MessageWriter writer = wish(kind);
    writer.put(number_);
    return writer;
  }
  Wishes& wishes() const { return *wishes_; }

 private:
  Wishes* wishes_;
  std::uint64_t number_;
};

/* Keeps what came last, from `begin_` on. */
class RemoteReadFile final : public ReadFile {
 public:
  RemoteReadFile(Wishes& wishes, std::uint64_t number, std::uint64_t size, ByteView head)
      : size_(size), kept_(head.begin(), head.end()) {
    if (number != 0) handle_.emplace(wishes, number);
  }

  std::uint64_t size() const override { return size_; }
  Status seek(std::uint64_t offset) override {
    position_ = offset;
    return {};
  }
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
    if (is_outside() && handle_) AEX_CHECK(fetch(capacity));
    if (is_outside()) return std::size_t{0};
    const ByteView here = ByteView(kept_).slice(static_cast<std::size_t>(position_ - begin_));
    const ByteView bytes = here.slice(0, capacity);
    std::copy(bytes.begin(), bytes.end(), out);
    position_ += bytes.size;
    return bytes.size;
  }

 private:
  bool is_outside() const { return position_ < begin_ || position_ - begin_ >= kept_.size(); }

  Status fetch(std::size_t capacity) {
    const std::uint64_t wanted = std::clamp(capacity, kMaxHeadBytes, kMaxMovedBytes);
    const MessageWriter message = handle_->begin(FileWish::read).put(position_).put(wanted);
    AEX_TRY(const Bytes answer, handle_->wishes().ask(ByteView(message.bytes())));
    const ByteView bytes = MessageReader(ByteView(answer)).run();
    kept_.assign(bytes.begin(), bytes.end());
    begin_ = position_;
    return {};
  }

  std::optional<Handle> handle_; /* none if the whole file is kept */
  std::uint64_t size_;
  std::uint64_t position_ = 0;
  std::uint64_t begin_ = 0;
  Bytes kept_;
};

/* Keeps what was written last. The file is made when that gets too much, or in the end. */
class RemoteWriteFile final : public WriteFile {
 public:
  RemoteWriteFile(Wishes& wishes, const std::string& path, Access access)
      : wishes_(wishes), path_(path), access_(access) {}

  Status write(ByteView bytes) override {
    for (; !bytes.empty(); bytes = bytes.slice(kMaxMovedBytes)) {
      const ByteView part = bytes.slice(0, kMaxMovedBytes);
      if (kept_.size() + part.size > kMaxMovedBytes) AEX_CHECK(flush());
      kept_.insert(kept_.end(), part.begin(), part.end());
    }
    return {};
  }
  Status write_at(std::uint64_t offset, ByteView bytes) override {
    AEX_CHECK(flush());
    for (; !bytes.empty(); bytes = bytes.slice(kMaxMovedBytes), offset += kMaxMovedBytes) {
      const ByteView part = bytes.slice(0, kMaxMovedBytes);
      AEX_CHECK(tell(handle_->begin(FileWish::write_at).put(offset).put(part)));
    }
    return {};
  }
  Status finish() override {
    if (!handle_) return tell(naming(FileWish::write_whole).put(ByteView(kept_)));
    AEX_CHECK(flush());
    return tell(handle_->begin(FileWish::finish));
  }

 private:
  MessageWriter naming(FileWish kind) const {
    return wish(kind).put_text(path_).put(static_cast<std::uint64_t>(access_));
  }
  Status tell(const MessageWriter& message) { return wishes_.tell(ByteView(message.bytes())); }
  Status flush() {
    if (!handle_) {
      AEX_TRY(const Bytes answer, wishes_.ask(ByteView(naming(FileWish::create).bytes())));
      handle_.emplace(wishes_, MessageReader(ByteView(answer)).number());
    }
    const ByteView bytes(kept_);
    AEX_CHECK(tell(handle_->begin(FileWish::write).put(bytes)));
    kept_.clear();
    return {};
  }

  Wishes& wishes_;
  std::string path_;
  Access access_;
  std::optional<Handle> handle_;
  Bytes kept_;
};

/* Answers to so many wishes fit the socket, so that neither side waits for the other. */
constexpr std::size_t kMaxUnanswered = 16;

}  // namespace

Status Wishes::take_answers() {
  for (; unanswered_ > 0; --unanswered_) {
    AEX_TRY(const Bytes& answer, channel_->receive(Channel::kForever));
    const Status status = MessageReader{ByteView(answer)}.status();
    if (first_error_.ok()) first_error_ = status;
  }
  return {};
}

Result<Bytes> Wishes::ask(ByteView message) {
  AEX_CHECK(channel_->send(message, Channel::kForever));
  AEX_CHECK(take_answers());
  AEX_TRY(const Bytes& answer, channel_->receive(Channel::kForever));
  MessageReader reader{ByteView(answer)};
  AEX_CHECK(reader.status());
  return Bytes(answer.begin() + 8, answer.end());
}

Status Wishes::tell(ByteView message) {
  if (unanswered_ >= kMaxUnanswered) AEX_CHECK(take_answers());
  AEX_CHECK(first_error_);
  AEX_CHECK(channel_->send(message, Channel::kForever));
  ++unanswered_;
  return {};
}

Status Wishes::settle() {
  AEX_CHECK(take_answers());
  const Status status = first_error_;
  first_error_ = {};
  return status;
}

Result<std::unique_ptr<ReadFile>> RemoteFiles::open(const std::string& path) {
  const MessageWriter message = wish(FileWish::open).put_text(path);
  AEX_TRY(const Bytes& answer, wishes_.ask(ByteView(message.bytes())));
  MessageReader reader{ByteView(answer)};
  const std::uint64_t number = reader.number();
  const std::uint64_t size = reader.number();
  return std::unique_ptr<ReadFile>(new RemoteReadFile(wishes_, number, size, reader.run()));
}

Result<std::unique_ptr<WriteFile>> RemoteFiles::create(const std::string& path, Access access) {
  return std::unique_ptr<WriteFile>(new RemoteWriteFile(wishes_, path, access));
}

Result<FileInfo> RemoteFiles::info(const std::string& path, bool follow) {
  const MessageWriter message = wish(FileWish::info).put_text(path).put(follow ? 1 : 0);
  AEX_TRY(const Bytes& answer, wishes_.ask(ByteView(message.bytes())));
  MessageReader reader{ByteView(answer)};
  FileInfo info;
  info.kind = static_cast<FileKind>(reader.number());
  info.size = reader.number();
  return info;
}

Status RemoteFiles::make_folder(const std::string& path, Access access, bool* existed) {
  MessageWriter message = wish(FileWish::make_folder);
  message.put_text(path).put(static_cast<std::uint64_t>(access)).put(existed != nullptr ? 1 : 0);
  AEX_TRY(const Bytes& answer, wishes_.ask(ByteView(message.bytes())));
  if (existed != nullptr) *existed = MessageReader(ByteView(answer)).number() != 0;
  return {};
}

Status RemoteFiles::rename(const std::string& from, const std::string& to) {
  return wishes_.tell(ByteView(wish(FileWish::rename).put_text(from).put_text(to).bytes()));
}

Status RemoteFiles::remove(const std::string& path) {
  return wishes_.tell(ByteView(wish(FileWish::remove).put_text(path).bytes()));
}

Status RemoteFiles::remove_tree(const std::string& path) {
  return wishes_.tell(ByteView(wish(FileWish::remove_tree).put_text(path).bytes()));
}

Result<std::vector<std::string>> RemoteFiles::list(const std::string& path) {
  return Error(Code::unsupported, "a confined process does not list " + path);
}

Status RemoteFiles::restrict_to_owner(const std::string& path) {
  return Error(Code::unsupported, "a confined process does not change the rights of " + path);
}

}  // namespace aex::os
