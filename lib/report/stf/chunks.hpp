/** The container of a .zstf file: chunks of a trace, each compressed on its own. */
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "codec/zstd/zstd.hpp"
#include "os/files.hpp"

namespace aex::report::stf {

/** Where a chunk lies. */
struct Chunk {
  std::uint64_t offset = 0;   /**< bytes into the file */
  std::uint64_t end = 0;      /**< bytes into the file */
  std::uint64_t start_pc = 0; /**< of its first instruction; 0 of the first chunk */
  std::uint64_t raw_bytes = 0;
};

/** All chunks of a file. */
struct ChunkTable {
  std::uint64_t instructions = 0; /**< of each chunk but the last */
  std::vector<Chunk> chunks;

  /** Reads the header and the table at the end; every offset is checked against the file's size
   *  before anything is allocated. Code::trace_truncated for a file that was not finished or is
   *  cut short; Code::trace_malformed. The errors name `path`. */
  static Result<ChunkTable> read(os::ReadFile& file, const std::string& path);
};

/** The bytes of one chunk, decompressed. Borrows the file. */
class ChunkSource final : public Source {
 public:
  ChunkSource(os::ReadFile& file, const Chunk& chunk) : part_(file, chunk), bytes_(part_) {}
  /** Goes to the chunk's place in the file; call it first. */
  Status begin() { return part_.begin(); }
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
    return bytes_.read(out, capacity);
  }

 private:
  class Part final : public Source {
   public:
    Part(os::ReadFile& file, const Chunk& chunk)
        : file_(&file), offset_(chunk.offset), rest_(chunk.end - chunk.offset) {}
    Status begin() { return file_->seek(offset_); }
    Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override;

   private:
    os::ReadFile* file_;
    std::uint64_t offset_;
    std::uint64_t rest_; /**< compressed bytes */
  };

  Part part_;
  codec::UnzstdSource bytes_;
};

/** Writes the container, a record at a time. Borrows the file, which must be empty. */
class ChunkSink {
 public:
  ChunkSink(os::WriteFile& file, std::uint64_t instructions_per_chunk);
  ~ChunkSink();

  Status begin();
  /** `bytes` of records. */
  Status write(ByteView bytes);
  /** The records of an instruction have been written, and the next one is at `next_pc`. */
  Status end_instruction(std::uint64_t next_pc);
  /** Ends the last chunk and writes the table. The file itself stays open. */
  Status finish();

 private:
  class Counted final : public Sink {
   public:
    explicit Counted(os::WriteFile& file) : file_(&file) {}
    Status write(ByteView bytes) override;
    std::uint64_t written() const { return written_; }

   private:
    os::WriteFile* file_;
    std::uint64_t written_ = 0;
  };

  void begin_chunk(std::uint64_t start_pc);
  Status end_chunk();

  os::WriteFile* file_;
  Counted out_;
  std::uint64_t instructions_per_chunk_;
  std::uint64_t instructions_ = 0; /**< of the chunk at hand */
  std::uint64_t next_pc_ = 0;
  std::vector<Chunk> chunks_;
  std::unique_ptr<codec::ZstdSink> frame_; /**< of the chunk at hand */
};

}  // namespace aex::report::stf
