#include <algorithm>
#include <array>

#include "codec/tar.hpp"
#include "codec/tar/block.hpp"

namespace aex::codec {
namespace {

constexpr std::uint64_t kMaxExtensionBytes = 64 * 1024;
/* What tar fills its last record with: 10 KiB by default, 1 MiB at most. */
constexpr std::uint64_t kMaxFillBytes = 1u << 20;
constexpr std::uint64_t kMaxSize = UINT64_MAX >> 1;

Error malformed(Piece problem) {
  return Error(Code::archive_malformed, {"the tar archive ", problem});
}

ByteView field(const std::uint8_t* block, TarField place) {
  return {block + place.offset, place.size};
}

std::string_view until_nul(std::string_view text) { return text.substr(0, text.find('\0')); }

/* GNU's form for what octal digits cannot hold: a set high bit, then big-endian. */
std::optional<std::uint64_t> base256(ByteView bytes) {
  if (bytes[0] != 0x80) return std::nullopt;
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes.slice(1)) {
    if (value > (kMaxSize >> 8)) return std::nullopt;
    value = (value << 8) | byte;
  }
  return value;
}

std::optional<std::uint64_t> number(ByteView bytes) {
  if ((bytes[0] & 0x80) != 0) return base256(bytes);
  std::string_view text = until_nul(bytes.text());
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  text = text.substr(0, text.find(' '));
  if (text.empty()) return 0;
  return parse_number(text, 8);
}

/* Some old archivers summed signed bytes. */
bool has_right_checksum(const std::uint8_t* block) {
  std::uint64_t sum = 0;
  std::int64_t signed_sum = 0;
  for (std::size_t i = 0; i < kTarBlock; ++i) {
    const bool is_field = i >= kTarChecksum.offset && i < kTarChecksum.offset + kTarChecksum.size;
    const std::uint8_t byte = is_field ? ' ' : block[i];
    sum += byte;
    signed_sum += byte < 0x80 ? byte : byte - 0x100;
  }
  const std::optional<std::uint64_t> stored = number(field(block, kTarChecksum));
  return stored.has_value() &&
         (*stored == sum || (signed_sum >= 0 && *stored == std::uint64_t(signed_sum)));
}

bool is_zero(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

/* The prefix field means something else in GNU's own format, whose magic differs. */
std::string stored_path(const std::uint8_t* block) {
  const std::string_view name = until_nul(field(block, kTarName).text());
  const std::string_view prefix = until_nul(field(block, kTarPrefix).text());
  const bool is_ustar =
      field(block, kTarMagic).text().substr(0, 6) == std::string_view("ustar\0", 6);
  if (!is_ustar || prefix.empty()) return std::string(name);
  return std::string(prefix).append("/").append(name);
}

TarKind kind_of(char type, const std::string& path) {
  switch (type) {
    case '\0': return !path.empty() && path.back() == '/' ? TarKind::folder : TarKind::file;
    case '0':
    case '7': return TarKind::file;
    case '1': return TarKind::hard_link;
    case '2': return TarKind::symbolic_link;
    case '5': return TarKind::folder;
    default: return TarKind::special;
  }
}

bool has_content(char type, TarKind kind) {
  if (type == '3' || type == '4' || type == '6') return false;
  return kind == TarKind::file || kind == TarKind::special;
}

struct Record {
  std::string_view key;
  std::string_view value;
  std::size_t size = 0; /* of the whole record; 0 if it is none */
};

Record first_record(std::string_view text) {
  std::string_view rest = text;
  const std::optional<std::uint64_t> number = take_number(rest);
  const std::size_t digits = text.size() - rest.size();
  if (!number || *number > text.size() || *number < digits + 3) return {};
  const auto size = std::size_t(*number);
  if (text[digits] != ' ' || text[size - 1] != '\n') return {};
  const std::string_view pair = text.substr(digits + 1, size - digits - 2);
  const std::size_t equals = pair.find('=');
  if (equals == 0 || equals == std::string_view::npos) return {};
  return {pair.substr(0, equals), pair.substr(equals + 1), size};
}

bool is_extension(char type) { return type == 'x' || type == 'L' || type == 'K'; }

}  // namespace

struct TarReader::Extension {
  std::optional<std::string> path;
  std::optional<std::uint64_t> size;
  bool is_there = false;

  Status apply(const Record& record) {
    if (record.key.substr(0, 11) == "GNU.sparse.") return malformed("holds a sparse member");
    if (record.key == "path") {
      if (record.value.find('\0') != std::string_view::npos) {
        return malformed("holds a path with a NUL");
      }
      path = std::string(record.value);
    }
    if (record.key == "size") return apply_size(record.value);
    return {};
  }

  Status apply_size(std::string_view value) {
    size = parse_number(value);
    return size.has_value() ? Status() : malformed("holds a bad size");
  }
};

Status TarReader::skip(std::uint64_t bytes) {
  std::array<std::uint8_t, 4096> buffer;
  while (bytes > 0) {
    const auto wanted = std::size_t(std::min<std::uint64_t>(bytes, buffer.size()));
    AEX_TRY(const std::size_t count, in_->read(buffer.data(), wanted));
    if (count == 0) return malformed("is cut short");
    bytes -= count;
  }
  return {};
}

Status TarReader::block(std::uint8_t* out) {
  AEX_TRY(const std::size_t count, read_full(*in_, out, kTarBlock));
  if (count == 0) return malformed("is cut short: it has no end mark");
  if (count < kTarBlock) return malformed("is cut short");
  return {};
}

Status TarReader::end_mark() {
  std::array<std::uint8_t, kTarBlock> second;
  AEX_CHECK(block(second.data()));
  if (!is_zero(ByteView(second))) return malformed("has half an end mark");
  is_at_end_ = true;
  return {};
}

Status TarReader::extend(Extension* extension, char type, std::uint64_t size) {
  if (size > kMaxExtensionBytes) return malformed("has an extended header over 64 KiB");
  std::string content(std::size_t(size), '\0');
  AEX_TRY(const std::size_t count,
          read_full(*in_, reinterpret_cast<std::uint8_t*>(content.data()), content.size()));
  if (count < content.size()) return malformed("is cut short");
  AEX_CHECK(skip(tar_padding(size)));
  extension->is_there = true;
  if (type == 'L' && !extension->path.has_value()) extension->path = until_nul(content);
  std::string_view rest = type == 'x' ? std::string_view(content) : std::string_view();
  while (!rest.empty()) {
    const Record record = first_record(rest);
    if (record.size == 0) return malformed("has a bad extended header");
    AEX_CHECK(extension->apply(record));
    rest.remove_prefix(record.size);
  }
  return {};
}

Result<TarMember> TarReader::member(const std::uint8_t* block, std::uint64_t size,
                                    Extension extension) {
  const char type = char(block[kTarType.offset]);
  if (type == 'S') return malformed("holds a sparse member");
  const std::optional<std::uint64_t> mode = number(field(block, kTarMode));
  if (!mode.has_value()) return malformed("holds a bad mode");
  TarMember member;
  member.path = extension.path.has_value() ? std::move(*extension.path) : stored_path(block);
  if (member.path.empty()) return malformed("holds a member without a name");
  member.kind = kind_of(type, member.path);
  member.mode = std::uint32_t(*mode & 07777);
  if (has_content(type, member.kind)) member.size = extension.size.value_or(size);
  if (member.size > kMaxSize) return malformed("holds a bad size");
  left_ = member.size;
  padding_ = tar_padding(member.size);
  return member;
}

Result<std::optional<TarMember>> TarReader::next() {
  AEX_CHECK(skip(left_));
  AEX_CHECK(skip(padding_));
  left_ = padding_ = 0;
  Extension extension;
  while (!is_at_end_) {
    std::array<std::uint8_t, kTarBlock> head;
    AEX_CHECK(block(head.data()));
    if (is_zero(ByteView(head))) {
      if (extension.is_there) return malformed("ends after an extended header");
      AEX_CHECK(end_mark());
      break;
    }
    if (!has_right_checksum(head.data())) return malformed("has a header with a bad checksum");
    const std::optional<std::uint64_t> size = number(field(head.data(), kTarSize));
    if (!size.has_value() || *size > kMaxSize) return malformed("holds a bad size");
    const char type = char(head[kTarType.offset]);
    if (type == 'g') {
      if (*size > kMaxExtensionBytes) return malformed("has an extended header over 64 KiB");
      AEX_CHECK(skip(*size));
      AEX_CHECK(skip(tar_padding(*size)));
    } else if (is_extension(type)) {
      AEX_CHECK(extend(&extension, type, *size));
    } else {
      AEX_TRY(TarMember found, member(head.data(), *size, std::move(extension)));
      return std::optional<TarMember>(std::move(found));
    }
  }
  return std::optional<TarMember>();
}

Result<std::size_t> TarReader::read(std::uint8_t* out, std::size_t capacity) {
  const auto wanted = std::size_t(std::min<std::uint64_t>(left_, capacity));
  if (wanted == 0) return std::size_t{0};
  AEX_TRY(const std::size_t count, in_->read(out, wanted));
  if (count == 0) return malformed("is cut short");
  left_ -= count;
  return count;
}

Status TarReader::finish() {
  if (!is_at_end_) return Error(Code::internal, "a tar archive was closed before its end mark");
  Bytes buffer(kStreamBytes);
  for (std::uint64_t zeros = 0;;) {
    AEX_TRY(const std::size_t count, in_->read(buffer.data(), buffer.size()));
    if (count == 0) return {};
    zeros += count;
    if (zeros > kMaxFillBytes) return malformed("has over 1 MiB of zeros after its end mark");
    if (!is_zero(ByteView(buffer.data(), count))) return malformed("has bytes after its end mark");
  }
}

}  // namespace aex::codec
