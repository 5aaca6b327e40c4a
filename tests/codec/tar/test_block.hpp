/** Headers made by hand, right and wrong. */
#pragma once

#include <cstdio>
#include <cstring>
#include <string>

namespace aex::codec {

struct TarBlock {
  std::string bytes = std::string(512, '\0');

  explicit TarBlock(std::string_view name, char type = '0', std::string_view size = "0") {
    set(0, name).set(100, "0000644").set(124, size).set(156, std::string_view(&type, 1));
    set(257, std::string_view("ustar\00000", 8));
  }
  TarBlock& set(std::size_t offset, std::string_view text) {
    std::memcpy(&bytes[offset], text.data(), text.size());
    return *this;
  }
  /** With its checksum, of signed bytes if asked, and `content` padded to whole blocks. */
  std::string with(std::string_view content = {}, bool is_signed = false) {
    set(148, "        ");
    int sum = 0;
    for (const char c : bytes) {
      sum += is_signed ? int(static_cast<signed char>(c)) : int(static_cast<unsigned char>(c));
    }
    char text[8];
    std::snprintf(text, sizeof text, "%06o", unsigned(sum) & 0777777u);
    set(148, std::string_view(text, 7));
    std::string all = bytes;
    all.append(content).append((512 - content.size() % 512) % 512, '\0');
    return all;
  }
};

inline std::string tar_end() { return std::string(1024, '\0'); }

}  // namespace aex::codec
