#include "dwarf/strings.hpp"

#include <algorithm>

namespace aex::dwarf {
namespace {

constexpr std::size_t kMaxTotalBytes = std::size_t{256} << 20;
constexpr std::size_t kChunkBytes = 64 * 1024;

Status open_cursor(Sections& sections, const char* name, std::optional<Cursor>& out) {
  AEX_TRY(Section* const section, sections.find(name));
  if (section != nullptr) out.emplace(*section, sections.is_big_endian());
  return {};
}

}  // namespace

Result<Strings> Strings::open(Sections& sections) {
  Strings strings(sections);
  AEX_CHECK(open_cursor(sections, strings.str_.name, strings.str_.cursor));
  AEX_CHECK(open_cursor(sections, strings.line_str_.name, strings.line_str_.cursor));
  AEX_CHECK(open_cursor(sections, ".debug_str_offsets", strings.str_offsets_));
  return strings;
}

Error Strings::missing(const char* name) const {
  return Error(Code::dwarf_malformed, path_ + " refers to " + name + ", which it does not have");
}

Result<TextId> Strings::intern(std::string_view text) {
  if (text.empty()) return TextId{0};
  const auto found = ids_.find(text);
  if (found != ids_.end()) return found->second;
  total_ += text.size();
  if (total_ > kMaxTotalBytes) {
    return Error(Code::dwarf_malformed, path_ + " has over 256 MiB of names");
  }
  if (text.size() > chunk_rest_) {
    chunk_rest_ = std::max(kChunkBytes, text.size());
    std::unique_ptr<char[]> fresh(new char[chunk_rest_]);
    chunks_.push_back(std::move(fresh));
    chunk_ = chunks_.back().get();
  }
  std::copy(text.begin(), text.end(), chunk_);
  const std::string_view kept(chunk_, text.size());
  chunk_ += text.size();
  chunk_rest_ -= text.size();
  const auto id = TextId(texts_.size());
  texts_.push_back(kept);
  ids_.emplace(kept, id);
  return id;
}

Result<TextId> Strings::read_inline(Cursor& cursor, std::uint64_t offset) {
  const std::uint64_t limit = cursor.limit();
  cursor.seek(offset);
  cursor.limit_to(limit);
  cursor.text(&buffer_);
  AEX_CHECK(cursor.status());
  return intern(buffer_);
}

Result<TextId> Strings::read(Pool& pool, std::uint64_t offset) {
  if (!pool.cursor.has_value()) return missing(pool.name);
  TextId& id = pool.known[offset];
  if (id == IdMap::kAbsent) {
    AEX_TRY(id, read_inline(*pool.cursor, offset));
  }
  return id;
}

Result<TextId> Strings::read_indexed(std::uint64_t index, const TextBase& base) {
  if (!str_offsets_.has_value()) return missing(".debug_str_offsets");
  const unsigned width = base.is_64 ? 8 : 4;
  const bool is_near = index <= (UINT64_MAX - base.str_offsets) / width;
  str_offsets_->seek(is_near ? base.str_offsets + index * width : UINT64_MAX);
  const std::uint64_t offset = str_offsets_->offset_of(base.is_64);
  AEX_CHECK(str_offsets_->status());
  return read(str_, offset);
}

Result<TextId> Strings::resolve(const Value& value, const TextBase& base, Cursor& home) {
  if (is_text_index(value.form)) return read_indexed(value.number, base);
  switch (value.form) {
    case Form::string: return read_inline(home, value.number);
    case Form::strp: return read(str_, value.number);
    case Form::line_strp: return read(line_str_, value.number);
    default: return TextId{0};
  }
}

}  // namespace aex::dwarf
