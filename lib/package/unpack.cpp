#include "package/unpack.hpp"

#include <algorithm>

#include "codec/gzip.hpp"
#include "codec/json.hpp"
#include "codec/tar.hpp"
#include "codec/threads/ahead.hpp"

namespace aex::package {
namespace {

using codec::TarKind;
using codec::TarMember;

constexpr std::size_t kMaxPathBytes = 1024;
constexpr std::size_t kMaxFolders = 32;
constexpr std::size_t kMaxPartBytes = 255;

/* Headers, and long names in members of their own. */
constexpr std::uint64_t kMaxHeadBytes = 4096;
constexpr std::uint64_t kMaxFillBytes = 2u << 20;
/* A small file of one letter shrinks by any ratio and harms nobody. */
constexpr std::uint64_t kFreeBytes = 16u << 20;
/* Files are brought to the disk together, and their paths are held until then. */
constexpr std::size_t kMaxUnsynced = 256;

/* Packed; less is unpacked before a thread for it has begun. */
constexpr std::uint64_t kSmallBytes = 64u << 10;

/** Tells how much of the packed file was read. */
class CountedFile final : public Source {
 public:
  explicit CountedFile(Source& in) : in_(in) {}
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
    AEX_TRY(const std::size_t got, in_.read(out, capacity));
    bytes_ += got;
    return got;
  }
  std::uint64_t bytes() const { return bytes_; }

 private:
  Source& in_;
  std::uint64_t bytes_ = 0;
};

/** Ends a stream that goes on longer than any archive within the limits, or grows too fast. */
class GuardedSource final : public Source {
 public:
  GuardedSource(Source& in, const CountedFile& packed, const UnpackLimits& limits,
                const std::string& archive)
      : in_(in), packed_(packed), limits_(limits), archive_(archive) {}

  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
    AEX_TRY(const std::size_t got, in_.read(out, capacity));
    bytes_ += got;
    if (bytes_ > kMaxFillBytes && (bytes_ - kMaxFillBytes) / kMaxHeadBytes >
                                      limits_.max_bytes / kMaxHeadBytes + limits_.max_members) {
      return Error(Code::archive_too_large, {archive_, " does not end"});
    }
    if (limits_.max_ratio != 0 && bytes_ > kFreeBytes &&
        bytes_ / limits_.max_ratio > packed_.bytes()) {
      return Error(Code::archive_too_large,
                   {archive_, " unpacks to over ", decimal(limits_.max_ratio),
                    " times its size (max_result_ratio)"});
    }
    return got;
  }

 private:
  Source& in_;
  const CountedFile& packed_;
  const UnpackLimits& limits_;
  const std::string& archive_;
  std::uint64_t bytes_ = 0;
};

/** One archive on its way to a folder. */
class Unpacker {
 public:
  Unpacker(const std::string& archive, const std::string& into, const UnpackLimits& limits,
           os::Files& files, Control& control)
      : archive_(os::base_name(archive)),
        into_(into),
        limits_(limits),
        files_(files),
        control_(control),
        unsynced_{archive} {}

  /** What has not been brought to the disk yet. */
  std::vector<std::string>& unsynced() { return unsynced_; }

  Status run(os::ReadFile& file) {
    CountedFile counted(file);
    codec::GunzipSource gunzip(counted);
    GuardedSource guarded(gunzip, counted, limits_, archive_);
    codec::AheadSource ahead(guarded, limits_.max_threads > 1 && file.size() > kSmallBytes);
    codec::TarReader tar(ahead);
    for (;;) {
      AEX_TRY(const std::optional<TarMember>& member, tar.next());
      if (!member.has_value()) return tar.finish();
      AEX_CHECK(take(*member, tar));
    }
  }

 private:
  Error refuse(Code code, const std::string& member, const char* why = "") const {
    return {code, {archive_, ", member '", printable(member), "'", why}};
  }
  Error refuse_name(const std::string& member) const {
    return refuse(Code::archive_malformed, member, ", whose name no file can have");
  }
  Error refuse_twice(const std::string& member) const {
    return refuse(Code::archive_malformed, member, ", whose place is taken");
  }

  /* A member's name is the sender's text: it must not drive a terminal. */
  static std::string printable(const std::string& text) {
    std::string safe = text.substr(0, 200);
    for (char& letter : safe) {
      if (letter < ' ' || letter > '~') letter = '?';
    }
    return safe;
  }

  /* Nor may the name of a file on this machine. */
  static bool is_plain(const std::string& part) {
    return part.size() <= kMaxPartBytes && std::none_of(part.begin(), part.end(), [](char letter) {
             return std::uint8_t(letter) < ' ' || letter == 0x7f;
           });
  }

  /** The path below the folder: empty parts and "." dropped, everything else refused. */
  Result<std::vector<std::string>> parts_of(const std::string& path) const {
    if (path.empty() || path.size() > kMaxPathBytes) return refuse_name(path);
    if (path[0] == '/') return refuse(Code::archive_absolute_path, path);
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= path.size();) {
      const std::size_t end = std::min(path.find('/', at), path.size());
      const std::string part = path.substr(at, end - at);
      if (part == "..") return refuse(Code::archive_parent_path, path);
      if (!is_plain(part)) return refuse_name(path);
      if (!part.empty() && part != ".") parts.push_back(part);
      at = end + 1;
    }
    if (parts.size() > kMaxFolders) return refuse_name(path);
    return parts;
  }

  Status judge(const TarMember& member) {
    if (++members_ > limits_.max_members) {
      return refuse(Code::archive_too_many_members, member.path);
    }
    switch (member.kind) {
      case TarKind::symbolic_link:
      case TarKind::hard_link: return refuse(Code::archive_link, member.path);
      case TarKind::special: return refuse(Code::archive_special_file, member.path);
      case TarKind::file:
      case TarKind::folder: break;
    }
    if (member.size > limits_.max_bytes - bytes_) {
      return refuse(Code::archive_too_large, member.path);
    }
    bytes_ += member.size;
    return {};
  }

  Status take(const TarMember& member, codec::TarReader& tar) {
    AEX_TRY(const std::vector<std::string>& parts, parts_of(member.path));
    AEX_CHECK(judge(member));
    std::string path = into_;
    os::Access access = limits_.access;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      path = os::join(path, parts[i]);
      const bool is_last = i + 1 == parts.size();
      if (parts[i][0] == '.') access = os::Access::owner;
      if (is_last && member.kind == TarKind::file) return take_file(member, path, access, tar);
      AEX_CHECK(enter_folder(member, path, access));
    }
    return {};
  }

  /* Every folder on the way is one that this archive made: there are no links to follow. */
  Status enter_folder(const TarMember& member, const std::string& path, os::Access access) {
    const Result<os::FileInfo> there = files_.info(path, false);
    if (!there.ok()) return files_.make_folder(path, access, nullptr);
    if (there.value().kind == os::FileKind::folder) return {};
    return refuse_twice(member.path);
  }

  Status take_file(const TarMember& member, const std::string& path, os::Access access,
                   codec::TarReader& tar) {
    if (files_.info(path, false).ok()) return refuse_twice(member.path);
    AEX_TRY(const std::unique_ptr<os::WriteFile> out, files_.unsynced().create(path, access));
    Bytes buffer(kStreamBytes);
    for (;;) {
      AEX_TRY(const std::size_t got, tar.read(buffer.data(), buffer.size()));
      if (got == 0) break;
      AEX_CHECK(out->write({buffer.data(), got}));
      written_ += got;
      AEX_CHECK(control_.report(Stage::unpack, written_, 0));
    }
    AEX_CHECK(out->finish());
    unsynced_.push_back(path);
    if (unsynced_.size() < kMaxUnsynced) return {};
    AEX_CHECK(files_.sync(unsynced_));
    unsynced_.clear();
    return {};
  }

  std::string archive_;
  const std::string& into_;
  const UnpackLimits& limits_;
  os::Files& files_;
  Control& control_;
  std::uint64_t members_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t written_ = 0;
  std::vector<std::string> unsynced_;
};

/* The codecs do not know which file they read. */
Error with_name(const Error& error, const std::string& archive) {
  const bool is_of_codec = error.code() == Code::archive_malformed;
  if (!is_of_codec || error.detail().find(archive) != std::string::npos) return error;
  return {error.code(), {archive, ": ", error.detail()}};
}

Status pack_below(const std::string& folder, const std::string& name, os::Files& files,
                  codec::TarWriter& tar) {
  AEX_CHECK(tar.add_folder(name));
  AEX_TRY(const std::vector<std::string>& entries, files.list(folder));
  for (const std::string& entry : entries) {
    const std::string path = os::join(folder, entry);
    AEX_TRY(const os::FileInfo& info, files.info(path, false));
    if (info.kind == os::FileKind::folder) {
      AEX_CHECK(pack_below(path, name + '/' + entry, files, tar));
    } else if (info.kind == os::FileKind::regular) {
      AEX_TRY(const std::unique_ptr<os::ReadFile>& file, files.open(path));
      AEX_CHECK(tar.add(name + '/' + entry, file->size(), *file));
    }
  }
  return {};
}

constexpr std::size_t kMaxConfigBytes = 16u << 20;

bool is_secret(codec::JsonNode node) { return node.key() == "apikey" || node.key() == "otp"; }

bool has_secrets(codec::JsonNode config) {
  for (codec::JsonNode n = config.first(); n.exists(); n = n.next()) {
    if (is_secret(n) && !(n.is_string() && n.text().empty())) return true;
  }
  return false;
}

codec::Json blanked(codec::JsonNode config) {
  codec::Json blanked = codec::Json::object();
  for (codec::JsonNode n = config.first(); n.exists(); n = n.next()) {
    is_secret(n) ? blanked.add(n.key(), "") : blanked.add_copy(n.key(), n);
  }
  return blanked;
}

/* The service may send its copy of config.json back with what we sealed into the package. Returns
 * whether the file is another now. */
Result<bool> blank_secrets(os::Files& files, const std::string& path) {
  Result<std::string> text = os::read_text(files, path, kMaxConfigBytes);
  if (!text.ok()) {
    if (text.error().code() == Code::file_missing) return false;
    return std::move(text).error();
  }
  const Result<codec::Json> json = codec::Json::parse(text.value());
  wipe(text.value().data(), text.value().size());
  if (!json.ok() || !json.value().node().is_object()) {
    AEX_CHECK(files.remove(path));
    return true;
  }
  const codec::JsonNode config = json.value().node();
  if (!has_secrets(config)) return false;
  AEX_CHECK(
      os::write_atomically(files, path, ByteView(blanked(config).dump(4)), os::Access::owner));
  return true;
}

/* Returns what is to be brought to the disk. */
Result<std::vector<std::string>> unpack_members(const std::string& tar_gz_path,
                                                const std::string& into, const UnpackLimits& limits,
                                                os::Files& files, Control& control) {
  AEX_TRY(const std::unique_ptr<os::ReadFile>& file, files.open(tar_gz_path));
  os::Scratch scratch(files, into);
  AEX_CHECK(scratch.make_folder(limits.access));
  Unpacker unpacker(tar_gz_path, into, limits, files, control);
  const Status unpacked = unpacker.run(*file);
  if (!unpacked.ok()) return with_name(unpacked.error(), os::base_name(tar_gz_path));
  scratch.keep();
  return std::move(unpacker.unsynced());
}

}  // namespace

Status unpack(const std::string& tar_gz_path, const std::string& into, const UnpackLimits& limits,
              os::Files& files, Control& control) {
  AEX_TRY(const std::vector<std::string>& unsynced,
          unpack_members(tar_gz_path, into, limits, files, control));
  os::Scratch scratch(files, into);
  AEX_CHECK(files.sync(unsynced));
  scratch.keep();
  return {};
}

Result<std::string> unpack_result(const ResultBundle& bundle, const std::string& name,
                                  const UnpackLimits& limits, os::Files& files, Control& control) {
  const std::string folder = os::parent_folder(bundle.path);
  const std::string unpacked = os::join(folder, ".unpacked");
  AEX_TRY(std::vector<std::string> unsynced,
          unpack_members(bundle.path, unpacked, limits, files, control));
  const os::Scratch scratch(files, unpacked);
  const std::string top = os::join(unpacked, name);
  const Result<os::FileInfo> info = files.info(top, false);
  if (!info.ok() && info.error().code() != Code::file_missing) return info.error();
  if (!info.ok() || info.value().kind != os::FileKind::folder) {
    return Error(Code::archive_malformed,
                 {os::base_name(bundle.path), " has no top folder '", name, "'"});
  }
  const std::string config = os::join(os::join(top, ".experiment"), "config.json");
  AEX_TRY(const bool is_changed, blank_secrets(files.unsynced(), config));
  if (is_changed) unsynced.push_back(config);
  AEX_CHECK(files.sync(unsynced));
  const std::string root = os::join(folder, name);
  AEX_CHECK(files.unsynced().rename(top, root));
  return root;
}

Status pack_folder(const std::string& folder, const std::string& top, os::Files& files,
                   const std::string& tar_gz_path) {
  os::Scratch scratch(files, tar_gz_path);
  AEX_TRY(const std::unique_ptr<os::WriteFile>& out, scratch.create(os::Access::owner));
  codec::GzipSink gzip(*out);
  codec::TarWriter tar(gzip);
  AEX_CHECK(pack_below(folder, top, files, tar));
  AEX_CHECK(tar.finish());
  AEX_CHECK(gzip.finish());
  AEX_CHECK(out->finish());
  scratch.keep();
  return {};
}

}  // namespace aex::package
