/** tar archives (POSIX ustar with pax and GNU long names on reading), a buffer at a time. */
#pragma once

#include <optional>
#include <string>

#include "base/stream.hpp"

namespace aex::codec {

enum class TarKind : std::uint8_t { file, folder, symbolic_link, hard_link, special };

struct TarMember {
  std::string path; /**< as stored, not yet judged */
  TarKind kind = TarKind::file;
  std::uint64_t size = 0; /**< bytes of content */
  std::uint32_t mode = 0644;
};

/** Writes members with fixed owner (0, "root" left empty), mode 0644 and time 0, so that nothing
 *  of the user's machine leaks and equal input gives equal bytes. */
class TarWriter {
 public:
  explicit TarWriter(Sink& out) : out_(&out) {}
  /** The source must give exactly `size` bytes, else Code::workload_changed with the path. */
  Status add(const std::string& path, std::uint64_t size, Source& content);
  Status add_folder(const std::string& path);
  /** The two empty blocks at the end. */
  Status finish();

 private:
  Status header(const std::string& path, std::uint64_t size, char type, std::uint32_t mode);
  Sink* out_;
};

/** Reads members in order. Never judges paths or kinds: the caller does. Bad checksums, sparse
 *  members, cut archives and extended headers over 64 KiB are Code::archive_malformed. */
class TarReader {
 public:
  explicit TarReader(Source& in) : in_(&in) {}
  /** The next member; nothing at the end mark. Skips what is left of the last one. */
  Result<std::optional<TarMember>> next();
  /** Content of the current member; 0 at its end. */
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity);

 private:
  Status skip(std::uint64_t bytes);
  Source* in_;
  std::uint64_t left_ = 0;
  std::uint64_t padding_ = 0;
};

}  // namespace aex::codec
