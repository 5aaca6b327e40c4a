#include "dwarf/line/program.hpp"

#include <gtest/gtest.h>

#include "dwarf/line/bytes.hpp"
#include "support/elf/debug_sections.hpp"

namespace aex::dwarf {
namespace {

using testing::ByteWriter;
using testing::LineShape;

class Rows final : public RowSink {
 public:
  bool take(const Row& row) override {
    rows.push_back(row);
    return rows.size() < most;
  }
  std::vector<Row> rows;
  std::size_t most = SIZE_MAX;
};

/* Runs one program; `path` is what the table names, and `rows` what came out. */
struct Machine {
  explicit Machine(LineShape shape = {}) : shape(shape), program(shape.writer()) {}

  Status run() {
    testing::DebugSections sections(shape.is_big_endian, address_bytes);
    sections.add(".debug_line", line_table(shape, line_lists(shape), program).bytes());
    Strings strings = Strings::open(sections).value();
    Section& section = *sections.find(".debug_line").value();
    AEX_CHECK(LineTables(section, sections, strings).read(0, {}, table));
    AEX_CHECK(LinePrograms(section, sections, strings).run(table, sink));
    last_name = strings.text(table.files.back().name);
    return {};
  }
  ByteWriter& set_address(std::uint64_t address, unsigned bytes = 8) {
    return program.u8(0).uleb(1 + bytes).u8(2).fixed(address, bytes);
  }
  const Row& row(std::size_t index) const { return sink.rows[index]; }

  LineShape shape;
  ByteWriter program;
  std::uint8_t address_bytes = 8;
  LineTable table;
  Rows sink;
  std::string last_name;
};

const ByteWriter kEndSequence = ByteWriter().u8(0).uleb(1).u8(1);

TEST(LineProgram, StartsFromTheStandardsRegisters) {
  Machine machine;
  machine.program.u8(1);
  ASSERT_TRUE(machine.run().ok());
  ASSERT_EQ(machine.sink.rows.size(), 1u);
  const Row& row = machine.row(0);
  EXPECT_EQ(row.address, 0u);
  EXPECT_EQ(row.file, 1u);
  EXPECT_EQ(row.line, 1u);
  EXPECT_EQ(row.column, 0u);
  EXPECT_TRUE(row.is_stmt);
  EXPECT_FALSE(row.ends_sequence);
}

TEST(LineProgram, EveryStandardOpcode) {
  Machine machine;
  machine.set_address(0x1000);
  machine.program.u8(2).uleb(0x20);  // advance_pc
  machine.program.u8(3).sleb(99);    // advance_line
  machine.program.u8(4).uleb(2).u8(5).uleb(7).u8(6).u8(7).u8(10).u8(11).u8(12).uleb(3);
  machine.program.u8(0).uleb(2).u8(4).uleb(5);  // set_discriminator
  machine.program.u8(1).u8(3).sleb(-50).u8(8).u8(9).u16(0x100).u8(1).raw(kEndSequence);
  ASSERT_TRUE(machine.run().ok());
  ASSERT_EQ(machine.sink.rows.size(), 3u);
  const Row& first = machine.row(0);
  EXPECT_EQ(first.address, 0x1020u);
  EXPECT_EQ(first.line, 100u);
  EXPECT_EQ(first.file, 2u);
  EXPECT_EQ(first.column, 7u);
  EXPECT_EQ(first.isa, 3u);
  EXPECT_EQ(first.discriminator, 5u);
  EXPECT_FALSE(first.is_stmt);
  EXPECT_TRUE(first.is_block_start);
  EXPECT_TRUE(first.ends_prologue);
  EXPECT_TRUE(first.begins_epilogue);
  const Row& second = machine.row(1);
  EXPECT_EQ(second.address, 0x1020u + (255 - 13) / 14 + 0x100);
  EXPECT_EQ(second.line, 50u);
  EXPECT_EQ(second.discriminator, 0u);
  EXPECT_FALSE(second.is_block_start || second.ends_prologue || second.begins_epilogue);
  EXPECT_TRUE(machine.row(2).ends_sequence);
}

TEST(LineProgram, SpecialOpcodesMoveBoth) {
  LineShape shape;
  shape.min_instruction_bytes = 4;
  Machine machine(shape);
  machine.set_address(0x1000);
  machine.program.u8(13 + 14 * 3 + 7).u8(13);
  ASSERT_TRUE(machine.run().ok());
  EXPECT_EQ(machine.row(0).address, 0x100cu);
  EXPECT_EQ(machine.row(0).line, 3u);
  EXPECT_EQ(machine.row(1).address, 0x100cu);
  EXPECT_EQ(machine.row(1).line, std::uint32_t(3 - 5));
}

TEST(LineProgram, CountsOperationsOfVliwMachines) {
  LineShape shape;
  shape.max_operations = 3;
  shape.min_instruction_bytes = 16;
  Machine machine(shape);
  machine.set_address(0x1000);
  machine.program.u8(2).uleb(4).u8(1).u8(2).uleb(2).u8(1).u8(2).uleb(1).u8(9).u16(8).u8(1);
  ASSERT_TRUE(machine.run().ok());
  EXPECT_EQ(machine.row(0).address, 0x1010u);
  EXPECT_EQ(machine.row(0).operation, 1u);
  EXPECT_EQ(machine.row(1).address, 0x1020u);
  EXPECT_EQ(machine.row(1).operation, 0u);
  EXPECT_EQ(machine.row(2).address, 0x1028u);
  EXPECT_EQ(machine.row(2).operation, 0u);
}

TEST(LineProgram, EndOfSequenceResets) {
  Machine machine;
  machine.set_address(0x1000);
  machine.program.u8(3).sleb(9).u8(4).uleb(2).u8(6).raw(kEndSequence).u8(1);
  ASSERT_TRUE(machine.run().ok());
  EXPECT_EQ(machine.row(1).address, 0u);
  EXPECT_EQ(machine.row(1).line, 1u);
  EXPECT_EQ(machine.row(1).file, 1u);
  EXPECT_TRUE(machine.row(1).is_stmt);
}

TEST(LineProgram, SkipsUnknownOpcodes) {
  LineShape shape;
  shape.opcode_base = 15;  // 13 takes two operands, 14 three
  Machine machine(shape);
  machine.program.u8(13).uleb(300).uleb(1).u8(14).uleb(1).uleb(2).uleb(300);
  machine.program.u8(0).uleb(5).u8(0x80).u32(0x01010101).u8(0).uleb(0).u8(1);
  ASSERT_TRUE(machine.run().ok());
  ASSERT_EQ(machine.sink.rows.size(), 1u);
  EXPECT_EQ(machine.row(0).line, 1u);
}

TEST(LineProgram, AShortOpcodeBaseMakesTheRestSpecial) {
  LineShape shape;
  shape.opcode_base = 4;
  Machine machine(shape);
  machine.program.u8(4 + 5);
  ASSERT_TRUE(machine.run().ok());
  EXPECT_EQ(machine.row(0).line, 1u);
  EXPECT_EQ(machine.sink.rows.size(), 1u);
}

TEST(LineProgram, DefinesFiles) {
  LineShape shape;
  shape.version = 4;
  Machine machine(shape);
  const ByteWriter file = ByteWriter().u8(3).text("late.h").uleb(1).uleb(0).uleb(0);
  machine.program.u8(0).uleb(file.size()).raw(file).u8(4).uleb(4).u8(1);
  ASSERT_TRUE(machine.run().ok());
  EXPECT_EQ(machine.last_name, "late.h");
  EXPECT_EQ(machine.table.files.size(), 4u);
  EXPECT_EQ(machine.row(0).file, 4u);
}

TEST(LineProgram, AddressesWrapWithTheMachine) {
  LineShape shape;
  shape.version = 4;
  shape.is_big_endian = true;
  Machine machine(shape);
  machine.address_bytes = 4;
  machine.set_address(0xfffffffe, 4);
  machine.program.u8(2).uleb(4).u8(1);
  ASSERT_TRUE(machine.run().ok());
  EXPECT_EQ(machine.row(0).address, 2u);
}

TEST(LineProgram, StopsWhenTheSinkHasEnough) {
  Machine machine;
  machine.sink.most = 2;
  machine.program.u8(1).u8(1).u8(1);
  ASSERT_TRUE(machine.run().ok());
  EXPECT_EQ(machine.sink.rows.size(), 2u);
}

TEST(LineProgram, RefusesWhatContradictsItself) {
  const auto fault = [](Machine& machine) {
    const Status status = machine.run();
    return status.ok() ? std::string() : status.error().detail();
  };
  LineShape no_range;
  no_range.line_range = 0;
  Machine special(no_range);
  special.program.u8(200);
  EXPECT_NE(fault(special).find("line range of 0"), std::string::npos);
  Machine constant(no_range);
  constant.program.u8(8);
  EXPECT_NE(fault(constant).find("line range of 0"), std::string::npos);
  Machine cut;
  cut.program.u8(0).uleb(20).u8(2);
  EXPECT_NE(fault(cut).find("cut short"), std::string::npos);
  Machine odd;
  odd.set_address(0, 5);
  EXPECT_NE(fault(odd).find("integer of 5 bytes"), std::string::npos);
  Machine longer;
  longer.program.u8(0).uleb(2).u8(4).uleb(100000).u8(1);
  EXPECT_NE(fault(longer).find("longer than it says"), std::string::npos);
  Machine operand;
  operand.program.u8(2).u8(0x80);
  EXPECT_NE(fault(operand).find("cut short"), std::string::npos);
}

}  // namespace
}  // namespace aex::dwarf
