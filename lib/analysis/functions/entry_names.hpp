/** The names of functions' entries, wherever they are written. */
#pragma once

#include "dwarf/info/entries.hpp"

namespace aex::analysis {

/** All units of one file, in order. */
Result<std::vector<dwarf::Unit>> read_units(dwarf::Units& units, const dwarf::Contribution& part);

class EntryNames {
 public:
  /** All are borrowed. */
  EntryNames(dwarf::Section& info, dwarf::Section& abbreviations, dwarf::Strings& strings,
             const std::vector<dwarf::Unit>& units, bool is_big_endian)
      : entries_(info, abbreviations, is_big_endian), strings_(&strings), units_(&units) {}

  /** The linkage name of `entry` or of those that it refers to, else the plain name; 0 if there is
   *  none. `reader` has read the entry. */
  Result<dwarf::TextId> name(const dwarf::Entry& entry, const dwarf::Unit& unit,
                             dwarf::Entries& reader);

 private:
  struct Found {
    dwarf::TextId linkage = 0;
    dwarf::TextId plain = 0;
  };
  Status collect(const dwarf::Entry& entry, const dwarf::Unit& unit, dwarf::Entries& reader,
                 Found& found);
  const dwarf::Unit* unit_at(std::uint64_t offset) const;

  dwarf::Entries entries_;
  dwarf::Strings* strings_;
  const std::vector<dwarf::Unit>* units_;
  dwarf::IdMap known_; /* by the entry that is referred to */
};

}  // namespace aex::analysis
