#include "dwarf/info/abbreviations.hpp"

namespace aex::dwarf {
namespace {

/* Far beyond any compiler; without a bound, entries of no width would cost time for no bytes. */
constexpr std::uint32_t kMaxAttributes = 256;

}  // namespace

void Abbreviations::select(std::uint64_t offset) {
  if (offset == table_) return;
  table_ = offset;
  is_complete_ = false;
  shapes_.clear();
  odd_shapes_.clear();
  attributes_.clear();
  cursor_.seek(offset);
}

const Shape* Abbreviations::known(std::uint64_t code) const {
  if (code - 1 < shapes_.size()) return &shapes_[std::size_t(code - 1)];
  const auto found = odd_shapes_.find(code);
  return found == odd_shapes_.end() ? nullptr : &found->second;
}

const Shape* Abbreviations::find(std::uint64_t code) {
  const Shape* shape = known(code);
  std::uint64_t last = 0;
  while (shape == nullptr && !is_complete_ && read_one(&last)) {
    if (last == code) shape = known(code);
  }
  return shape;
}

bool Abbreviations::read_one(std::uint64_t* code) {
  *code = cursor_.uleb();
  if (*code == 0 || !cursor_.ok()) {
    is_complete_ = true;
    return false;
  }
  Shape shape;
  const std::uint64_t tag = cursor_.uleb();
  shape.tag = tag > UINT16_MAX ? Tag::none : Tag(tag);
  shape.has_children = cursor_.u8() != 0;
  read_attributes(shape);
  if (!cursor_.ok()) return false;
  if (*code == shapes_.size() + 1) {
    shapes_.push_back(shape);
  } else if (known(*code) == nullptr) {
    odd_shapes_.emplace(*code, shape);
  }
  return true;
}

void Abbreviations::read_attributes(Shape& shape) {
  shape.first = std::uint32_t(attributes_.size());
  while (cursor_.ok()) {
    const std::uint64_t attribute = cursor_.uleb();
    const std::uint64_t form = cursor_.uleb();
    if (attribute == 0 && form == 0) break;
    if (form == 0 || form > UINT16_MAX) return cursor_.fail("has an unknown form");
    AttributeShape entry;
    entry.attribute = attribute > UINT16_MAX ? Attribute::none : Attribute(attribute);
    entry.form = Form(form);
    if (entry.form == Form::implicit_const) entry.implicit = cursor_.sleb();
    attributes_.push_back(entry);
    if (++shape.count > kMaxAttributes) return cursor_.fail("has too many attributes");
  }
}

}  // namespace aex::dwarf
