#include <algorithm>
#include <array>
#include <cstring>

#include "codec/tar.hpp"
#include "codec/tar/block.hpp"

namespace aex::codec {
namespace {

using Block = std::array<std::uint8_t, kTarBlock>;

constexpr std::size_t kShownBytes = 80;

void put(Block& block, TarField field, std::string_view text) {
  std::memcpy(block.data() + field.offset, text.data(), std::min(text.size(), field.size));
}

void put_octal(Block& block, TarField field, std::uint64_t value) {
  for (std::size_t i = field.size - 1; i-- > 0; value >>= 3) {
    block[field.offset + i] = std::uint8_t('0' + (value & 7));
  }
}

/* Six digits, a NUL and a space, unlike any other field. */
void put_checksum(Block& block) {
  std::fill_n(block.begin() + kTarChecksum.offset, kTarChecksum.size, ' ');
  unsigned sum = 0;
  for (const std::uint8_t byte : block) sum += byte;
  put_octal(block, {kTarChecksum.offset, 7}, sum);
  block[kTarChecksum.offset + 6] = 0;
}

struct Name {
  std::string_view prefix;
  std::string_view name;
};

/* Splits at a slash if the path is too long for one field; nothing if no slash will do. */
std::optional<Name> split(std::string_view path) {
  if (path.size() <= kTarName.size) return Name{"", path};
  const std::size_t slash = path.find('/', path.size() - kTarName.size - 1);
  const bool fits = slash != std::string_view::npos && slash > 0 && slash <= kTarPrefix.size &&
                    slash + 1 < path.size();
  if (!fits) return std::nullopt;
  return Name{path.substr(0, slash), path.substr(slash + 1)};
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return std::uint8_t(c) < 0x80; });
}

/* What readers that know no pax headers see. */
std::string shown(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return std::uint8_t(c) >= 0x80; }, '?');
  return text.substr(0, kShownBytes);
}

/* "<length> key=value\n", where the length counts its own digits too. */
std::string record(std::string_view key, std::string_view value) {
  const std::size_t rest = key.size() + value.size() + 3;
  std::size_t length = rest;
  while (decimal(length).size() + rest != length) {
    length = decimal(length).size() + rest;
  }
  return decimal(length).append(" ").append(key).append("=").append(value).append("\n");
}

Status pad(Sink& out, std::uint64_t size) {
  const Block zeros = {};
  return out.write(ByteView(zeros).slice(0, std::size_t(tar_padding(size))));
}

Status send(Sink& out, const Name& name, std::uint64_t size, char type, std::uint32_t mode) {
  Block block = {};
  put(block, kTarName, name.name);
  put(block, kTarPrefix, name.prefix);
  put_octal(block, kTarMode, mode);
  put_octal(block, kTarOwner, 0);
  put_octal(block, kTarGroup, 0);
  put_octal(block, kTarSize, size);
  put_octal(block, kTarTime, 0);
  put(block, kTarType, std::string_view(&type, 1));
  put(block, kTarMagic, std::string_view("ustar\00000", 8));
  put_octal(block, kTarDeviceMajor, 0);
  put_octal(block, kTarDeviceMinor, 0);
  put_checksum(block);
  return out.write(ByteView(block));
}

Error changed(const std::string& path, std::uint64_t size) {
  return Error(Code::workload_changed,
               {path, " no longer had the ", decimal(size), " bytes it began with"});
}

}  // namespace

Status TarWriter::pax(const std::string& name, const std::string& records) {
  AEX_CHECK(send(*out_, {"", "PaxHeaders/" + name}, records.size(), 'x', 0644));
  AEX_CHECK(out_->write(ByteView(records)));
  return pad(*out_, records.size());
}

Status TarWriter::header(const std::string& path, std::uint64_t size, char type,
                         std::uint32_t mode) {
  if (path.empty() || path.find('\0') != std::string::npos) {
    return Error(Code::invalid_argument, "a member's name was empty or held a NUL");
  }
  const std::optional<Name> name = is_ascii(path) ? split(path) : std::nullopt;
  std::string records;
  if (!name.has_value()) records += record("path", path);
  if (size > kMaxOctalSize) records += record("size", decimal(size));
  const std::string fallback = shown(path);
  if (!records.empty()) AEX_CHECK(pax(fallback, records));
  return send(*out_, name.value_or(Name{"", fallback}), size > kMaxOctalSize ? 0 : size, type,
              mode);
}

Status TarWriter::add(const std::string& path, std::uint64_t size, Source& content) {
  AEX_CHECK(header(path, size, '0', 0644));
  Bytes buffer(kStreamBytes);
  std::uint64_t left = size;
  while (left > 0) {
    const auto wanted = std::size_t(std::min<std::uint64_t>(left, buffer.size()));
    AEX_TRY(const std::size_t count, content.read(buffer.data(), wanted));
    if (count == 0) return changed(path, size);
    AEX_CHECK(out_->write(ByteView(buffer.data(), count)));
    left -= count;
  }
  AEX_TRY(const std::size_t more, content.read(buffer.data(), 1));
  if (more != 0) return changed(path, size);
  return pad(*out_, size);
}

Status TarWriter::add_folder(const std::string& path) {
  const bool is_marked = !path.empty() && path.back() == '/';
  return header(is_marked || path.empty() ? path : path + "/", 0, '5', 0755);
}

Status TarWriter::finish() {
  const std::array<std::uint8_t, 2 * kTarBlock> zeros = {};
  return out_->write(ByteView(zeros));
}

}  // namespace aex::codec
