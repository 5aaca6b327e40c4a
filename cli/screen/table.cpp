#include "cli/screen/table.hpp"

#include <algorithm>
#include <cstdio>

#include "cli/screen/terminal.hpp"

namespace aex::cli {
namespace {

/** Characters, as far as UTF-8 tells. */
std::size_t columns_of(std::string_view text) {
  return std::size_t(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::string tenths(double number, const char* unit) {
  char text[48];
  std::snprintf(text, sizeof text, "%.1f %s", number, unit);
  return text;
}

}  // namespace

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string bytes_text(std::uint64_t bytes) {
  if (bytes < 1024) return std::to_string(bytes) + " B";
  static const char* const kUnits[] = {"KiB", "MiB", "GiB", "TiB"};
  double scaled = double(bytes) / 1024;
  std::size_t unit = 0;
  for (; scaled >= 1024 && unit < 3; ++unit) scaled /= 1024;
  return tenths(scaled, kUnits[unit]);
}

std::string duration_text(std::uint64_t duration_ms) {
  if (duration_ms < 60'000) return tenths(double(duration_ms) / 1000, "s");
  const std::uint64_t seconds = duration_ms / 1000 % 60;
  return std::to_string(duration_ms / 60'000) + (seconds < 10 ? " min 0" : " min ") +
         std::to_string(seconds) + " s";
}

std::string Table::text() const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], columns_of(row[i]));
  }
  std::string out;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string gap(widths[i] - columns_of(row[i]), ' ');
      const std::string cell = harmless(row[i]);
      line += (i == 0 ? "" : "  ") + (columns_[i] == Align::left ? cell + gap : gap + cell);
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return out;
}

}  // namespace aex::cli
