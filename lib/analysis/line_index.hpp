/** From an address to the source line that it comes from. */
#pragma once

#include "analysis/file_table.hpp"
#include "os/files.hpp"

namespace aex::analysis {

/** A run of instructions that come from one line. */
struct LineSpan {
  std::uint64_t begin = 0; /**< first address */
  std::uint64_t end = 0;   /**< first address behind */
  FileId file = FileTable::kNone;
  std::uint32_t line = 0;   /**< 0: no line */
  std::uint32_t column = 0; /**< 0: the whole line; 65535 also stands for all above */
  bool is_stmt = false;     /**< a place for a breakpoint */
};

/** All line tables of a program, decoded once into sorted spans of 16 bytes. */
class LineIndex {
 public:
  /** Decodes `elf_path`. Sequences outside the executable sections (what a linker discarded) are
   *  left out; where sequences overlap the one that begins first counts. Errors as
   *  source_files(). */
  static Result<LineIndex> build(os::Files& files, const std::string& elf_path);

  /** False where no line covers the address. */
  bool find(std::uint64_t address, LineSpan* span) const;
  /** The path of a file, folded. */
  const std::string& path(FileId file) const { return paths_[file]; }
  const std::vector<std::string>& paths() const { return paths_; }

  std::size_t size() const { return rows_.size(); }
  /** Calls `visit(const LineSpan&)` for all spans in ascending order of their addresses. */
  template <class Visit>
  void each(Visit&& visit) const {
    for (const Sequence& sequence : sequences_) {
      for (std::size_t row = sequence.first; row < sequence.first + sequence.count; ++row) {
        const LineSpan span = span_of(sequence, row);
        if (span.begin < span.end) visit(span);
      }
    }
  }

 private:
  friend class LineIndexBuilder;

  struct Row {
    std::uint32_t offset; /* bytes behind the sequence's base */
    std::uint32_t line;
    FileId file;
    std::uint16_t column;
    bool is_stmt;
  };
  struct Sequence {
    std::uint64_t base;  /* address that offsets count from */
    std::uint64_t begin; /* not below base; above it where an earlier sequence overlaps */
    std::uint64_t end;
    std::size_t first; /* of its rows */
    std::size_t count;
  };

  LineSpan span_of(const Sequence& sequence, std::size_t row) const;

  std::vector<Sequence> sequences_;
  std::vector<Row> rows_;
  std::vector<std::string> paths_;
};

}  // namespace aex::analysis
