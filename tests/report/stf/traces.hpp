/** Traces for tests, and what a reader makes of them. */
#pragma once

#include <gtest/gtest.h>

#include "report/stf/reader.hpp"
#include "report/stf/writer.hpp"
#include "support/folder.hpp"

namespace aex::testing {

namespace stf = report::stf;

/** A loop of four instructions with registers, memory, a branch, an event, and one of 16 bits. */
inline stf::TracedInstruction looped(std::uint64_t index) {
  using namespace report::stf;
  TracedInstruction instruction;
  instruction.index = index;
  instruction.pc = 0x10000 + index % 4 * 4 - (index % 4 == 3 ? 2 : 0);
  switch (index % 4) {
    case 0:
      instruction.opcode = 0x00053783;
      instruction.registers = {
          {10, RegisterKind::integer, RegisterRole::source, 0x20000 + 8 * index},
          {15, RegisterKind::integer, RegisterRole::destination, index * index}};
      instruction.accesses = {{0x20000 + 8 * index, 8, AccessType::load, index * index}};
      break;
    case 1:
      instruction.opcode = 0x00f53027;
      instruction.registers = {{15, RegisterKind::floating, RegisterRole::source, index}};
      instruction.accesses = {{0x30000, 8, AccessType::store, index}};
      break;
    case 2:
      instruction.opcode = 0x0521;
      instruction.size = 2;
      if (index == 2) instruction.events = {{UINT64_C(1) << 62, {0, 7}}};
      if (index == 2) instruction.event_target = 0x1000a;
      break;
    default: instruction.opcode = 0xfedff06f; instruction.target = 0x10000;
  }
  return instruction;
}

/** Writes `count` of them to a file; returns its path. */
inline std::string write_loop(const Folder& folder, std::uint64_t count, std::uint64_t per_chunk) {
  const std::string path = folder / "loop.zstf";
  auto file = os::system_files().create(path, os::Access::shared);
  EXPECT_TRUE(file.ok());
  stf::TraceWriter writer(*file.value(), per_chunk);
  stf::TraceHeader header;
  header.generator_text = "a test";
  header.comments = {"one", ""};
  header.isa_extensions = "rv64gc";
  header.start_pc = 0x10000;
  header.features = stf::kFeatureWideEvents;
  EXPECT_TRUE(writer.begin(header).ok());
  for (std::uint64_t i = 0; i < count; ++i) EXPECT_TRUE(writer.write(looped(i)).ok());
  EXPECT_TRUE(writer.finish().ok());
  EXPECT_TRUE(file.value()->finish().ok());
  return path;
}

/** Reads to the end: how many instructions there are, or the error. */
inline Result<std::uint64_t> count_instructions(os::Files& files, const std::string& path) {
  AEX_TRY(stf::TraceReader reader, stf::TraceReader::open(files, path));
  stf::TracedInstruction instruction;
  for (std::uint64_t count = 0;; ++count) {
    AEX_TRY(const bool is_there, reader.next(instruction));
    if (!is_there) return count;
  }
}

}  // namespace aex::testing
