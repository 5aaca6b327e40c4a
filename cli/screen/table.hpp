/** Numbers and rows as a person reads them. */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aex::cli {

/** "1,234,567" */
std::string grouped(std::int64_t number);
/** "24.1 KiB" */
std::string bytes_text(std::uint64_t bytes);
/** "3.2 s", "2 min 05 s" */
std::string duration_text(std::uint64_t duration_ms);

enum class Align : std::uint8_t { left, right };

/** Rows of cells in aligned columns. */
class Table {
 public:
  explicit Table(std::vector<Align> columns) : columns_(std::move(columns)) {}
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  /** Control characters in the cells are replaced. */
  std::string text() const;

 private:
  std::vector<Align> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace aex::cli
