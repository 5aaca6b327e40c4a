/** Texts of several files, each kept once and known by a number. */
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

namespace aex::analysis {

class TextTable {
 public:
  std::uint32_t enter(const std::string& text) {
    const auto added = ids_.emplace(text, std::uint32_t(ids_.size()));
    return added.first->second;
  }
  /** The texts by their numbers; the table is empty afterwards. */
  std::vector<std::string> take() {
    std::vector<std::string> texts(ids_.size());
    for (const auto& entry : ids_) texts[entry.second] = entry.first;
    ids_.clear();
    return texts;
  }

 private:
  std::unordered_map<std::string, std::uint32_t> ids_;
};

}  // namespace aex::analysis
