#include "report/stf/chunks.hpp"

#include <algorithm>
#include <cstring>

#include "base/endian.hpp"
#include "report/stf/tags.hpp"

namespace aex::report::stf {
namespace {

/* A trace repeats itself: the fastest level gives nearly all of what higher ones do. */
constexpr int kLevel = 1;

Status read_at(os::ReadFile& file, std::uint64_t offset, std::uint8_t* out, std::size_t size) {
  AEX_CHECK(file.seek(offset));
  AEX_TRY(const std::size_t count, read_full(file, out, size));
  return count == size ? Status() : Error(Code::io_failed, "the file became shorter");
}

Result<Bytes> read_entries(os::ReadFile& file, std::uint64_t offset, std::uint64_t count) {
  Bytes bytes(static_cast<std::size_t>(count * kChunkEntryBytes));
  AEX_CHECK(read_at(file, offset, bytes.data(), bytes.size()));
  return bytes;
}

/* Chunks follow each other without gaps, from the header to the table. */
const char* fault_of(const std::vector<Chunk>& chunks, std::uint64_t end) {
  if (!chunks.empty() && chunks.front().offset != kChunkedHeaderBytes) {
    return "its first chunk is not where it should be";
  }
  if (chunks.empty() && end != kChunkedHeaderBytes)
    return "it has chunks that are not in its table";
  for (const Chunk& chunk : chunks) {
    if (chunk.end <= chunk.offset) return "its chunks are out of order";
    if (chunk.end > end) return "a chunk lies beyond the last one's end";
  }
  return nullptr;
}

std::vector<Chunk> chunks_of(const Bytes& entries, std::uint64_t end) {
  std::vector<Chunk> chunks(entries.size() / kChunkEntryBytes);
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    const std::uint8_t* entry = entries.data() + i * kChunkEntryBytes;
    const auto offset = load_le<std::uint64_t>(entry);
    chunks[i] = {offset, end, load_le<std::uint64_t>(entry + 8),
                 load_le<std::uint64_t>(entry + 16)};
    if (i != 0) chunks[i - 1].end = offset;
  }
  return chunks;
}

}  // namespace

Result<ChunkTable> ChunkTable::read(os::ReadFile& file, const std::string& path) {
  const auto malformed = [&](const std::string& why) {
    return Error(Code::trace_malformed, path + ": " + why);
  };
  const Error truncated(Code::trace_truncated, path);
  std::uint8_t header[kChunkedHeaderBytes];
  const std::uint64_t size = file.size();
  if (size < sizeof header + 8) return truncated;
  AEX_CHECK(read_at(file, 0, header, sizeof header));
  if (std::memcmp(header, kChunkedMagic, kMagicBytes) != 0) return malformed("it is no .zstf file");
  ChunkTable table;
  table.instructions = load_le<std::uint64_t>(header + 4);
  const auto end = load_le<std::uint64_t>(header + 12);
  if (table.instructions == 0) return malformed("its chunks hold no instructions");
  if (end == 0 || end > size - 8) return truncated;
  if (end < kChunkedHeaderBytes) return malformed("its last chunk ends inside the header");
  std::uint8_t count_bytes[8];
  AEX_CHECK(read_at(file, end, count_bytes, sizeof count_bytes));
  const auto count = load_le<std::uint64_t>(count_bytes);
  const std::uint64_t room = size - end - 8;
  if (count > room / kChunkEntryBytes) return truncated;
  if (count * kChunkEntryBytes != room) return malformed("something follows its table of chunks");
  AEX_TRY(const Bytes& entries, read_entries(file, end + 8, count));
  table.chunks = chunks_of(entries, end);
  const char* fault = fault_of(table.chunks, end);
  if (fault != nullptr) return malformed(fault);
  return table;
}

Result<std::size_t> ChunkSource::Part::read(std::uint8_t* out, std::size_t capacity) {
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(capacity, rest_));
  if (wanted == 0) return std::size_t{0};
  AEX_TRY(const std::size_t count, file_->read(out, wanted));
  rest_ -= count;
  return count;
}

Status ChunkSink::Counted::write(ByteView bytes) {
  written_ += bytes.size;
  return file_->write(bytes);
}

ChunkSink::ChunkSink(os::WriteFile& file, std::uint64_t instructions_per_chunk)
    : file_(&file), out_(file), instructions_per_chunk_(instructions_per_chunk) {}
ChunkSink::~ChunkSink() = default;

Status ChunkSink::begin() {
  std::uint8_t header[kChunkedHeaderBytes] = {};
  std::memcpy(header, kChunkedMagic, kMagicBytes);
  store_le(header + 4, instructions_per_chunk_);
  AEX_CHECK(out_.write({header, sizeof header}));
  begin_chunk(0);
  return {};
}

void ChunkSink::begin_chunk(std::uint64_t start_pc) {
  frame_ = std::make_unique<codec::ZstdSink>(out_, kLevel);
  chunks_.push_back({out_.written(), 0, start_pc, 0});
  instructions_ = 0;
}

Status ChunkSink::end_chunk() {
  AEX_CHECK(frame_->finish());
  frame_.reset();
  chunks_.back().end = out_.written();
  return {};
}

/* A chunk begins with its first record, so that none is empty. */
Status ChunkSink::write(ByteView bytes) {
  if (frame_ == nullptr) begin_chunk(next_pc_);
  chunks_.back().raw_bytes += bytes.size;
  return frame_->write(bytes);
}

Status ChunkSink::end_instruction(std::uint64_t next_pc) {
  next_pc_ = next_pc;
  return ++instructions_ < instructions_per_chunk_ ? Status() : end_chunk();
}

Status ChunkSink::finish() {
  if (frame_ != nullptr) AEX_CHECK(end_chunk());
  Bytes table(static_cast<std::size_t>(8 + chunks_.size() * kChunkEntryBytes));
  store_le(table.data(), static_cast<std::uint64_t>(chunks_.size()));
  std::uint8_t* entry = table.data() + 8;
  for (const Chunk& chunk : chunks_) {
    store_le(entry, chunk.offset);
    store_le(entry + 8, chunk.start_pc);
    store_le(entry + 16, chunk.raw_bytes);
    entry += kChunkEntryBytes;
  }
  std::uint8_t end[8];
  store_le(end, out_.written());
  AEX_CHECK(out_.write(table));
  return file_->write_at(12, {end, sizeof end});
}

}  // namespace aex::report::stf
