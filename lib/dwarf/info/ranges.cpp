#include "dwarf/info/ranges.hpp"

#include <algorithm>

namespace aex::dwarf {
namespace {

constexpr std::size_t kMaxRanges = 65536;

enum ListItem : std::uint8_t {
  kEnd = 0,
  kBaseIndex = 1,
  kIndexIndex = 2,
  kIndexLength = 3,
  kOffsets = 4,
  kBase = 5,
  kAddresses = 6,
  kAddressLength = 7,
};

Status open_cursor(Sections& sections, const char* name, std::optional<Cursor>& out) {
  AEX_TRY(Section* const section, sections.find(name));
  if (section != nullptr) out.emplace(*section, sections.is_big_endian());
  return {};
}

unsigned address_bytes(const RangeBase& base) {
  return std::max<unsigned>(base.encoding.address_bytes, 1);
}

void add(std::uint64_t begin, std::uint64_t end, std::vector<AddressRange>& out) {
  if (begin < end) out.push_back({begin, end});
}

}  // namespace

Result<Ranges> Ranges::open(Sections& main, Sections* split) {
  Ranges ranges(main);
  AEX_CHECK(open_cursor(main, ".debug_addr", ranges.addresses_));
  AEX_CHECK(open_cursor(main, ".debug_ranges", ranges.old_lists_));
  AEX_CHECK(open_cursor(split != nullptr ? *split : main, ".debug_rnglists", ranges.lists_));
  return ranges;
}

Error Ranges::missing(const char* name) const {
  return Error(Code::dwarf_malformed, path_ + " refers to " + name + ", which it does not have");
}

Result<std::uint64_t> Ranges::indexed(std::uint64_t index, const RangeBase& base) {
  if (!addresses_.has_value()) return missing(".debug_addr");
  const unsigned width = address_bytes(base);
  const bool is_near = index <= (UINT64_MAX - base.addr_base) / width;
  addresses_->seek(is_near ? base.addr_base + index * width : UINT64_MAX);
  const std::uint64_t address = addresses_->unsigned_of(width);
  AEX_CHECK(addresses_->status());
  return address;
}

Result<std::uint64_t> Ranges::address(const Value& value, const RangeBase& base) {
  if (!is_address_index(value.form)) return value.number;
  AEX_TRY(const std::uint64_t address, indexed(value.number, base));
  return address + value.size;
}

Status Ranges::read(const Value& low, const Value& high, const Value& ranges, const RangeBase& base,
                    std::vector<AddressRange>& out) {
  if (ranges.is_there()) {
    if (base.encoding.version >= 5) return read_list(ranges, base, out);
    return read_old(ranges.number + base.ranges, base, out);
  }
  if (!low.is_there() || !high.is_there()) return {};
  AEX_TRY(const std::uint64_t begin, address(low, base));
  const bool is_address = high.form == Form::addr || is_address_index(high.form);
  AEX_TRY(const std::uint64_t number, address(high, base));
  add(begin, is_address ? number : begin + number, out);
  return {};
}

Status Ranges::read_old(std::uint64_t offset, const RangeBase& base,
                        std::vector<AddressRange>& out) {
  if (!old_lists_.has_value()) return missing(".debug_ranges");
  const unsigned width = address_bytes(base);
  const std::uint64_t selects = width >= 8 ? UINT64_MAX : (std::uint64_t{1} << (8 * width)) - 1;
  std::uint64_t from = base.address;
  const std::size_t before = out.size();
  old_lists_->seek(offset);
  while (old_lists_->ok() && out.size() - before < kMaxRanges) {
    const std::uint64_t begin = old_lists_->unsigned_of(width);
    const std::uint64_t end = old_lists_->unsigned_of(width);
    if (begin == 0 && end == 0) break;
    if (begin == selects) {
      from = end;
    } else {
      add(from + begin, from + end, out);
    }
  }
  return old_lists_->status();
}

Status Ranges::read_list(const Value& value, const RangeBase& base,
                         std::vector<AddressRange>& out) {
  if (!lists_.has_value()) return missing(".debug_rnglists");
  std::uint64_t offset = base.whole_lists + value.number;
  if (value.form == Form::rnglistx) {
    const unsigned width = base.encoding.is_64 ? 8 : 4;
    const bool is_near = value.number <= (UINT64_MAX - base.rnglists) / width;
    lists_->seek(is_near ? base.rnglists + value.number * width : UINT64_MAX);
    offset = base.rnglists + lists_->offset_of(base.encoding.is_64);
  }
  lists_->seek(offset);
  RangeBase current = base;
  const std::size_t before = out.size();
  while (out.size() - before < kMaxRanges) {
    AEX_TRY(const bool goes_on, read_item(current, out));
    if (!goes_on) break;
  }
  return lists_->status();
}

Result<bool> Ranges::read_item(RangeBase& base, std::vector<AddressRange>& out) {
  const unsigned width = address_bytes(base);
  const std::uint64_t start = lists_->offset();
  const std::uint8_t kind = lists_->u8();
  AEX_CHECK(lists_->status());
  if (kind == kEnd) return false;
  const bool is_leb = kind != kBase && kind != kAddresses && kind != kAddressLength;
  const std::uint64_t first = is_leb ? lists_->uleb() : lists_->unsigned_of(width);
  const bool is_pair = kind != kBase && kind != kBaseIndex;
  const std::uint64_t second = !is_pair             ? 0
                               : kind == kAddresses ? lists_->unsigned_of(width)
                                                    : lists_->uleb();
  std::uint64_t begin = first;
  if (kind == kBaseIndex || kind == kIndexIndex || kind == kIndexLength) {
    AEX_TRY(begin, indexed(first, base));
  }
  switch (kind) {
    case kBaseIndex:
    case kBase: base.address = begin; break;
    case kIndexIndex: {
      AEX_TRY(const std::uint64_t end, indexed(second, base));
      add(begin, end, out);
      break;
    }
    case kOffsets: add(base.address + first, base.address + second, out); break;
    case kAddresses: add(first, second, out); break;
    case kIndexLength:
    case kAddressLength: add(begin, begin + second, out); break;
    default: lists_->fail(start, "is a range list of kind " + std::to_string(kind));
  }
  AEX_CHECK(lists_->status());
  return true;
}

}  // namespace aex::dwarf
