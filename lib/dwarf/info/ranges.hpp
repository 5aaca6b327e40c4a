/** Which addresses an entry covers: DW_AT_low_pc, DW_AT_high_pc, DW_AT_ranges. */
#pragma once

#include "dwarf/info/entries.hpp"

namespace aex::dwarf {

struct AddressRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0; /**< first address behind */
};

/** What a unit's addresses count from. */
struct RangeBase {
  Encoding encoding;
  std::uint64_t address = 0;     /**< DW_AT_low_pc of the unit */
  std::uint64_t addr_base = 0;   /**< into .debug_addr */
  std::uint64_t rnglists = 0;    /**< DW_AT_rnglists_base, into .debug_rnglists */
  std::uint64_t ranges = 0;      /**< DW_AT_GNU_ranges_base, into .debug_ranges */
  std::uint64_t whole_lists = 0; /**< where an offset into .debug_rnglists counts from */
};

/** Reads .debug_addr, .debug_ranges and .debug_rnglists (DWARF 2 to 5). */
class Ranges {
 public:
  /** `split` holds .debug_rnglists if it is not null; the rest comes from `main`. Borrowed. */
  static Result<Ranges> open(Sections& main, Sections* split);

  /** The number of an address or of an index into .debug_addr. */
  Result<std::uint64_t> address(const Value& value, const RangeBase& base);
  /** Appends what the values cover, empty ranges left out; at most 65,536 of them. */
  Status read(const Value& low, const Value& high, const Value& ranges, const RangeBase& base,
              std::vector<AddressRange>& out);

 private:
  explicit Ranges(Sections& main) : path_(main.path()), is_big_endian_(main.is_big_endian()) {}
  Status read_old(std::uint64_t offset, const RangeBase& base, std::vector<AddressRange>& out);
  Status read_list(const Value& value, const RangeBase& base, std::vector<AddressRange>& out);
  Result<bool> read_item(RangeBase& base, std::vector<AddressRange>& out);
  Result<std::uint64_t> indexed(std::uint64_t index, const RangeBase& base);
  Error missing(const char* name) const;

  std::string path_;
  bool is_big_endian_;
  std::optional<Cursor> addresses_;
  std::optional<Cursor> old_lists_;
  std::optional<Cursor> lists_;
};

}  // namespace aex::dwarf
