#include "analysis/hot/listing.hpp"

#include <algorithm>

#include "analysis/survey/snapshot.hpp"

namespace aex::analysis {
namespace {

constexpr std::size_t kMaxSourceBytes = 16u << 20;
constexpr std::uint32_t kLinesAround = 2;
/* Between two lines with code that are further apart, the lines in between are left out. */
constexpr std::uint32_t kMaxGap = 12;

std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    if (!lines.back().empty() && lines.back().back() == '\r') lines.back().pop_back();
    at = end + 1;
  }
  return lines;
}

using ByLine = std::map<std::uint32_t, std::vector<std::size_t>>;

ListedLine listed(const Hot& hot, std::uint32_t number, const std::vector<std::string>* texts,
                  std::vector<std::size_t> instructions) {
  ListedLine line;
  line.line = number;
  if (texts != nullptr && number > 0 && number <= texts->size()) line.text = (*texts)[number - 1];
  for (const std::size_t i : instructions) line.retired += hot.instructions[i].count.retired;
  line.instructions = std::move(instructions);
  return line;
}

/* The lines around code, without code themselves. */
void add_between(const Hot& hot, std::uint32_t from, std::uint32_t to,
                 const std::vector<std::string>* texts, ListedFile& file) {
  if (texts == nullptr) return;
  const auto last = std::uint32_t(std::min<std::size_t>(to, texts->size() + 1));
  for (std::uint32_t line = from; line < last; ++line) {
    file.lines.push_back(listed(hot, line, texts, {}));
  }
}

ListedFile list_file(const Hot& hot, const std::string& path, const ByLine& lines,
                     SourceTexts& sources) {
  ListedFile file;
  file.path = path;
  const std::vector<std::string>* const texts = sources.lines(path);
  file.is_found = texts != nullptr;
  std::uint32_t next = 0;
  for (const auto& entry : lines) {
    const std::uint32_t line = entry.first;
    if (line == 0) {
      file.lines.push_back(listed(hot, 0, nullptr, entry.second));
      continue;
    }
    const bool is_far = next == 0 || line - next > kMaxGap;
    if (is_far && next != 0) add_between(hot, next, next + kLinesAround, texts, file);
    const std::uint32_t begin = line > kLinesAround ? line - kLinesAround : 1;
    add_between(hot, is_far ? std::max(begin, next) : next, line, texts, file);
    file.lines.push_back(listed(hot, line, texts, entry.second));
    next = line + 1;
  }
  if (next != 0) add_between(hot, next, next + kLinesAround, texts, file);
  return file;
}

}  // namespace

SourceTexts::SourceTexts(os::Files& files, std::string folder)
    : files_(&files), folder_(std::move(folder)) {
  if (folder_.empty()) return;
  for (const SnapshotFile& file : read_snapshot(files, folder_)) {
    snapshot_[file.path] = os::join(folder_, file.copy);
  }
}

std::string SourceTexts::place_of(const std::string& path) const {
  const auto is_file = [&](const std::string& candidate) {
    return os::is_file(*files_, candidate);
  };
  const auto kept = snapshot_.find(path);
  if (kept != snapshot_.end() && is_file(kept->second)) return kept->second;
  if (is_file(path)) return path;
  std::size_t at = folder_.empty() ? std::string::npos : 0;
  while (at != std::string::npos && at < path.size()) {
    const std::string candidate = os::join(folder_, path.substr(at));
    if (path[at] != '/' && is_file(candidate)) return candidate;
    at = path.find_first_of("/\\", at);
    if (at != std::string::npos) ++at;
  }
  return {};
}

const std::vector<std::string>* SourceTexts::lines(const std::string& path) {
  const auto found = known_.find(path);
  if (found != known_.end()) return found->second.empty() ? nullptr : &found->second;
  std::vector<std::string>& lines = known_[path];
  const std::string place = place_of(path);
  if (place.empty()) return nullptr;
  const Result<std::string> text = os::read_text(*files_, place, kMaxSourceBytes);
  if (text.ok()) lines = split_lines(text.value());
  return lines.empty() ? nullptr : &lines;
}

std::vector<ListedFile> list_function(const Hot& hot, std::uint32_t function,
                                      SourceTexts& sources) {
  std::map<std::uint32_t, ByLine> by_file;
  for (std::size_t i = 0; i < hot.instructions.size(); ++i) {
    const HotInstruction& one = hot.instructions[i];
    if (one.function == function) by_file[one.path][one.line].push_back(i);
  }
  std::vector<ListedFile> files;
  for (const auto& entry : by_file) {
    const std::string path = entry.first == kNowhere ? std::string() : hot.paths[entry.first];
    files.push_back(list_file(hot, path, entry.second, sources));
  }
  return files;
}

}  // namespace aex::analysis
