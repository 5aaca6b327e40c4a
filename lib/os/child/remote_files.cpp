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

/* What the parent answered, without the status at its beginning. */
Result<Bytes> ask(Channel& channel, const MessageWriter& message) {
  AEX_CHECK(channel.send(message.bytes(), Channel::kForever));
  AEX_TRY(const Bytes& answer, channel.receive(Channel::kForever));
  MessageReader reader{ByteView(answer)};
  AEX_CHECK(reader.status());
  return Bytes(answer.begin() + 8, answer.end());
}

Status tell(Channel& channel, const MessageWriter& message) {
  const Result<Bytes> answer = ask(channel, message);
  return answer.ok() ? Status() : Status(answer.error());
}

/* One open file of the parent. */
class Handle {
 public:
  Handle(Channel& channel, std::uint64_t number) : channel_(&channel), number_(number) {}
  ~Handle() { (void)tell(*channel_, begin(FileWish::close)); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  MessageWriter begin(FileWish kind) const {
    MessageWriter writer = wish(kind);
    writer.put(number_);
    return writer;
  }
  Channel& channel() const { return *channel_; }

 private:
  Channel* channel_;
  std::uint64_t number_;
};

/* Keeps what came last, from `begin_` on. */
class RemoteReadFile final : public ReadFile {
 public:
  RemoteReadFile(Channel& channel, std::uint64_t number, std::uint64_t size, ByteView head)
      : size_(size), kept_(head.begin(), head.end()) {
    if (number != 0) handle_.emplace(channel, number);
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
    AEX_TRY(const Bytes answer,
            ask(handle_->channel(), handle_->begin(FileWish::read).put(position_).put(wanted)));
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
  RemoteWriteFile(Channel& channel, const std::string& path, Access access)
      : channel_(channel), path_(path), access_(access) {}

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
      AEX_CHECK(
          tell(channel_,
               handle_->begin(FileWish::write_at).put(offset).put(bytes.slice(0, kMaxMovedBytes))));
    }
    return {};
  }
  Status finish() override {
    if (!handle_) return tell(channel_, naming(FileWish::write_whole).put(ByteView(kept_)));
    AEX_CHECK(flush());
    return tell(channel_, handle_->begin(FileWish::finish));
  }

 private:
  MessageWriter naming(FileWish kind) const {
    return wish(kind).put_text(path_).put(static_cast<std::uint64_t>(access_));
  }
  Status flush() {
    if (!handle_) {
      AEX_TRY(const Bytes answer, ask(channel_, naming(FileWish::create)));
      handle_.emplace(channel_, MessageReader(ByteView(answer)).number());
    }
    const ByteView bytes(kept_);
    AEX_CHECK(tell(channel_, handle_->begin(FileWish::write).put(bytes)));
    kept_.clear();
    return {};
  }

  Channel& channel_;
  std::string path_;
  Access access_;
  std::optional<Handle> handle_;
  Bytes kept_;
};

}  // namespace

Result<std::unique_ptr<ReadFile>> RemoteFiles::open(const std::string& path) {
  AEX_TRY(const Bytes& answer, ask(*channel_, wish(FileWish::open).put_text(path)));
  MessageReader reader{ByteView(answer)};
  const std::uint64_t number = reader.number();
  const std::uint64_t size = reader.number();
  return std::unique_ptr<ReadFile>(new RemoteReadFile(*channel_, number, size, reader.run()));
}

Result<std::unique_ptr<WriteFile>> RemoteFiles::create(const std::string& path, Access access) {
  return std::unique_ptr<WriteFile>(new RemoteWriteFile(*channel_, path, access));
}

Result<FileInfo> RemoteFiles::info(const std::string& path, bool follow) {
  AEX_TRY(const Bytes& answer,
          ask(*channel_, wish(FileWish::info).put_text(path).put(follow ? 1 : 0)));
  MessageReader reader{ByteView(answer)};
  FileInfo info;
  info.kind = static_cast<FileKind>(reader.number());
  info.size = reader.number();
  return info;
}

Status RemoteFiles::make_folder(const std::string& path, Access access, bool* existed) {
  AEX_TRY(const Bytes& answer, ask(*channel_, wish(FileWish::make_folder)
                                                  .put_text(path)
                                                  .put(static_cast<std::uint64_t>(access))
                                                  .put(existed != nullptr ? 1 : 0)));
  if (existed != nullptr) *existed = MessageReader(ByteView(answer)).number() != 0;
  return {};
}

Status RemoteFiles::rename(const std::string& from, const std::string& to) {
  return tell(*channel_, wish(FileWish::rename).put_text(from).put_text(to));
}

Status RemoteFiles::remove(const std::string& path) {
  return tell(*channel_, wish(FileWish::remove).put_text(path));
}

Status RemoteFiles::remove_tree(const std::string& path) {
  return tell(*channel_, wish(FileWish::remove_tree).put_text(path));
}

Result<std::vector<std::string>> RemoteFiles::list(const std::string& path) {
  return Error(Code::unsupported, "a confined process does not list " + path);
}

Status RemoteFiles::restrict_to_owner(const std::string& path) {
  return Error(Code::unsupported, "a confined process does not change the rights of " + path);
}

}  // namespace aex::os
