/** .debug_line: the programs that make the rows of line tables. DWARF 2 to 5. */
#pragma once

#include "dwarf/line/table.hpp"

namespace aex::dwarf {

/** The registers of the line number machine, which are also a row. */
struct Row {
  std::uint64_t address = 0;
  std::uint32_t operation = 0; /**< within a VLIW instruction */
  std::uint32_t file = 1;      /**< counts from LineTable::first_file() */
  std::uint32_t line = 1;      /**< 0 means none */
  std::uint32_t column = 0;    /**< 0 means the whole line */
  std::uint32_t discriminator = 0;
  std::uint32_t isa = 0;
  bool is_stmt = false;
  bool is_block_start = false;
  bool ends_sequence = false; /**< address is the first behind the sequence */
  bool ends_prologue = false;
  bool begins_epilogue = false;
};

/** Takes rows in the order of the program. */
class RowSink {
 public:
  virtual ~RowSink() = default;
  /** False stops the program. */
  virtual bool take(const Row& row) = 0;
};

class LinePrograms {
 public:
  /** `section` is .debug_line; all are borrowed. */
  LinePrograms(Section& section, const Sections& sections, Strings& strings)
      : cursor_(section, sections.is_big_endian()),
        strings_(&strings),
        address_bytes_(sections.address_bytes()) {}

  /** Runs the program of `table`. Files that the program defines are appended to the table.
   *  Opcodes of later standards and vendors are skipped. Code::dwarf_malformed. */
  Status run(LineTable& table, RowSink& sink);

 private:
  void standard(std::uint8_t opcode, RowSink& sink);
  void extended(RowSink& sink);
  void define_file();
  void emit(RowSink& sink);
  void special(std::uint8_t opcode);
  void advance(std::uint64_t operations);
  void set_address(std::uint64_t bytes);
  void reset();

  Cursor cursor_;
  Strings* strings_;
  std::uint8_t address_bytes_;
  std::uint64_t address_mask_ = UINT64_MAX;
  LineTable* table_ = nullptr;
  Row row_;
  bool is_stopped_ = false;
  Status status_; /* of the texts */
};

}  // namespace aex::dwarf
