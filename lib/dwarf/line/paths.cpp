#include "dwarf/line/paths.hpp"

#include <algorithm>
#include <vector>

namespace aex::dwarf {
namespace {

bool is_letter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }

bool is_separator(char byte, bool is_windows) {
  return byte == '/' || (is_windows && byte == '\\');
}

/* Bytes of the drive or host that a Windows path begins with, its separator included; 0 for other
 * paths. */
std::size_t windows_root(std::string_view path) {
  if (path.size() >= 3 && is_letter(path[0]) && path[1] == ':' && is_separator(path[2], true)) {
    return 3;
  }
  if (path.size() < 4 || path[0] != '\\' || path[1] != '\\' || is_separator(path[2], true))
    return 0;
  const std::size_t end = path.find_first_of("\\/", 2);
  return end == std::string_view::npos ? 0 : end + 1;
}

/* A part of a path with the separator behind it, if any. */
struct Part {
  std::string_view name;
  char separator;
};

std::vector<Part> parts_of(std::string_view path, bool is_windows) {
  std::vector<Part> parts;
  for (std::size_t at = 0; at < path.size();) {
    std::size_t end = at;
    while (end < path.size() && !is_separator(path[end], is_windows)) ++end;
    const std::string_view name = path.substr(at, end - at);
    const char separator = end < path.size() ? path[end] : '\0';
    at = end + 1;
    if (!name.empty() && name != ".") parts.push_back({name, separator});
  }
  return parts;
}

/* Most paths are in order already. */
bool needs_folding(std::string_view path) {
  if (path.find('\\') != std::string_view::npos) return true;
  char before = '/';
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (before == '/' && (path[i] == '.' || (path[i] == '/' && i > 0))) return true;
    before = path[i];
  }
  return path.size() > 1 && path.back() == '/';
}

}  // namespace

bool is_absolute(std::string_view path) {
  return (!path.empty() && path[0] == '/') || windows_root(path) != 0;
}

std::string joined(std::string_view folder, std::string_view name) {
  if (folder.empty() || is_absolute(name)) return std::string(name);
  std::string path(folder);
  if (path.back() != '/' && !name.empty()) path += '/';
  return path.append(name);
}

std::string folded(std::string_view path) {
  if (!needs_folding(path)) return std::string(path);
  const std::size_t root = windows_root(path);
  const bool is_rooted = root != 0 || path[0] == '/';
  std::vector<Part> kept;
  for (const Part& part : parts_of(path.substr(root), root != 0)) {
    if (part.name != ".." || (!is_rooted && (kept.empty() || kept.back().name == ".."))) {
      kept.push_back(part);
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  std::string result(root != 0 ? path.substr(0, root) : path.substr(0, is_rooted ? 1 : 0));
  for (std::size_t i = 0; i < kept.size(); ++i) {
    result += kept[i].name;
    if (i + 1 < kept.size()) result += kept[i].separator;
  }
  return result.empty() ? "." : result;
}

}  // namespace aex::dwarf
