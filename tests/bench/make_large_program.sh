#!/usr/bin/env bash
# Makes a program of over 200 MB, most of it DWARF 5: make_large_program.sh FOLDER [UNITS [COPIES]]
# The units instantiate much of the standard library, each under names of its own. Each is linked
# several times, for the sake of its debug information: that saves minutes of compiling.
set -euo pipefail

folder=$1
units=${2:-12}
copies=${3:-10}
[[ -e $folder/large ]] && exit 0
mkdir -p "$folder/source"

for ((i = 0; i < units; ++i)); do
  cat >"$folder/source/unit$i.cpp" <<END
#include <algorithm>
#include <filesystem>
#include <functional>
#include <future>
#include <iostream>
#include <map>
#include <random>
#include <regex>
#include <sstream>
#include <unordered_map>
#include <variant>
#include <vector>
namespace part$i {
struct Item { int number; std::string text; std::vector<double> values; };
using Any = std::variant<int, std::string, Item, std::vector<Item>>;
std::map<std::string, std::unordered_map<int, Any>> table;
int use(const std::string& text) {
  std::smatch match;
  static const std::regex pattern("([a-z]+)-([0-9]+)");
  int sum = std::regex_search(text, match, pattern) ? int(match.size()) : 0;
  std::vector<Item> items(10);
  std::sort(items.begin(), items.end(),
            [](const Item& a, const Item& b) { return a.number + $i < b.number; });
  for (auto& entry : table) for (auto& inner : entry.second) sum += int(inner.second.index());
  std::future<int> later = std::async(std::launch::deferred, [&] { return sum + $i; });
  for (const auto& entry : std::filesystem::directory_iterator(".")) sum += entry.is_directory();
  std::ostringstream out;
  out << std::filesystem::path(text).filename() << later.get();
  std::function<int(Any)> visit = [](Any any) { return int(any.index()); };
  return visit(Any(items)) + int(out.str().size());
}
}
END
done
{
  echo '#include <string>'
  for ((i = 0; i < units; ++i)); do echo "namespace part$i { int use(const std::string&); }"; done
  echo 'int main() { int sum = 0;'
  for ((i = 0; i < units; ++i)); do echo "sum += part$i::use(\"a-$i\");"; done
  echo 'return sum; }'
} >"$folder/source/main.cpp"

find "$folder/source" -name '*.cpp' -print0 |
  xargs -0 -P "$(nproc)" -I{} g++ -std=c++17 -O1 -g -gdwarf-5 -c {} -o {}.o
objects=()
for ((i = 0; i < copies; ++i)); do objects+=("$folder"/source/unit*.o); done
g++ "$folder/source/main.cpp.o" "${objects[@]}" -Wl,--allow-multiple-definition \
  -o "$folder/large.part"
rm -r "$folder/source"
mv "$folder/large.part" "$folder/large"
