#include "report/stf/reader.hpp"

#include "base/endian.hpp"
#include "codec/mutation.hpp"
#include "report/stf/traces.hpp"
#include "support/memory_files.hpp"
#include "support/shared_data.hpp"

namespace aex::report::stf {
namespace {

using namespace aex::testing;

Code code_of(const Result<std::uint64_t>& result) {
  return result.ok() ? Code::ok : result.error().code();
}

/* What the reader says of a file with these bytes. */
Result<std::uint64_t> judge(const Bytes& bytes) {
  MemoryFiles files;
  files.contents["t.zstf"] = bytes;
  Result<std::uint64_t> result = count_instructions(files, "t.zstf");
  EXPECT_TRUE(result.ok() || result.error().detail().find("t.zstf") != std::string::npos);
  return result;
}

Bytes bytes_of(const std::string& text) { return Bytes(text.begin(), text.end()); }

Bytes loop_bytes(std::uint64_t count, std::uint64_t per_chunk) {
  const Folder folder;
  write_loop(folder, count, per_chunk);
  return bytes_of(folder.read("loop.zstf"));
}

/* All records of a chunked file, without their container. */
Bytes raw_of(const Bytes& bytes) {
  MemoryFiles files;
  files.contents["t"] = bytes;
  auto file = files.open("t");
  const Result<ChunkTable> table = ChunkTable::read(*file.value(), "t");
  EXPECT_TRUE(table.ok());
  MemorySink raw(64u << 20);
  for (const Chunk& chunk : table.value().chunks) {
    ChunkSource source(*file.value(), chunk);
    EXPECT_TRUE(source.begin().ok());
    EXPECT_TRUE(copy(source, raw).ok());
  }
  return raw.bytes();
}

TEST(TraceReader, GivesBackWhatWasWritten) {
  const Folder folder;
  const std::string path = write_loop(folder, 250, 100);
  Result<TraceReader> reader = TraceReader::open(os::system_files(), path);
  ASSERT_TRUE(reader.ok()) << reader.error().message();
  EXPECT_EQ(reader.value().header().generator_text, "a test");
  EXPECT_EQ(reader.value().header().comments, (std::vector<std::string>{"one", ""}));
  EXPECT_EQ(reader.value().header().isa_extensions, "rv64gc");
  EXPECT_EQ(reader.value().header().start_pc, 0x10000u);
  TracedInstruction read;
  for (std::uint64_t i = 0; i < 250; ++i) {
    const Result<bool> next = reader.value().next(read);
    ASSERT_TRUE(next.ok() && next.value()) << i;
    const TracedInstruction wanted = looped(i);
    EXPECT_EQ(read.index, i);
    EXPECT_EQ(read.pc, wanted.pc);
    EXPECT_EQ(read.opcode, wanted.opcode);
    EXPECT_EQ(read.size, wanted.size);
    EXPECT_EQ(read.target, wanted.target);
    EXPECT_EQ(read.event_target, wanted.event_target);
    ASSERT_EQ(read.registers.size(), wanted.registers.size());
    for (std::size_t k = 0; k < read.registers.size(); ++k) {
      EXPECT_EQ(read.registers[k].number, wanted.registers[k].number);
      EXPECT_EQ(read.registers[k].kind, wanted.registers[k].kind);
      EXPECT_EQ(read.registers[k].role, wanted.registers[k].role);
      EXPECT_EQ(read.registers[k].value, wanted.registers[k].value);
    }
    ASSERT_EQ(read.accesses.size(), wanted.accesses.size());
    for (std::size_t k = 0; k < read.accesses.size(); ++k) {
      EXPECT_EQ(read.accesses[k].address, wanted.accesses[k].address);
      EXPECT_EQ(read.accesses[k].size, wanted.accesses[k].size);
      EXPECT_EQ(read.accesses[k].type, wanted.accesses[k].type);
      EXPECT_EQ(read.accesses[k].content, wanted.accesses[k].content);
    }
    ASSERT_EQ(read.events.size(), wanted.events.size());
    EXPECT_TRUE(read.events.empty() || read.events[0].data == wanted.events[0].data);
  }
  const Result<bool> end = reader.value().next(read);
  EXPECT_TRUE(end.ok() && !end.value());
}

TEST(TraceReader, ReadsTheRealTraceAndTheWriterMakesTheSameRecords) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const std::string path = data + "/real_run_1_thread/.experiment/mandelbrot_rv64_O0.elf.zstf";
  Result<TraceReader> reader = TraceReader::open(os::system_files(), path);
  if (!reader.ok() && reader.error().code() == Code::unsupported) GTEST_SKIP() << "no libzstd";
  ASSERT_TRUE(reader.ok()) << reader.error().message();
  EXPECT_EQ(reader.value().header().generator_text, "Trace from ESESC");
  EXPECT_EQ(reader.value().header().start_pc, 0x10138u);
  const Folder folder;
  auto file = os::system_files().create(folder / "copy.zstf", os::Access::shared);
  TraceWriter writer(*file.value());
  ASSERT_TRUE(writer.begin(reader.value().header()).ok());
  TracedInstruction instruction;
  std::uint64_t count = 0;
  std::uint64_t accesses = 0;
  for (;; ++count) {
    const Result<bool> next = reader.value().next(instruction);
    ASSERT_TRUE(next.ok()) << next.error().message();
    if (!next.value()) break;
    accesses += instruction.accesses.size();
    ASSERT_TRUE(writer.write(instruction).ok());
  }
  ASSERT_TRUE(writer.finish().ok());
  EXPECT_EQ(count, 196626u);
  EXPECT_EQ(accesses, 93822u);
  const auto real = os::read_text(os::system_files(), path, 1 << 20);
  const Bytes copied = bytes_of(folder.read("copy.zstf"));
  EXPECT_TRUE(raw_of(copied) == raw_of(bytes_of(real.value())));
  EXPECT_EQ(judge(copied).value(), 196626u);
  /* Chunks of the same size, with the same entries beside their offsets. */
  const auto entries = [](const Bytes& bytes) {
    MemoryFiles files;
    files.contents["t"] = bytes;
    std::string text;
    const ChunkTable table = ChunkTable::read(*files.open("t").value(), "t").value();
    for (const Chunk& chunk : table.chunks) {
      text += std::to_string(chunk.start_pc) + ' ' + std::to_string(chunk.raw_bytes) + '\n';
    }
    return std::to_string(table.instructions) + '\n' + text;
  };
  EXPECT_EQ(entries(copied), entries(bytes_of(real.value())));
}

TEST(TraceReader, SkipsToTheChunkWithTheLastInstructions) {
  const Folder folder;
  const std::string path = write_loop(folder, 1050, 100);
  for (const auto& [last, first] :
       {std::pair<std::uint64_t, std::uint64_t>{1, 900}, {100, 900}, {101, 800}, {5000, 0}}) {
    Result<TraceReader> reader = TraceReader::open(os::system_files(), path);
    ASSERT_TRUE(reader.value().skip_towards_end(last).ok());
    TracedInstruction instruction;
    ASSERT_TRUE(reader.value().next(instruction).value());
    EXPECT_EQ(instruction.index, first);
    EXPECT_EQ(instruction.pc, looped(first).pc);
    std::uint64_t count = 1;
    while (reader.value().next(instruction).value()) ++count;
    EXPECT_EQ(count, 1050 - first);
    EXPECT_EQ(instruction.index, 1049u);
  }
}

TEST(TraceReader, ReadsPlainStf) {
  const Bytes raw = raw_of(loop_bytes(250, 100));
  EXPECT_EQ(judge(raw).value(), 250u);
  EXPECT_EQ(code_of(judge(Bytes(raw.begin(), raw.end() - 1))), Code::trace_truncated);
}

TEST(TraceReader, WritesWholeChunksAndEmptyTraces) {
  EXPECT_EQ(judge(loop_bytes(200, 100)).value(), 200u);
  EXPECT_EQ(judge(loop_bytes(0, 100)).value(), 0u);
  EXPECT_EQ(judge(loop_bytes(1, 1)).value(), 1u);
}

TEST(TraceReader, RefusesEveryCut) {
  const Bytes whole = loop_bytes(250, 100);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Code code = code_of(judge(Bytes(whole.begin(), whole.begin() + std::ptrdiff_t(size))));
    EXPECT_TRUE(code == Code::trace_truncated || code == Code::trace_malformed) << size;
  }
}

/* The last 80 bytes are the number of chunks and three entries. */
TEST(TraceReader, RefusesATableThatLies) {
  const Bytes whole = loop_bytes(250, 100);
  const std::size_t table = whole.size() - 8 - 3 * 24;
  const auto with = [&](std::size_t at, std::uint64_t value) {
    Bytes bytes = whole;
    store_le(&bytes[at], value);
    return code_of(judge(bytes));
  };
  ASSERT_EQ(with(table, 3), Code::ok);
  EXPECT_EQ(with(0, 0), Code::trace_malformed);
  EXPECT_EQ(with(4, 0), Code::trace_malformed);
  EXPECT_EQ(with(4, 99), Code::trace_malformed);
  EXPECT_EQ(with(4, 101), Code::trace_malformed);
  EXPECT_EQ(with(12, 0), Code::trace_truncated);
  EXPECT_EQ(with(12, whole.size()), Code::trace_truncated);
  EXPECT_EQ(with(12, UINT64_MAX), Code::trace_truncated);
  EXPECT_EQ(with(12, 19), Code::trace_malformed);
  EXPECT_EQ(with(table, 0), Code::trace_malformed);
  EXPECT_EQ(with(table, 2), Code::trace_malformed);
  EXPECT_EQ(with(table, UINT64_MAX / 24 + 2), Code::trace_truncated);
  EXPECT_EQ(with(table + 8, 21), Code::trace_malformed);
  EXPECT_EQ(with(table + 8 + 24, 20), Code::trace_malformed);
  EXPECT_EQ(with(table + 8 + 24, UINT64_MAX), Code::trace_malformed);
  EXPECT_EQ(with(table + 8 + 24 + 8, 0x10004), Code::trace_malformed);
  EXPECT_EQ(with(table + 8 + 24 + 16, 1), Code::trace_malformed);
}

TEST(TraceReader, RefusesABadChunk) {
  Bytes bytes = loop_bytes(250, 100);
  std::fill(bytes.begin() + 24, bytes.begin() + 60, std::uint8_t{0xff});
  EXPECT_EQ(code_of(judge(bytes)), Code::trace_malformed);
}

TEST(TraceReader, RefusesRecordsThatCannotBe) {
  const Bytes raw = raw_of(loop_bytes(4, 100));
  const auto header_end = std::find(raw.begin(), raw.end(), std::uint8_t{19});
  const Bytes header(raw.begin(), header_end + 1);
  const auto with = [&](Bytes records) {
    records.insert(records.begin(), header.begin(), header.end());
    return judge(records);
  };
  ASSERT_EQ(with({240, 0x13, 0, 0, 0}).value(), 1u);
  EXPECT_EQ(code_of(with({240, 0x13, 0, 0})), Code::trace_truncated);
  EXPECT_EQ(code_of(with({99})), Code::trace_malformed);
  EXPECT_EQ(code_of(with({40, 1, 0, 0x01, 0, 0, 0, 0, 0, 0, 0, 0})), Code::trace_malformed);
  EXPECT_EQ(code_of(with({40, 1, 0, 0x35, 0, 0, 0, 0, 0, 0, 0, 0})), Code::trace_malformed);
  EXPECT_EQ(code_of(with({61, 0, 0, 0, 0, 0, 0, 0, 0})), Code::trace_malformed);
  EXPECT_EQ(code_of(with({3, 0xff, 0xff, 0xff, 0xff})), Code::trace_malformed);
  Bytes endless;
  for (int i = 0; i < 5000; ++i) endless.insert(endless.end(), {41, 0, 0});
  EXPECT_EQ(code_of(with(endless)), Code::trace_malformed);
  EXPECT_EQ(code_of(judge({1, 'S', 'T', 'X', 19})), Code::trace_malformed);
  EXPECT_EQ(code_of(judge({1, 'S', 'T', 'F', 2, 2, 0, 0, 0, 0, 0, 0, 0})), Code::trace_malformed);
  EXPECT_EQ(code_of(judge({1, 'S', 'T', 'F', 4, 3, 0})), Code::trace_malformed);
  EXPECT_EQ(code_of(judge({1, 'S', 'T', 'F'})), Code::trace_truncated);
  EXPECT_EQ(code_of(judge({})), Code::trace_malformed);
}

/* Damage of the container, and of the records in it. Both verdicts must come up. */
TEST(TraceReader, SurvivesEveryDamage) {
  const Bytes whole = loop_bytes(250, 100);
  const Bytes raw = raw_of(whole);
  codec::Mutation mutation(20251121);
  int accepted = 0;
  for (int round = 0; round < 3000; ++round) {
    for (const Bytes* seed : {&whole, &raw}) {
      const Result<std::uint64_t> result = judge(mutation.apply(*seed));
      accepted += result.ok() ? 1 : 0;
      if (result.ok()) continue;
      const Code code = result.error().code();
      EXPECT_TRUE(code == Code::trace_malformed || code == Code::trace_truncated ||
                  code == Code::unsupported)
          << result.error().message();
    }
  }
  EXPECT_GT(accepted, 100);
  EXPECT_LT(accepted, 3000);
}

}  // namespace
}  // namespace aex::report::stf
