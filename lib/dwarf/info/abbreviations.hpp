/** .debug_abbrev: the shapes of debugging entries. */
#pragma once

#include <unordered_map>
#include <vector>

#include "dwarf/constants.hpp"
#include "dwarf/cursor.hpp"

namespace aex::dwarf {

struct AttributeShape {
  Attribute attribute = Attribute::none; /**< none also for numbers over 16 bits */
  Form form = Form::none;
  std::int64_t implicit = 0; /**< the value itself, for Form::implicit_const */
};

/** One abbreviation: what an entry with its code looks like. */
struct Shape {
  Tag tag = Tag::none;
  bool has_children = false;
  std::uint32_t first = 0; /**< of its attributes */
  std::uint32_t count = 0;
};

/** One table at a time, read only as far as somebody asked. */
class Abbreviations {
 public:
  explicit Abbreviations(Cursor cursor) : cursor_(std::move(cursor)) {}

  /** Turns to the table at `offset`; costs nothing if it is the present one. */
  void select(std::uint64_t offset);
  /** The shape with this code, valid until the next call; null if the table has none or is
   *  damaged, which status() tells apart. */
  const Shape* find(std::uint64_t code);
  const AttributeShape* attributes(const Shape& shape) const {
    return attributes_.data() + shape.first;
  }
  const Status& status() const { return cursor_.status(); }

 private:
  const Shape* known(std::uint64_t code) const;
  bool read_one(std::uint64_t* code);
  void read_attributes(Shape& shape);

  Cursor cursor_;
  std::uint64_t table_ = UINT64_MAX;
  bool is_complete_ = false;
  std::vector<Shape> shapes_;                           /* by code less 1, as compilers number */
  std::unordered_map<std::uint64_t, Shape> odd_shapes_; /* all other codes */
  std::vector<AttributeShape> attributes_;
};

}  // namespace aex::dwarf
