#include "analysis/line_index.hpp"

#include <algorithm>

#include "analysis/table_walk.hpp"
#include "dwarf/line/paths.hpp"
#include "dwarf/line/program.hpp"

namespace aex::analysis {
namespace {

/* 2 GiB of spans: far beyond any program, near enough to stop a hostile file. */
constexpr std::size_t kMaxRows = std::size_t{1} << 27;

}  // namespace

/* Takes rows of one sequence after the other into an index. */
class LineIndexBuilder final : public TableVisitor, public dwarf::RowSink {
 public:
  LineIndexBuilder(DebugFile& file, dwarf::Section& lines, dwarf::Strings& strings)
      : file_(&file), programs_(lines, file, strings), files_(strings) {}

  Status take(const dwarf::Unit&) override { return {}; }
  Status take(dwarf::LineTable& table, dwarf::TextId folder) override;
  bool take(const dwarf::Row& row) override;

  LineIndex finish();

 private:
  using Row = LineIndex::Row;

  bool enter(const Row& row);
  void begin_sequence(std::uint64_t address);
  void end_sequence(std::uint64_t address);
  FileId file_of(const dwarf::Row& row);
  void make_disjoint();

  const DebugFile* file_;
  dwarf::LinePrograms programs_;
  FileTable files_;
  dwarf::IdMap decoded_; /* offsets of tables */
  dwarf::LineTable* table_ = nullptr;
  dwarf::TextId folder_ = 0;
  std::vector<FileId> ids_; /* of the present table's files */
  LineIndex index_;
  bool is_open_ = false; /* a sequence has begun */
  bool is_sorted_ = true;
  LineIndex::Sequence sequence_ = {};
};

Status LineIndexBuilder::take(dwarf::LineTable& table, dwarf::TextId folder) {
  std::uint32_t& decoded = decoded_[table.offset];
  if (decoded != dwarf::IdMap::kAbsent) return {};
  decoded = 0;
  table_ = &table;
  folder_ = folder;
  AEX_CHECK(files_.add(table, folder, &ids_));
  AEX_CHECK(programs_.run(table, *this));
  if (index_.rows_.size() == kMaxRows) {
    return Error(Code::dwarf_malformed, file_->path() + " has too many lines");
  }
  if (is_open_) index_.rows_.resize(sequence_.first);
  is_open_ = false;
  return {};
}

/* Files that the program itself defines come late. */
FileId LineIndexBuilder::file_of(const dwarf::Row& row) {
  if (ids_.size() != table_->files.size() && !files_.add(*table_, folder_, &ids_).ok()) {
    return FileTable::kNone;
  }
  const std::uint32_t index = row.file - table_->first_file();
  return index < ids_.size() ? ids_[index] : FileTable::kNone;
}

void LineIndexBuilder::begin_sequence(std::uint64_t address) {
  is_open_ = true;
  is_sorted_ = true;
  sequence_ = {address, address, address, index_.rows_.size(), 0};
}

void LineIndexBuilder::end_sequence(std::uint64_t address) {
  is_open_ = false;
  sequence_.end = address;
  sequence_.count = index_.rows_.size() - sequence_.first;
  if (sequence_.end <= sequence_.begin || !file_->is_code(sequence_.begin)) {
    index_.rows_.resize(sequence_.first);
    return;
  }
  if (!is_sorted_) {
    std::stable_sort(index_.rows_.begin() + std::ptrdiff_t(sequence_.first), index_.rows_.end(),
                     [](const Row& a, const Row& b) { return a.offset < b.offset; });
  }
  index_.sequences_.push_back(sequence_);
}

bool LineIndexBuilder::take(const dwarf::Row& row) {
  if (!is_open_) begin_sequence(row.address);
  const std::uint64_t offset = row.address - sequence_.base;
  if (row.ends_sequence || offset > UINT32_MAX) {
    end_sequence(row.address);
    if (row.ends_sequence) return true;
    begin_sequence(row.address);
    return take(row);
  }
  return enter({std::uint32_t(offset), row.line, file_of(row),
                std::uint16_t(std::min<std::uint32_t>(row.column, UINT16_MAX)), row.is_stmt});
}

/* Of several rows of one address the last counts. */
bool LineIndexBuilder::enter(const Row& row) {
  std::vector<Row>& rows = index_.rows_;
  if (rows.size() > sequence_.first) {
    Row& last = rows.back();
    if (row.offset == last.offset) {
      last = row;
      return true;
    }
    if (row.offset < last.offset) is_sorted_ = false;
    if (row.line == last.line && row.file == last.file && row.column == last.column &&
        row.is_stmt == last.is_stmt && is_sorted_) {
      return true;
    }
  }
  if (rows.size() == kMaxRows) return false;
  rows.push_back(row);
  return true;
}

void LineIndexBuilder::make_disjoint() {
  std::vector<LineIndex::Sequence>& all = index_.sequences_;
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::uint64_t covered = 0;
  std::size_t kept = 0;
  for (LineIndex::Sequence sequence : all) {
    if (kept > 0) sequence.begin = std::max(sequence.begin, covered);
    if (sequence.begin >= sequence.end) continue;
    covered = sequence.end;
    all[kept++] = sequence;
  }
  all.resize(kept);
}

LineIndex LineIndexBuilder::finish() {
  make_disjoint();
  for (const std::string& path : files_.paths()) index_.paths_.push_back(dwarf::folded(path));
  return std::move(index_);
}

Result<LineIndex> LineIndex::build(os::Files& files, const std::string& elf_path) {
  AEX_TRY(const std::unique_ptr<DebugFile>& file, DebugFile::open(files, elf_path));
  AEX_TRY(dwarf::Section* const lines, file->find(".debug_line"));
  if (lines == nullptr) return Error(Code::debug_info_missing, elf_path + " has no .debug_line");
  AEX_TRY(dwarf::Strings strings, dwarf::Strings::open(*file));
  LineIndexBuilder builder(*file, *lines, strings);
  AEX_CHECK(walk_line_tables(*file, strings, builder));
  return builder.finish();
}

LineSpan LineIndex::span_of(const Sequence& sequence, std::size_t row) const {
  const Row& entry = rows_[row];
  const bool is_last = row + 1 == sequence.first + sequence.count;
  LineSpan span;
  span.begin = std::max(sequence.base + entry.offset, sequence.begin);
  span.end = is_last ? sequence.end : sequence.base + rows_[row + 1].offset;
  span.file = entry.file;
  span.line = entry.line;
  span.column = entry.column;
  span.is_stmt = entry.is_stmt;
  return span;
}

bool LineIndex::find(std::uint64_t address, LineSpan* span) const {
  auto sequence =
      std::upper_bound(sequences_.begin(), sequences_.end(), address,
                       [](std::uint64_t at, const Sequence& other) { return at < other.begin; });
  if (sequence == sequences_.begin() || address >= (--sequence)->end) return false;
  const auto first = rows_.begin() + std::ptrdiff_t(sequence->first);
  const auto last = first + std::ptrdiff_t(sequence->count);
  const std::uint64_t offset = address - sequence->base;
  const auto row = std::upper_bound(
      first, last, offset, [](std::uint64_t at, const Row& other) { return at < other.offset; });
  if (row == first) return false;
  *span = span_of(*sequence, std::size_t(row - rows_.begin()) - 1);
  return true;
}

}  // namespace aex::analysis
