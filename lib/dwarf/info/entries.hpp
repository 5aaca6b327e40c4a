/** Debugging entries below a unit's first one, as far as they tell about code. */
#pragma once

#include "dwarf/info/units.hpp"

namespace aex::dwarf {

/** One entry. Values that it does not have are not there. */
struct Entry {
  std::uint64_t offset = 0; /**< bytes into .debug_info */
  Tag tag = Tag::none;
  bool is_end = false; /**< nothing but the end of a list of children */
  bool has_children = false;
  Value name;
  Value linkage_name;
  Value low_pc;
  Value high_pc;
  Value ranges;
  Value origin; /**< the entry that holds what this one leaves out */
  Value call_file;
  Value call_line;
  Value call_column;
};

/** Reads entries in the order of the section. */
class Entries {
 public:
  /** Both sections are borrowed. */
  Entries(Section& info, Section& abbreviations, bool is_big_endian)
      : cursor_(info, is_big_endian), abbreviations_(Cursor(abbreviations, is_big_endian)) {}

  /** Goes to the entry at `offset` of `unit`. */
  void seek(const Unit& unit, std::uint64_t offset);
  /** False at the unit's end. Code::dwarf_malformed. */
  Result<bool> next(Entry& entry);

  /** The cursor that read the values, for Strings::resolve(), after which resume() goes on. */
  Cursor& cursor() { return cursor_; }
  void resume();

 private:
  Cursor cursor_;
  Abbreviations abbreviations_;
  Encoding encoding_;
  std::uint64_t table_ = 0;
  std::uint64_t end_ = 0;
  std::uint64_t next_ = 0; /* offset of the entry behind */
};

}  // namespace aex::dwarf
