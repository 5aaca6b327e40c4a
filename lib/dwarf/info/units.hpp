/** .debug_info: its units and what their first entries say. */
#pragma once

#include "dwarf/info/abbreviations.hpp"
#include "dwarf/strings.hpp"

namespace aex::dwarf {

/** The header of a unit and its first entry. Offsets are bytes into .debug_info. */
struct Unit {
  std::uint64_t offset = 0;
  std::uint64_t end = 0;   /**< of the first byte behind the unit */
  std::uint64_t entry = 0; /**< of the first entry */
  std::uint64_t abbreviations = 0;
  Encoding encoding;
  UnitType type = UnitType::compile;
  std::uint64_t dwo_id = 0; /**< joins a skeleton with its split unit */

  Tag tag = Tag::none;
  bool has_line_table = false;
  std::uint64_t line_table = 0; /**< bytes into .debug_line */
  TextBase text_base;
  TextId name = 0;
  TextId folder = 0;   /**< of the compilation */
  TextId dwo_name = 0; /**< of the file that holds the rest of a skeleton */
  Value low_pc;
  Value high_pc;
  Value ranges;
  std::uint64_t addr_base = 0;
  std::uint64_t rnglists_base = 0;

  bool is_type_unit() const { return type == UnitType::type || type == UnitType::split_type; }
};

/** Where the parts of a split unit begin in the sections of a package (.dwp); all 0 elsewhere. */
struct Contribution {
  std::uint64_t info = 0;
  std::uint64_t info_bytes = UINT64_MAX;
  std::uint64_t abbreviations = 0;
  std::uint64_t str_offsets = 0;
  std::uint64_t rnglists = 0;
};

/** Reads units one after the other, in a window; the entries below the first are left out. */
class Units {
 public:
  /** Null `*out` where the file has no .debug_info. All arguments are borrowed. */
  static Status open(Sections& sections, Strings& strings, std::optional<Units>& out);

  /** Reads the unit at or after `*offset`, over any padding, and moves `*offset` behind it. False
   *  at the end of the section. Code::dwarf_malformed. */
  Result<bool> read_next(std::uint64_t* offset, Unit& unit);
  /** From now on units belong to this part of a package. */
  void turn_to(const Contribution& part) { part_ = part; }

 private:
  Units(Section& info, Section& abbreviations, const Sections& sections, Strings& strings);
  Result<bool> find_next(std::uint64_t* offset);
  void read_header(Unit& unit);
  Status read_first_entry(Unit& unit);
  void take(Attribute attribute, const Value& value, Unit& unit);
  Status read_texts(Unit& unit);

  Cursor cursor_;
  Abbreviations abbreviations_;
  Strings* strings_;
  Contribution part_;
  Value name_;
  Value folder_;
  Value dwo_name_;
};

}  // namespace aex::dwarf
