/** Files in memory, without folders; counts what is read. */
#pragma once

#include <algorithm>
#include <map>

#include "os/files.hpp"

namespace aex::testing {

class MemoryFiles final : public os::Files {
 public:
  std::map<std::string, Bytes> contents;
  std::uint64_t read_bytes = 0;

  Result<std::unique_ptr<os::ReadFile>> open(const std::string& path) override {
    const auto found = contents.find(path);
    if (found == contents.end()) return Error(Code::file_missing, path);
    return std::unique_ptr<os::ReadFile>(new File(found->second, &read_bytes));
  }
  Result<os::FileInfo> info(const std::string& path, bool) override {
    const auto found = contents.find(path);
    if (found == contents.end()) return Error(Code::file_missing, path);
    os::FileInfo info;
    info.kind = os::FileKind::regular;
    info.size = found->second.size();
    return info;
  }
  Result<std::unique_ptr<os::WriteFile>> create(const std::string& path, os::Access) override {
    if (contents.count(path) != 0) return Error(Code::io_failed, path + " is there already");
    return std::unique_ptr<os::WriteFile>(new Growing(contents[path]));
  }
  Status make_folder(const std::string&, os::Access, bool*) override { return refused(); }
  Status rename(const std::string& from, const std::string& to) override {
    if (contents.count(from) == 0) return Error(Code::file_missing, from);
    contents[to] = std::move(contents[from]);
    contents.erase(from);
    return {};
  }
  Status remove(const std::string& path) override {
    contents.erase(path);
    return {};
  }
  Status remove_tree(const std::string& path) override { return remove(path); }
  Result<std::vector<std::string>> list(const std::string&) override { return refused(); }
  Status restrict_to_owner(const std::string&) override { return refused(); }
  Result<std::unique_ptr<os::FolderLock>> lock(const std::string&) override { return refused(); }

 private:
  class File final : public os::ReadFile {
   public:
    File(const Bytes& bytes, std::uint64_t* read_bytes) : bytes_(&bytes), read_bytes_(read_bytes) {}
    std::uint64_t size() const override { return bytes_->size(); }
    Status seek(std::uint64_t offset) override {
      at_ = offset;
      return {};
    }
    Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
      const std::uint64_t rest = at_ < bytes_->size() ? bytes_->size() - at_ : 0;
      const auto count = std::size_t(std::min<std::uint64_t>(capacity, rest));
      std::copy_n(bytes_->begin() + std::ptrdiff_t(at_), count, out);
      at_ += count;
      *read_bytes_ += count;
      return count;
    }

   private:
    const Bytes* bytes_;
    std::uint64_t* read_bytes_;
    std::uint64_t at_ = 0;
  };

  class Growing final : public os::WriteFile {
   public:
    explicit Growing(Bytes& bytes) : bytes_(bytes) {}
    Status write(ByteView more) override {
      bytes_.insert(bytes_.end(), more.begin(), more.end());
      return {};
    }
    Status write_at(std::uint64_t offset, ByteView bytes) override {
      std::copy(bytes.begin(), bytes.end(), bytes_.begin() + std::ptrdiff_t(offset));
      return {};
    }
    Status finish() override { return {}; }

   private:
    Bytes& bytes_;
  };

  static Error refused() { return Error(Code::internal, "files in memory have no folders"); }
};

}  // namespace aex::testing
