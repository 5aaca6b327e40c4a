/** What LLVM's tools say about a program. */
#pragma once

#include <algorithm>
#include <set>
#include <sstream>

#include "analysis/program.hpp"
#include "dwarf/line/paths.hpp"

namespace aex::testing {

inline std::string dwarfdump_tool() {
  static const std::string tool =
      find_tool({"llvm-dwarfdump-19", "llvm-dwarfdump-18", "llvm-dwarfdump-17", "llvm-dwarfdump-16",
                 "llvm-dwarfdump-15", "llvm-dwarfdump", "llvm-dwarfdump-14"});
  return tool;
}

inline std::string between_quotes(const std::string& line) {
  const std::size_t first = line.find('"');
  const std::size_t last = line.rfind('"');
  return first < last ? line.substr(first + 1, last - first - 1) : "";
}

/** For tools that cannot list sources: the same from their dump of the line tables. All units of
 *  these programs give their compilation folder with DW_AT_comp_dir, in the order of the tables. */
inline std::set<std::string> sources_of_dump(const std::string& dump,
                                             const std::vector<std::string>& units) {
  std::set<std::string> sources;
  std::vector<std::string> folders;
  unsigned version = 0;
  std::size_t table = 0;
  std::string name;
  for (const std::string& line : lines_of(dump)) {
    if (line.rfind("debug_line[", 0) == 0) folders.clear(), ++table;
    if (line.find("         version: ") == 0) version = unsigned(std::stoi(line.substr(18)));
    if (line.rfind("include_directories[", 0) == 0) folders.push_back(between_quotes(line));
    if (line.rfind("           name: ", 0) == 0) name = between_quotes(line);
    if (line.rfind("      dir_index: ", 0) != 0) continue;
    const std::size_t index = std::stoul(line.substr(17));
    const std::string& base = units[std::min(table, units.size()) - 1];
    std::string folder = version >= 5 ? folders[index] : index == 0 ? "" : folders[index - 1];
    if (version < 5 || index > 0) folder = dwarf::joined(base, folder);
    sources.insert(dwarf::folded(dwarf::joined(folder, name)));
  }
  return sources;
}

/** The sources of a program, folded. */
inline std::set<std::string> oracle_sources(const Program& program) {
  const std::string tool = dwarfdump_tool();
  const CommandResult listed = program.run(tool + " --show-sources uncompressed");
  std::set<std::string> sources;
  if (listed.ok()) {
    for (const std::string& line : lines_of(listed.output)) sources.insert(dwarf::folded(line));
    return sources;
  }
  std::vector<std::string> units;
  for (const std::string& line :
       lines_of(program.run(tool + " --debug-info uncompressed").output)) {
    if (line.find("DW_AT_comp_dir") != std::string::npos) units.push_back(between_quotes(line));
  }
  return sources_of_dump(program.run(tool + " --debug-line uncompressed").output, units);
}

/** The rows of all line tables, one text a row: address, line, column, file, ISA, discriminator
 *  and flags, separated by single blanks. */
inline std::vector<std::string> oracle_rows(const Program& program) {
  std::vector<std::string> rows;
  bool has_operations = false;
  for (const std::string& line :
       lines_of(program.run(dwarfdump_tool() + " --debug-line uncompressed").output)) {
    if (line.rfind("Address", 0) == 0) has_operations = line.find("OpIndex") != std::string::npos;
    if (line.rfind("0x", 0) != 0) continue;
    std::istringstream in(line);
    std::string row, word;
    for (int column = 0; in >> word; ++column) {
      if (has_operations && column == 6) continue;
      row += (row.empty() ? "" : " ") + word;
    }
    rows.push_back(row);
  }
  return rows;
}

inline std::string symbolizer_tool() {
  static const std::string tool =
      find_tool({"llvm-symbolizer-19", "llvm-symbolizer-18", "llvm-symbolizer-17",
                 "llvm-symbolizer-16", "llvm-symbolizer-15", "llvm-symbolizer"});
  return tool;
}

/** What the symbolizer prints for the addresses; empty without one. */
inline std::vector<std::string> symbolized(const Program& program, const std::string& options,
                                           const std::vector<std::uint64_t>& addresses) {
  if (symbolizer_tool().empty()) return {};
  std::ostringstream asked;
  for (const std::uint64_t address : addresses) asked << "0x" << std::hex << address << "\n";
  {
    Result<std::unique_ptr<os::WriteFile>> file =
        os::system_files().create(program.folder() + "/addresses", os::Access::shared);
    if (!file.ok() || !file.value()->write(ByteView(asked.str())).ok()) return {};
  }
  const CommandResult said =
      program.run(symbolizer_tool() + " --no-demangle " + options + " < addresses; rm addresses");
  return lines_of(said.output);
}

/** "path:line" with the path folded; "" for an unknown one. */
inline std::string folded_place(const std::string& line) {
  const std::string place = line.substr(0, line.rfind(':'));
  const std::size_t colon = place.rfind(':');
  const std::string path = place.substr(0, colon);
  return path == "??" ? "" : dwarf::folded(path) + place.substr(colon);
}

/** The call chain of each address, outermost first: "main@src/main.c:4 > inner", the place of each
 *  call behind its caller; "" where no function is known. */
inline std::vector<std::string> oracle_chains(const Program& program,
                                              const std::vector<std::uint64_t>& addresses) {
  std::vector<std::string> chains;
  std::string chain;
  std::vector<std::string> block;
  for (const std::string& line : symbolized(program, "--obj=whole --inlines", addresses)) {
    if (!line.empty()) {
      block.push_back(line);
      continue;
    }
    for (std::size_t i = 0; i + 1 < block.size(); i += 2) {
      const std::string name = block[i] == "??" ? "" : block[i];
      chain = i == 0 ? name : name + "@" + folded_place(block[i + 1]) + " > " + chain;
    }
    chains.push_back(chain);
    chain.clear();
    block.clear();
  }
  return chains;
}

/** "path:line" of each address, folded; "" where the symbolizer knows none. */
inline std::vector<std::string> oracle_lines(const Program& program,
                                             const std::vector<std::uint64_t>& addresses) {
  std::vector<std::string> lines;
  for (const std::string& line :
       symbolized(program, "--obj=uncompressed --no-inlines --functions=none", addresses)) {
    if (!line.empty()) lines.push_back(folded_place(line));
  }
  return lines;
}

}  // namespace aex::testing
