#include "dwarf/line/program.hpp"

#include <algorithm>

namespace aex::dwarf {
namespace {

std::uint32_t clamped(std::uint64_t number) {
  return std::uint32_t(std::min<std::uint64_t>(number, UINT32_MAX));
}

}  // namespace

void LinePrograms::reset() {
  row_ = Row();
  row_.is_stmt = table_->default_is_stmt;
}

Status LinePrograms::run(LineTable& table, RowSink& sink) {
  table_ = &table;
  const std::uint8_t bytes =
      table.encoding.address_bytes != 0 ? table.encoding.address_bytes : address_bytes_;
  address_mask_ = bytes >= 8 ? UINT64_MAX : (std::uint64_t{1} << (8 * bytes)) - 1;
  reset();
  is_stopped_ = false;
  cursor_.seek(table.program);
  cursor_.limit_to(table.end);
  while (cursor_.ok() && !is_stopped_ && cursor_.rest() > 0) {
    const std::uint8_t opcode = cursor_.u8();
    if (opcode >= table.opcode_base && opcode != kLineExtended) {
      special(opcode);
      emit(sink);
    } else if (opcode == kLineExtended) {
      extended(sink);
    } else {
      standard(opcode, sink);
    }
  }
  AEX_CHECK(status_);
  return cursor_.status();
}

void LinePrograms::emit(RowSink& sink) {
  if (!cursor_.ok()) return;
  if (!sink.take(row_)) is_stopped_ = true;
  row_.discriminator = 0;
  row_.is_block_start = row_.ends_prologue = row_.begins_epilogue = false;
}

void LinePrograms::advance(std::uint64_t operations) {
  const std::uint8_t most = table_->max_operations;
  std::uint64_t instructions = operations;
  if (most > 1) {
    const std::uint64_t total = row_.operation + operations;
    instructions = total / most;
    row_.operation = std::uint32_t(total % most);
  }
  row_.address = (row_.address + table_->min_instruction_bytes * instructions) & address_mask_;
}

void LinePrograms::special(std::uint8_t opcode) {
  if (table_->line_range == 0) return cursor_.fail("divides by a line range of 0");
  const unsigned adjusted = unsigned(opcode) - table_->opcode_base;
  advance(adjusted / table_->line_range);
  row_.line += std::uint32_t(table_->line_base + int(adjusted % table_->line_range));
}

void LinePrograms::standard(std::uint8_t opcode, RowSink& sink) {
  switch (opcode) {
    case kLineCopy: emit(sink); break;
    case kLineAdvancePc: advance(cursor_.uleb()); break;
    case kLineAdvanceLine: row_.line += std::uint32_t(cursor_.sleb()); break;
    case kLineSetFile: row_.file = clamped(cursor_.uleb()); break;
    case kLineSetColumn: row_.column = clamped(cursor_.uleb()); break;
    case kLineNegateStmt: row_.is_stmt = !row_.is_stmt; break;
    case kLineSetBasicBlock: row_.is_block_start = true; break;
    case kLineConstAddPc:
      if (table_->line_range == 0) {
        cursor_.fail("divides by a line range of 0");
        break;
      }
      advance((255u - table_->opcode_base) / table_->line_range);
      break;
    case kLineFixedAdvancePc:
      row_.address = (row_.address + cursor_.u16()) & address_mask_;
      row_.operation = 0;
      break;
    case kLineSetPrologueEnd: row_.ends_prologue = true; break;
    case kLineSetEpilogueBegin: row_.begins_epilogue = true; break;
    case kLineSetIsa: row_.isa = clamped(cursor_.uleb()); break;
    default:
      for (unsigned i = 0; i < table_->operand_counts[opcode]; ++i) cursor_.uleb();
  }
}

void LinePrograms::set_address(std::uint64_t bytes) {
  row_.address = cursor_.unsigned_of(unsigned(std::min<std::uint64_t>(bytes, 9)));
  row_.operation = 0;
}

void LinePrograms::define_file() {
  std::string name;
  cursor_.text(&name);
  FileEntry file;
  file.folder = clamped(cursor_.uleb());
  cursor_.uleb();
  cursor_.uleb();
  if (!cursor_.ok()) return;
  const Result<TextId> id = strings_->intern(name);
  if (id.ok()) file.name = id.value();
  if (!id.ok()) status_ = id.error();
  is_stopped_ = !id.ok();
  table_->files.push_back(file);
}

void LinePrograms::extended(RowSink& sink) {
  const std::uint64_t length = cursor_.uleb();
  if (length > cursor_.rest()) cursor_.fail("has an opcode that is cut short");
  if (!cursor_.ok() || length == 0) return;
  const std::uint64_t end = cursor_.offset() + length;
  switch (cursor_.u8()) {
    case kLineEndSequence:
      row_.ends_sequence = true;
      emit(sink);
      reset();
      break;
    case kLineSetAddress: set_address(length - 1); break;
    case kLineDefineFile: define_file(); break;
    case kLineSetDiscriminator: row_.discriminator = clamped(cursor_.uleb()); break;
    default: break;
  }
  if (cursor_.offset() > end) cursor_.fail("has an opcode that is longer than it says");
  cursor_.skip(end - cursor_.offset());
}

}  // namespace aex::dwarf
