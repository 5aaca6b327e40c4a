/** .debug_cu_index: where the units of a DWARF package (.dwp) are. */
#pragma once

#include "dwarf/info/entries.hpp"

namespace aex::dwarf {

/** Finds the contribution of the unit `dwo_id`; false if there is none. A file without an index is
 *  a single .dwo: *out becomes the whole of it. GNU's version 2 and that of DWARF 5.
 *  Code::dwarf_malformed. */
Result<bool> find_contribution(Sections& sections, std::uint64_t dwo_id, Contribution* out);

}  // namespace aex::dwarf
