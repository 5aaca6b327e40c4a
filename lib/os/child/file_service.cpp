#include "os/child/file_service.hpp"

#include <algorithm>

namespace aex::os {
namespace {

Error refusal(const std::string& what) {
  return Error(Code::invalid_argument, "a confined process asked for " + what);
}

Bytes answer(const Status& status) { return MessageWriter().put_status(status).bytes(); }

Bytes answer_number(std::uint64_t number) { return MessageWriter().put(0).put(number).bytes(); }

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

Result<Bytes> FileService::keep(Open file, std::uint64_t size) {
  if (open_.size() >= kMaxOpenFiles) return refusal("too many files at once");
  open_.emplace(next_, std::move(file));
  return MessageWriter().put(0).put(next_++).put(size).bytes();
}

Result<Bytes> FileService::open(const std::string& path) {
  const auto& readable = grants_.readable;
  if (std::find(readable.begin(), readable.end(), path) == readable.end()) return refusal(path);
  Result<std::unique_ptr<ReadFile>> file = files_.open(path);
  if (!file.ok()) return answer(file.error());
  const std::uint64_t size = file.value()->size();
  return keep({std::move(file).value(), nullptr}, size);
}

Result<Bytes> FileService::create(const std::string& path, Access access) {
  Result<std::unique_ptr<WriteFile>> file = files_.create(path, access);
  if (!file.ok()) return answer(file.error());
  return keep({nullptr, std::move(file).value()}, 0);
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

Result<Bytes> FileService::read(ReadFile& file, std::uint64_t size) {
  Bytes bytes(static_cast<std::size_t>(std::min<std::uint64_t>(size, kMaxMovedBytes)));
  const Result<std::size_t> count = file.read(bytes.data(), bytes.size());
  if (!count.ok()) return answer(count.error());
  bytes.resize(count.value());
  return MessageWriter().put(0).put(ByteView(bytes)).bytes();
}

Result<Bytes> FileService::write(WriteFile& file, FileWish wish, MessageReader& reader) {
  const std::uint64_t offset = wish == FileWish::write_at ? reader.number() : 0;
  const ByteView bytes = reader.run();
  if (bytes.size > grants_.max_written_bytes - written_bytes_) return refusal("too much room");
  written_bytes_ += bytes.size;
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
  const bool is_reading = wish == FileWish::read || wish == FileWish::seek;
  if (is_reading ? file.reader == nullptr : file.writer == nullptr) return refusal("the wrong act");
  switch (wish) {
    case FileWish::read: return read(*file.reader, reader.number());
    case FileWish::seek: return answer(file.reader->seek(reader.number()));
    case FileWish::finish: return answer(file.writer->finish());
    default: return write(*file.writer, wish, reader);
  }
}

Result<Bytes> FileService::serve_path(FileWish wish, MessageReader& reader) {
  const std::string path = reader.text();
  if (wish == FileWish::open) return open(path);
  if (!may_write(path)) return refusal(path);
  switch (wish) {
    case FileWish::create: return create(path, access_of(reader.number()));
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
