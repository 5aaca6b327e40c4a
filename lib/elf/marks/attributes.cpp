#include "elf/marks/attributes.hpp"

#include <algorithm>

#include "elf/fields.hpp"

namespace aex::elf {
namespace {

constexpr std::uint64_t kMaxBytes = 1 << 20;
constexpr std::uint32_t kWholeFile = 1;
constexpr std::uint32_t kCompatibility = 32; /* has a number and a text */

/* Reads bytes up to an end; the first fault sticks. */
class Bounded {
 public:
  Bounded(ByteView bytes, bool is_big_endian) : bytes_(bytes), is_big_endian_(is_big_endian) {}

  bool ok() const { return is_ok_; }
  std::size_t rest() const { return bytes_.size; }
  std::uint8_t u8() {
    const ByteView one = take(1);
    return one.size == 0 ? 0 : one[0];
  }
  std::uint32_t u32() {
    const ByteView four = take(4);
    return four.size < 4 ? 0 : Fields(four, false, is_big_endian_).word();
  }
  std::uint64_t uleb() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; is_ok_; shift += 7) {
      const std::uint8_t byte = u8();
      if (shift < 64) value |= std::uint64_t(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return value;
  }
  std::string text() {
    const std::size_t end = bytes_.text().find('\0');
    if (end == std::string_view::npos) is_ok_ = false;
    return is_ok_ ? std::string(take(end + 1).text().substr(0, end)) : std::string();
  }
  /* A part whose length, which counts `before` bytes read already, has been read. */
  Bounded part(std::size_t length, std::size_t before) {
    if (length < before) is_ok_ = false;
    return {take(is_ok_ ? length - before : 0), is_big_endian_};
  }

 private:
  ByteView take(std::size_t size) {
    if (!is_ok_ || size > bytes_.size) {
      is_ok_ = false;
      return {};
    }
    const ByteView taken = bytes_.slice(0, size);
    bytes_ = bytes_.slice(size);
    return taken;
  }

  ByteView bytes_;
  bool is_big_endian_;
  bool is_ok_ = true;
};

bool has_text(std::uint64_t tag) { return tag == kCompatibility || tag % 2 == 1; }

bool read_file_part(Bounded part, const std::string& vendor, std::vector<Attribute>& out) {
  while (part.ok() && part.rest() > 0) {
    Attribute attribute;
    attribute.vendor = vendor;
    const std::uint64_t tag = part.uleb();
    attribute.tag = std::uint32_t(std::min<std::uint64_t>(tag, UINT32_MAX));
    if (!has_text(tag) || tag == kCompatibility) attribute.number = part.uleb();
    if (has_text(tag)) attribute.text = part.text();
    if (part.ok()) out.push_back(std::move(attribute));
  }
  return part.ok();
}

bool read_vendor(Bounded all, std::vector<Attribute>& out) {
  const std::string vendor = all.text();
  while (all.ok() && all.rest() > 0) {
    const std::uint8_t scope = all.u8();
    const std::uint32_t length = all.u32();
    const Bounded part = all.part(length, 5);
    if (!all.ok()) return false;
    if (scope == kWholeFile && !read_file_part(part, vendor, out)) return false;
  }
  return all.ok();
}

bool read_all(Bounded all, std::vector<Attribute>& out) {
  if (all.rest() == 0) return true;
  if (all.u8() != 'A') return false;
  while (all.ok() && all.rest() > 0) {
    const std::uint32_t length = all.u32();
    const Bounded vendor = all.part(length, 4);
    if (!all.ok() || !read_vendor(vendor, out)) return false;
  }
  return all.ok();
}

}  // namespace

Result<std::vector<Attribute>> read_attributes(File& file, const SectionTable& table) {
  std::vector<Attribute> attributes;
  for (const char* name : {".riscv.attributes", ".gnu.attributes"}) {
    const Section* const section = table.find(name);
    if (section == nullptr) continue;
    const bool is_near = section->size <= kMaxBytes;
    if (!is_near) return file.error(Code::elf_malformed, std::string("has too large a ") + name);
    AEX_TRY(const Bytes& bytes, file.read(section->offset, section->size));
    if (!read_all({ByteView(bytes), file.header().is_big_endian}, attributes)) {
      return file.error(Code::elf_malformed, std::string("has damage in ") + name + " at offset " +
                                                 decimal(section->offset));
    }
  }
  return attributes;
}

Result<std::optional<MipsAbiFlags>> read_mips_abi_flags(File& file, const SectionTable& table) {
  constexpr std::size_t kBytes = 24;
  std::optional<MipsAbiFlags> flags;
  const Section* const section = table.find(".MIPS.abiflags");
  if (section == nullptr || section->size < kBytes) return flags;
  std::uint8_t bytes[kBytes];
  AEX_CHECK(file.read_into(section->offset, bytes, kBytes));
  Fields fields({bytes, kBytes}, false, file.header().is_big_endian);
  if (fields.half() != 0) return flags;
  flags.emplace();
  flags->level = bytes[2];
  flags->revision = bytes[3];
  flags->register_bits = bytes[4];
  flags->float_abi = bytes[7];
  fields.half();
  fields.word();
  flags->extension = fields.word();
  flags->units = fields.word();
  return flags;
}

}  // namespace aex::elf
