#include "report/stf/reader.hpp"

#include <cstring>

#include "report/stf/decoder.hpp"
#include "report/stf/tags.hpp"

namespace aex::report::stf {

struct TraceReader::State {
  State(std::unique_ptr<os::ReadFile> opened, std::string name)
      : file(std::move(opened)), path(std::move(name)) {}

  std::unique_ptr<os::ReadFile> file;
  std::string path;
  bool is_chunked = false;
  ChunkTable table;
  std::size_t chunk = 0;          /**< at hand */
  std::uint64_t instructions = 0; /**< of it, that were read */
  std::uint64_t skipped = 0;      /**< instructions before the first that was read */
  std::unique_ptr<ChunkSource> source;
  RecordDecoder decoder;

  Error named(const Error& error) const {
    if (error.code() == Code::archive_malformed) {
      return {Code::trace_malformed,
              path + ": chunk " + std::to_string(chunk) + ": " + error.detail()};
    }
    const bool is_ours = error.code() == Code::trace_malformed ||
                         error.code() == Code::trace_truncated || error.code() == Code::unsupported;
    const bool is_named = error.detail().compare(0, path.size(), path) == 0;
    return is_ours && !is_named ? Error(error.code(), path + ": " + error.detail()) : error;
  }

  Status begin_chunk(std::size_t number);
  Status begin();
  Status end_chunk();
  Result<bool> next(TracedInstruction& instruction);
  Status skip(std::uint64_t wanted);
};

Status TraceReader::State::begin_chunk(std::size_t number) {
  chunk = number;
  instructions = 0;
  source = std::make_unique<ChunkSource>(*file, table.chunks[number]);
  decoder.cursor().follow(*source);
  decoder.cursor().reset_taken();
  return source->begin();
}

Status TraceReader::State::begin() {
  std::uint8_t magic[kMagicBytes] = {};
  AEX_TRY(const std::size_t count, read_full(*file, magic, sizeof magic));
  AEX_CHECK(file->seek(0));
  is_chunked = count == sizeof magic && std::memcmp(magic, kChunkedMagic, sizeof magic) == 0;
  if (!is_chunked && (count < sizeof magic || magic[0] != kTagIdentifier)) {
    return Error(Code::trace_malformed, "it is neither .zstf nor STF");
  }
  if (!is_chunked) {
    decoder.cursor().follow(*file);
    return decoder.read_header();
  }
  AEX_TRY(table, ChunkTable::read(*file, path));
  if (table.chunks.empty()) return Error(Code::trace_truncated, "it has no chunks");
  AEX_CHECK(begin_chunk(0));
  return decoder.read_header();
}

/* What the table says of a chunk must be what was read. */
Status TraceReader::State::end_chunk() {
  const auto malformed = [&](const std::string& why) {
    return Error(Code::trace_malformed, "chunk " + std::to_string(chunk) + ' ' + why);
  };
  if (decoder.cursor().taken() != table.chunks[chunk].raw_bytes) {
    return malformed("has another size than its table says");
  }
  const bool is_last = chunk + 1 == table.chunks.size();
  if (instructions > table.instructions || (!is_last && instructions != table.instructions)) {
    return malformed("holds " + std::to_string(instructions) + " instructions");
  }
  if (is_last) return {};
  if (decoder.pc() != table.chunks[chunk + 1].start_pc) {
    return malformed("does not lead to the beginning of the next");
  }
  return begin_chunk(chunk + 1);
}

Result<bool> TraceReader::State::next(TracedInstruction& instruction) {
  for (;;) {
    const std::size_t before = chunk;
    AEX_TRY(const bool is_there, decoder.next(instruction));
    if (is_there) {
      ++instructions;
      instruction.index += skipped;
      return true;
    }
    if (!is_chunked) return false;
    AEX_CHECK(end_chunk());
    if (chunk == before) return false;
  }
}

Status TraceReader::State::skip(std::uint64_t wanted) {
  if (!is_chunked) return {};
  /* The last chunk may be short: it counts as nothing. */
  const std::uint64_t chunks = wanted / table.instructions + (wanted % table.instructions != 0);
  if (chunks + 1 >= table.chunks.size()) return {};
  const std::size_t number = table.chunks.size() - 1 - static_cast<std::size_t>(chunks);
  if (number > UINT64_MAX / table.instructions) return {};
  skipped = number * table.instructions;
  decoder = RecordDecoder();
  decoder.set_pc(table.chunks[number].start_pc);
  return begin_chunk(number);
}

TraceReader::TraceReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
TraceReader::TraceReader(TraceReader&&) noexcept = default;
TraceReader& TraceReader::operator=(TraceReader&&) noexcept = default;
TraceReader::~TraceReader() = default;

Result<TraceReader> TraceReader::open(os::Files& files, const std::string& path) {
  AEX_TRY(std::unique_ptr<os::ReadFile> file, files.open(path));
  auto state = std::make_unique<State>(std::move(file), path);
  const Status begun = state->begin();
  if (!begun.ok()) return state->named(begun.error());
  return TraceReader(std::move(state));
}

const TraceHeader& TraceReader::header() const { return state_->decoder.header(); }

Result<bool> TraceReader::next(TracedInstruction& instruction) {
  Result<bool> is_there = state_->next(instruction);
  if (!is_there.ok()) return state_->named(is_there.error());
  return is_there;
}

Status TraceReader::skip_towards_end(std::uint64_t instructions) {
  const Status skipped = state_->skip(instructions);
  return skipped.ok() ? Status() : Status(state_->named(skipped.error()));
}

}  // namespace aex::report::stf
