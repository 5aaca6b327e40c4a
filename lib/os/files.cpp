#include "os/files.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "os/posix/posix.hpp"
#include "os/random.hpp"
#include "os/scratch.hpp"

namespace aex::os {
namespace {

constexpr std::size_t kMaxPathBytes = 1024 * 1024;
/* Leaves room in a name of 255 bytes for what a temporary name adds. */
constexpr std::size_t kMaxStemBytes = 200;

Result<std::string> working_folder() {
  for (std::size_t size = 4096; size <= kMaxPathBytes; size *= 2) {
    std::string path(size, '\0');
    if (::getcwd(path.data(), size) != nullptr) {
      path.resize(path.find('\0'));
      return path;
    }
    if (errno != ERANGE) break;
  }
  return failure("finding", "the working directory", errno);
}

std::string fold(std::string_view path) {
  std::string folded;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (part == "..") {
      folded.resize(folded.empty() ? 0 : folded.rfind('/'));
    } else if (!part.empty() && part != ".") {
      folded.append("/").append(part);
    }
  }
  return folded.empty() ? "/" : folded;
}

}  // namespace

Status Files::sync(const std::vector<std::string>&) { return {}; }

Result<std::unique_ptr<FolderLock>> Files::lock(const std::string&) {
  return std::make_unique<FolderLock>();
}

Result<std::string> absolute_path(const std::string& path) {
  if (!path.empty() && path[0] == '/') return fold(path);
  AEX_TRY(const std::string& folder, working_folder());
  return fold(join(folder, path));
}

std::string join(std::string_view folder, std::string_view name) {
  std::string path(folder);
  if (!path.empty() && path.back() != '/') path += '/';
  return path.append(name);
}

std::string base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

std::string parent_folder(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  const std::size_t last = path.find_last_not_of('/', slash);
  return last == std::string_view::npos ? "/" : std::string(path.substr(0, last + 1));
}

bool is_file(Files& files, const std::string& path) {
  const Result<FileInfo> info = files.info(path, true);
  return info.ok() && info.value().kind == FileKind::regular;
}

bool is_folder(Files& files, const std::string& path) {
  const Result<FileInfo> info = files.info(path, true);
  return info.ok() && info.value().kind == FileKind::folder;
}

Status make_folders(Files& files, const std::string& path, Access access) {
  if (path.empty()) return {};
  bool existed = false;
  const Status made = files.make_folder(path, access, &existed);
  if (made.ok() || is_folder(files, path)) return {};
  const std::string above = parent_folder(path);
  if (made.error().code() != Code::file_missing || above == path || above == ".") return made;
  AEX_CHECK(make_folders(files, above, access));
  return files.make_folder(path, access, &existed);
}

Result<std::string> read_text(Files& files, const std::string& path, std::size_t max_bytes) {
  AEX_TRY(const std::unique_ptr<ReadFile>& file, files.open(path));
  std::string text;
  // It may be a secret: a text that grows leaves copies of itself behind.
  text.reserve(std::size_t(std::min<std::uint64_t>(file->size(), max_bytes)) + kStreamBytes + 1);
  std::size_t count = 0;
  do {
    const std::size_t before = text.size();
    text.resize(before + std::min(kStreamBytes, max_bytes - before) + 1);
    AEX_TRY(count,
            read_full(*file, reinterpret_cast<std::uint8_t*>(&text[before]), text.size() - before));
    text.resize(before + count);
    if (text.size() > max_bytes) {
      return Error(Code::transfer_too_large,
                   {path, " has more than ", decimal(max_bytes), " bytes"});
    }
  } while (count != 0);
  return text;
}

Result<std::string> temporary_beside(const std::string& path) {
  unsigned random[2] = {};
  AEX_CHECK(system_entropy().fill(reinterpret_cast<std::uint8_t*>(random), sizeof random));
  char end[24];
  std::snprintf(end, sizeof end, ".%08x%08x.tmp", random[0], random[1]);
  std::string name = ".";
  name.append(base_name(path), 0, kMaxStemBytes).append(end);
  return join(parent_folder(path), name);
}

namespace {

Status write_into(Scratch& scratch, ByteView bytes, Access access) {
  AEX_TRY(const std::unique_ptr<WriteFile> file, scratch.create(access));
  AEX_CHECK(file->write(bytes));
  return file->finish();
}

/* `names` gives the file its name. */
Status write(Files& files, Files& names, const std::string& path, ByteView bytes, Access access,
             const std::vector<std::string>& also) {
  AEX_TRY(const std::string& temporary, temporary_beside(path));
  Scratch scratch(also.empty() ? files : files.unsynced(), temporary);
  AEX_CHECK(write_into(scratch, bytes, access));
  if (!also.empty()) {
    std::vector<std::string> all = also;
    all.push_back(temporary);
    AEX_CHECK(files.sync(all));
  }
  AEX_CHECK(names.rename(temporary, path));
  scratch.keep();
  return {};
}

}  // namespace

Status write_atomically(Files& files, const std::string& path, ByteView bytes, Access access,
                        const std::vector<std::string>& also) {
  return write(files, files, path, bytes, access, also);
}

Status write_eventually(Files& files, const std::string& path, ByteView bytes, Access access,
                        const std::vector<std::string>& also) {
  return write(files, files.unsynced(), path, bytes, access, also);
}

}  // namespace aex::os
