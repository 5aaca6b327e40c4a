#include "analysis/hot/counts.hpp"

#include <algorithm>
#include <cstdio>

#include "base/endian.hpp"
#include "elf/file.hpp"
#include "report/trace_counts.hpp"

namespace aex::analysis {
namespace {

using report::InstructionCount;
using Counts = std::vector<InstructionCount>;

/* The bytes of a segment, a window at a time: addresses come in ascending order. */
class SegmentWindow {
 public:
  SegmentWindow(elf::File& file, const elf::Segment& segment) : file_(file), segment_(segment) {}

  bool holds(const InstructionCount& count) const {
    const std::uint64_t at = count.address - segment_.address;
    return count.address >= segment_.address && at < segment_.file_bytes &&
           segment_.file_bytes - at >= count.size;
  }
  Result<std::uint32_t> opcode_at(std::uint64_t address, unsigned size) {
    const std::uint64_t at = address - segment_.address;
    if (at < begin_ || at + size > begin_ + bytes_.size()) {
      begin_ = at;
      AEX_TRY(bytes_, file_.read(segment_.offset + at,
                                 std::min<std::uint64_t>(kStreamBytes, segment_.file_bytes - at)));
    }
    const std::uint8_t* const bytes = bytes_.data() + (at - begin_);
    return size == 2 ? load_le<std::uint16_t>(bytes) : load_le<std::uint32_t>(bytes);
  }

 private:
  elf::File& file_;
  const elf::Segment& segment_;
  std::uint64_t begin_ = 0; /**< of the window, into the segment */
  Bytes bytes_;
};

Error mismatch(const InstructionCount& count, std::uint32_t opcode, const std::string& trace,
               const std::string& elf) {
  char text[96];
  std::snprintf(text, sizeof text, " has opcode %0*x at %llx, where %0*x stands in ",
                int(count.size * 2), count.opcode, static_cast<unsigned long long>(count.address),
                int(count.size * 2), opcode);
  return {Code::trace_mismatch, trace + text + elf};
}

/* How many counts lie in the segment. Code that may be written may have changed. */
Result<std::size_t> compare(elf::File& file, const elf::Segment& segment, const Counts& counts,
                            const std::string& trace) {
  SegmentWindow window(file, segment);
  auto count = std::lower_bound(
      counts.begin(), counts.end(), segment.address,
      [](const InstructionCount& one, std::uint64_t address) { return one.address < address; });
  std::size_t found = 0;
  for (; count != counts.end() && window.holds(*count); ++count, ++found) {
    if ((segment.flags & elf::kWritable) != 0) continue;
    AEX_TRY(const std::uint32_t opcode, window.opcode_at(count->address, count->size));
    if (opcode != count->opcode) return mismatch(*count, opcode, trace, file.path());
  }
  return found;
}

Status check_program(os::Files& files, const std::string& elf_path, const Counts& counts,
                     const std::string& trace) {
  AEX_TRY(const std::unique_ptr<os::ReadFile> opened, files.open(elf_path));
  AEX_TRY(elf::File file, elf::File::open(*opened, elf_path));
  if (file.header().type != elf::kTypeExecutable || counts.empty()) return {};
  AEX_TRY(const std::vector<elf::Segment> segments, file.segments());
  std::size_t found = 0;
  for (const elf::Segment& segment : segments) {
    if (segment.type != elf::kSegmentLoad || (segment.flags & elf::kExecutable) == 0) continue;
    AEX_TRY(const std::size_t here, compare(file, segment, counts, trace));
    found += here;
  }
  if (found > 0) return {};
  return Error(Code::trace_mismatch, trace + " has no instruction of " + elf_path);
}

}  // namespace

Result<Counts> read_counts(os::Files& files, const std::string& path, const std::string& elf_path,
                           const AddTexts& add_texts) {
  if (!report::is_trace(files, path)) return report::read_inst_counts(files, path);
  AEX_TRY(Counts counts, report::count_trace(files, path));
  if (!elf_path.empty()) AEX_CHECK(check_program(files, elf_path, counts, path));
  add_texts(counts);
  return counts;
}

}  // namespace aex::analysis
