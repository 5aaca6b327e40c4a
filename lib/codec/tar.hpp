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
  /** Paths that ustar cannot hold (long, not ASCII) and sizes from 8 GiB go into a pax header.
   *  The source must give exactly `size` bytes, else Code::workload_changed with the path.
   *  An empty path and one with a NUL are Code::invalid_argument. */
  Status add(const std::string& path, std::uint64_t size, Source& content);
  Status add_folder(const std::string& path);
  /** The two empty blocks at the end. */
  Status finish();

 private:
  Status header(const std::string& path, std::uint64_t size, char type, std::uint32_t mode);
  Status pax(const std::string& name, const std::string& records);
  Sink* out_;
};

/** Reads members in order. Never judges paths or kinds: the caller does. Bad checksums, sparse
 *  members, cut archives and extended headers over 64 KiB are Code::archive_malformed. An archive
 *  without its end mark counts as cut, even between members. */
class TarReader {
 public:
  explicit TarReader(Source& in) : in_(&in) {}
  /** The next member; nothing at the end mark. Skips what is left of the last one. */
  Result<std::optional<TarMember>> next();
  /** Content of the current member; 0 at its end. */
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity);
  /** After the end mark: reads the source to its end, so that whatever it checks there is checked
   *  (GunzipSource: the CRC). Only zeros may follow the mark, else Code::archive_malformed. */
  Status finish();

 private:
  struct Extension; /* what extended headers say about the member after them */
  Status block(std::uint8_t* out);
  Status end_mark();
  Status extend(Extension* extension, char type, std::uint64_t size);
  Result<TarMember> member(const std::uint8_t* block, std::uint64_t size, Extension extension);
  Status skip(std::uint64_t bytes);
  Source* in_;
  std::uint64_t left_ = 0;
  std::uint64_t padding_ = 0;
  bool is_at_end_ = false;
};

}  // namespace aex::codec
