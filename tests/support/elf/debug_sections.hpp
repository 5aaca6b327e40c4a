/** Debug sections in memory, by name. */
#pragma once

#include <map>
#include <memory>

#include "dwarf/sections.hpp"

namespace aex::testing {

class DebugSections final : public dwarf::Sections {
 public:
  explicit DebugSections(bool is_big_endian = false, std::uint8_t address_bytes = 8)
      : is_big_endian_(is_big_endian), address_bytes_(address_bytes) {}

  void add(const std::string& name, const Bytes& bytes) {
    bytes_[name] = bytes;
    sections_[name].reset(new dwarf::MemorySection("a.elf: " + name, bytes_[name]));
  }

  const std::string& path() const override { return path_; }
  bool is_big_endian() const override { return is_big_endian_; }
  std::uint8_t address_bytes() const override { return address_bytes_; }
  Result<dwarf::Section*> find(std::string_view name) override {
    const auto found = sections_.find(std::string(name));
    return found == sections_.end() ? nullptr : found->second.get();
  }

 private:
  std::string path_ = "a.elf";
  bool is_big_endian_;
  std::uint8_t address_bytes_;
  std::map<std::string, Bytes> bytes_;
  std::map<std::string, std::unique_ptr<dwarf::MemorySection>> sections_;
};

}  // namespace aex::testing
