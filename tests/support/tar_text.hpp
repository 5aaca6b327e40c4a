/** Archives as text, honest or hostile: what our own writer would never write. */
#pragma once

#include <cstdio>
#include <string>

#include "codec/gzip.hpp"

namespace aex::testing {

/** One member: header and padded content. `type` as in ustar: '0' file, '5' folder, '1' hard link,
 *  '2' symbolic link, '3' character device, '6' fifo. */
inline std::string tar_member(const std::string& name, const std::string& content, char type = '0',
                              const std::string& target = "") {
  std::string block(512, '\0');
  block.replace(0, name.size(), name);
  block.replace(100, 7, "0000644");
  block.replace(108, 7, "0000000");
  block.replace(116, 7, "0000000");
  char octal[13];
  std::snprintf(octal, sizeof octal, "%011zo", content.size());
  block.replace(124, 11, octal);
  block.replace(136, 11, "00000000000");
  block.replace(148, 8, "        ");
  block[156] = type;
  block.replace(157, target.size(), target);
  block.replace(257, 8,
                std::string("ustar\0"
                            "00",
                            8));
  unsigned sum = 0;
  for (const char byte : block) sum += static_cast<unsigned char>(byte);
  std::snprintf(octal, sizeof octal, "%06o", sum);
  block.replace(148, 7, std::string(octal, 6) + '\0');
  std::string padded = content;
  padded.resize((content.size() + 511) / 512 * 512, '\0');
  return block + padded;
}

inline std::string tar_end() { return std::string(1024, '\0'); }

inline std::string gzipped(const std::string& text) {
  MemorySink out(64u << 20);
  codec::GzipSink gzip(out);
  (void)gzip.write(ByteView(text)).ok();
  (void)gzip.finish().ok();
  return std::string(out.text());
}

}  // namespace aex::testing
