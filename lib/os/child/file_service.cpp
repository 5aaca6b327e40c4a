#include "os/child/file_service.hpp"

#include <algorithm>

namespace aex::os {
namespace {

Error refusal(const std::string& what) {
  return Error(Code::invalid_argument, "a confined process asked for " + what);
}

Bytes answer(const Status& status) { return MessageWriter().put_status(status).bytes(); }

Bytes answer_number(std::uint64_t number) { return MessageWriter().put(0).put(number).bytes(); }

/* What can be had at once, which is all but at the end of a file. */
Result<Bytes> read_some(ReadFile& file, std::size_t size) {
  Bytes bytes(size);
  AEX_TRY(const std::size_t count, read_full(file, bytes.data(), bytes.size()));
  bytes.resize(count);
  return bytes;
}

bool climbs(const std::string& path) {
  const std::string closed = path + "/";
  return closed.find("/../") != std::string::npos || closed.compare(0, 3, "../") == 0;
}

Access access_of(std::uint64_t number) { return number == 0 ? Access::owner : Access::shared; }

}  // namespace

bool FileService::may_write(const std::string& path) const {
  const std::string& folder = grants_.writable;
  if (folder.empty() || climbs(path) || path.find('\0') != std::string::npos) return false;
  return path.compare(0, folder.size(), folder) == 0 &&
         (path.size() == folder.size() || path[folder.size()] == '/');
}

Result<std::uint64_t> FileService::keep(Open file) {
  if (open_.size() >= kMaxOpenFiles) return refusal("too many files at once");
  open_.emplace(next_, std::move(file));
  return next_++;
}

/* A file that ends with its head needs no number. */
Result<Bytes> FileService::open(const std::string& path) {
  const auto& readable = grants_.readable;
  if (std::find(readable.begin(), readable.end(), path) == readable.end()) return refusal(path);
  Result<std::unique_ptr<ReadFile>> opened = files_.open(path);
  if (!opened.ok()) return answer(opened.error());
  ReadFile& file = *opened.value();
  const std::uint64_t size = file.size();
  const Result<Bytes> head = read_some(file, kMaxHeadBytes);
  if (!head.ok()) return answer(head.error());
  std::uint64_t number = 0;
  if (head.value().size() < size) {
    AEX_TRY(number, keep({std::move(opened).value(), nullptr}));
  }
  return MessageWriter().put(0).put(number).put(size).put(ByteView(head.value())).bytes();
}

Result<Bytes> FileService::create(const std::string& path, Access access) {
  Result<std::unique_ptr<WriteFile>> file = files_.create(path, access);
  if (!file.ok()) return answer(file.error());
  AEX_TRY(const std::uint64_t number, keep({nullptr, std::move(file).value()}));
  return answer_number(number);
}

Result<Bytes> FileService::write_whole(const std::string& path, MessageReader& reader) {
  const Access access = access_of(reader.number());
  const ByteView bytes = reader.run();
  if (!reader.is_whole()) return refusal("half a file");
  const Result<std::unique_ptr<WriteFile>> file = files_.create(path, access);
  if (!file.ok()) return answer(file.error());
  AEX_CHECK(charge(bytes.size));
  const Status written = file.value()->write(bytes);
  return answer(written.ok() ? file.value()->finish() : written);
}

Result<Bytes> FileService::make_folder(const std::string& path, MessageReader& reader) {
  const Access access = access_of(reader.number());
  const bool may_exist = reader.number() != 0;
  bool existed = false;
  const Status status = files_.make_folder(path, access, may_exist ? &existed : nullptr);
  return status.ok() ? answer_number(existed ? 1 : 0) : answer(status);
}

Result<Bytes> FileService::rename(const std::string& from, const std::string& to) {
  if (!may_write(to)) return refusal(to);
  return answer(files_.rename(from, to));
}

Result<Bytes> FileService::tell_info(const std::string& path, bool follow) {
  const Result<FileInfo> info = files_.info(path, follow);
  if (!info.ok()) return answer(info.error());
  const auto kind = static_cast<std::uint64_t>(info.value().kind);
  return MessageWriter().put(0).put(kind).put(info.value().size).bytes();
}

Status FileService::charge(std::uint64_t size) {
  if (size > grants_.max_written_bytes - written_bytes_) return refusal("too much room");
  written_bytes_ += size;
  return {};
}

Result<Bytes> FileService::read(ReadFile& file, MessageReader& reader) {
  const Status moved = file.seek(reader.number());
  if (!moved.ok()) return answer(moved);
  const std::uint64_t wanted = std::min<std::uint64_t>(reader.number(), kMaxMovedBytes);
  const Result<Bytes> bytes = read_some(file, static_cast<std::size_t>(wanted));
  if (!bytes.ok()) return answer(bytes.error());
  return MessageWriter().put(0).put(ByteView(bytes.value())).bytes();
}

Result<Bytes> FileService::write(WriteFile& file, FileWish wish, MessageReader& reader) {
  const std::uint64_t offset = wish == FileWish::write_at ? reader.number() : 0;
  const ByteView bytes = reader.run();
  AEX_CHECK(charge(bytes.size));
  return answer(wish == FileWish::write ? file.write(bytes) : file.write_at(offset, bytes));
}

Result<Bytes> FileService::serve_handle(FileWish wish, MessageReader& reader) {
  const auto found = open_.find(reader.number());
  if (found == open_.end()) return refusal("a file that is not open");
  const Open& file = found->second;
  if (wish == FileWish::close) {
    open_.erase(found);
    return answer({});
  }
  if (wish == FileWish::read ? file.reader == nullptr : file.writer == nullptr) {
    return refusal("the wrong act");
  }
  if (wish == FileWish::read) return read(*file.reader, reader);
  if (wish == FileWish::finish) return answer(file.writer->finish());
  return write(*file.writer, wish, reader);
}

Result<Bytes> FileService::serve_path(FileWish wish, MessageReader& reader) {
  const std::string path = reader.text();
  if (wish == FileWish::open) return open(path);
  if (!may_write(path)) return refusal(path);
  switch (wish) {
    case FileWish::create: return create(path, access_of(reader.number()));
    case FileWish::write_whole: return write_whole(path, reader);
    case FileWish::info: return tell_info(path, reader.number() != 0);
    case FileWish::make_folder: return make_folder(path, reader);
    case FileWish::rename: return rename(path, reader.text());
    case FileWish::remove: return answer(files_.remove(path));
    case FileWish::remove_tree: return answer(files_.remove_tree(path));
    default: return refusal("something unknown");
  }
}

Result<Bytes> FileService::serve(ByteView message) {
  MessageReader reader(message);
  const auto wish = static_cast<FileWish>(reader.number());
  const bool has_handle = (wish >= FileWish::read && wish <= FileWish::close) ||
                          (wish >= FileWish::write && wish <= FileWish::finish);
  Result<Bytes> served = has_handle ? serve_handle(wish, reader) : serve_path(wish, reader);
  if (!reader.is_whole()) return refusal("something with a part missing");
  return served;
}

}  // namespace aex::os
