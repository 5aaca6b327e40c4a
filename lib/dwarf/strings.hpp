/** The texts of debug information: each kept once and known by a number. */
#pragma once

#include <optional>
#include <unordered_map>

#include "dwarf/form.hpp"
#include "dwarf/id_map.hpp"

namespace aex::dwarf {

/** Number of a text in Strings; 0 is the empty text. */
using TextId = std::uint32_t;

/** Where a unit's indices into .debug_str_offsets count from. */
struct TextBase {
  bool is_64 = false;
  std::uint64_t str_offsets = 0; /**< of the first entry */
};

/** Reads .debug_str, .debug_line_str and .debug_str_offsets on demand. All texts together are
 *  bounded (256 MiB), so overlapping ones cannot exhaust the memory. */
class Strings {
 public:
  static Result<Strings> open(Sections& sections);

  std::string_view text(TextId id) const { return texts_[id]; }
  /** Code::dwarf_malformed when all texts together pass the bound. */
  Result<TextId> intern(std::string_view text);
  /** The text of a value for which is_text() holds. `home` is the cursor that read the value; it
   *  is moved for an inline text. A text in a supplementary file is the empty one. */
  Result<TextId> resolve(const Value& value, const TextBase& base, Cursor& home);

 private:
  /* A section of texts and the numbers of those read from it. */
  struct Pool {
    const char* name;
    std::optional<Cursor> cursor;
    IdMap known;
  };

  explicit Strings(Sections& sections) : path_(sections.path()) { texts_.emplace_back(); }
  Result<TextId> read(Pool& pool, std::uint64_t offset);
  Result<TextId> read_indexed(std::uint64_t index, const TextBase& base);
  Result<TextId> read_inline(Cursor& cursor, std::uint64_t offset);
  Error missing(const char* name) const;

  std::string path_;
  Pool str_{".debug_str", {}, {}};
  Pool line_str_{".debug_line_str", {}, {}};
  std::optional<Cursor> str_offsets_;
  std::unordered_map<std::string_view, TextId> ids_;
  std::vector<std::string_view> texts_;
  std::vector<std::unique_ptr<char[]>> chunks_;
  char* chunk_ = nullptr;
  std::size_t chunk_rest_ = 0; /* bytes */
  std::size_t total_ = 0;      /* bytes */
  std::string buffer_;
};

}  // namespace aex::dwarf
