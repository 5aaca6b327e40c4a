#include "os/child/remote_files.hpp"

#include <algorithm>

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

class RemoteReadFile final : public ReadFile {
 public:
  RemoteReadFile(Channel& channel, std::uint64_t number, std::uint64_t size)
      : handle_(channel, number), size_(size) {}

  std::uint64_t size() const override { return size_; }
  Status seek(std::uint64_t offset) override {
    return tell(handle_.channel(), handle_.begin(FileWish::seek).put(offset));
  }
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
    const std::size_t wanted = std::min(capacity, kMaxMovedBytes);
    AEX_TRY(const Bytes& answer,
            ask(handle_.channel(), handle_.begin(FileWish::read).put(std::uint64_t{wanted})));
    const ByteView bytes = MessageReader(ByteView(answer)).run().slice(0, wanted);
    std::copy(bytes.begin(), bytes.end(), out);
    return bytes.size;
  }

 private:
  Handle handle_;
  std::uint64_t size_;
};

class RemoteWriteFile final : public WriteFile {
 public:
  RemoteWriteFile(Channel& channel, std::uint64_t number) : handle_(channel, number) {}

  Status write(ByteView bytes) override {
    for (; !bytes.empty(); bytes = bytes.slice(kMaxMovedBytes)) {
      AEX_CHECK(tell(handle_.channel(),
                     handle_.begin(FileWish::write).put(bytes.slice(0, kMaxMovedBytes))));
    }
    return {};
  }
  Status write_at(std::uint64_t offset, ByteView bytes) override {
    for (; !bytes.empty(); bytes = bytes.slice(kMaxMovedBytes), offset += kMaxMovedBytes) {
      AEX_CHECK(
          tell(handle_.channel(),
               handle_.begin(FileWish::write_at).put(offset).put(bytes.slice(0, kMaxMovedBytes))));
    }
    return {};
  }
  Status finish() override { return tell(handle_.channel(), handle_.begin(FileWish::finish)); }

 private:
  Handle handle_;
};

}  // namespace

Result<std::unique_ptr<ReadFile>> RemoteFiles::open(const std::string& path) {
  AEX_TRY(const Bytes& answer, ask(*channel_, wish(FileWish::open).put_text(path)));
  MessageReader reader{ByteView(answer)};
  const std::uint64_t number = reader.number();
  return std::unique_ptr<ReadFile>(new RemoteReadFile(*channel_, number, reader.number()));
}

Result<std::unique_ptr<WriteFile>> RemoteFiles::create(const std::string& path, Access access) {
  AEX_TRY(const Bytes& answer,
          ask(*channel_,
              wish(FileWish::create).put_text(path).put(static_cast<std::uint64_t>(access))));
  const std::uint64_t number = MessageReader(ByteView(answer)).number();
  return std::unique_ptr<WriteFile>(new RemoteWriteFile(*channel_, number));
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
