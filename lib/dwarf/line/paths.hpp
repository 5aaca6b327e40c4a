/** Paths as compilers write them, of POSIX and of Windows, on any host. */
#pragma once

#include <string>
#include <string_view>

namespace aex::dwarf {

/** Begins with a slash, with a drive and a separator ("C:\", "C:/") or with "\\host\". */
bool is_absolute(std::string_view path);

/** `name` below `folder`, joined by a slash; `name` alone if it is absolute or `folder` empty. */
std::string joined(std::string_view folder, std::string_view name);

/** Without ".", ".." and doubled separators, as text: links are not looked at. A relative path
 *  keeps leading ".."; a Windows path keeps its separators. */
std::string folded(std::string_view path);

}  // namespace aex::dwarf
