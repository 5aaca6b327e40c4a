/** .debug_line: the header of a line table, its folders and files. DWARF 2 to 5. */
#pragma once

#include <vector>

#include "dwarf/strings.hpp"

namespace aex::dwarf {

/** A file as a line table names it. */
struct FileEntry {
  TextId name = 0;
  std::uint32_t folder = 0; /**< index, see LineTable::folder_of() */
};

/** One line table without its program. Offsets are bytes into .debug_line. */
struct LineTable {
  std::uint64_t offset = 0;  /**< of the table */
  std::uint64_t program = 0; /**< of the first opcode */
  std::uint64_t end = 0;     /**< of the first byte behind the table */
  Encoding encoding;         /**< address_bytes is 0 before DWARF 5 */
  std::uint8_t min_instruction_bytes = 1;
  std::uint8_t max_operations = 1; /**< per instruction, over 1 on VLIW machines */
  bool default_is_stmt = false;
  std::int8_t line_base = 0;
  std::uint8_t line_range = 0;
  std::uint8_t opcode_base = 0;
  std::uint8_t operand_counts[256] = {}; /**< of standard opcodes, by opcode */
  std::vector<TextId> folders;
  std::vector<FileEntry> files;

  /** The index of files[0]: 0 in DWARF 5, 1 before. */
  std::uint32_t first_file() const { return encoding.version >= 5 ? 0 : 1; }
  /** The folder of a file, relative to the compilation folder (DWARF 2 to 4) or to folder 0
   *  (DWARF 5); 0 if the table has no such folder. */
  TextId folder_of(const FileEntry& file) const {
    if (encoding.version >= 5) return file.folder < folders.size() ? folders[file.folder] : 0;
    return file.folder > 0 && file.folder <= folders.size() ? folders[file.folder - 1] : 0;
  }
};

/** Reads line tables, in a window; the programs are left out. */
class LineTables {
 public:
  /** `section` is .debug_line; both are borrowed. */
  LineTables(Section& section, const Sections& sections, Strings& strings)
      : cursor_(section, sections.is_big_endian()), strings_(&strings) {}

  /** Reads the header of the table at `offset` into `table`, whose memory it uses again. `base` is
   *  the unit's that refers to the table. Code::dwarf_malformed. */
  Status read(std::uint64_t offset, const TextBase& base, LineTable& table);
  /** The same for the first table at or after `*offset`, over any padding, and moves `*offset`
   *  behind it. False at the end of the section. */
  Result<bool> read_next(std::uint64_t* offset, LineTable& table);

  std::uint64_t size() const { return cursor_.size(); }

 private:
  struct Field {
    std::uint64_t content;
    Form form;
  };

  Status read_here(const TextBase& base, LineTable& table);
  void read_numbers(LineTable& table);
  Status read_old_lists(LineTable& table);
  Status read_lists(const TextBase& base, LineTable& table);
  Result<TextId> read_name();
  bool read_fields();
  std::uint64_t read_count();
  Status read_entry(const Encoding& encoding, const TextBase& base, FileEntry& entry);
  Status read_path(const Value& value, const TextBase& base, TextId* name);

  Cursor cursor_;
  Strings* strings_;
  std::vector<Field> fields_;
  std::string buffer_;
};

}  // namespace aex::dwarf
