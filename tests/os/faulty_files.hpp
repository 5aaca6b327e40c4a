/** The real file system, whose k-th call fails: for every k, a line must clean up after itself. */
#pragma once

#include "os/files.hpp"

namespace aex::os {

class FaultyFiles final : public Files {
 public:
  /** Call number `failing` (from 0) fails with `code`; none does if it is negative. */
  explicit FaultyFiles(int failing, Code code = Code::no_space) : failing_(failing), code_(code) {}

  int calls() const { return calls_; }

  Status step(const std::string& what) {
    if (calls_++ != failing_) return {};
    return Error(code_, what + " was made to fail");
  }

  Result<std::unique_ptr<ReadFile>> open(const std::string& path) override {
    AEX_CHECK(step("open " + path));
    AEX_TRY(std::unique_ptr<ReadFile> file, system_files().open(path));
    return std::unique_ptr<ReadFile>(new FaultyReadFile(*this, std::move(file)));
  }
  Result<std::unique_ptr<WriteFile>> create(const std::string& path, Access access) override {
    AEX_CHECK(step("create " + path));
    AEX_TRY(std::unique_ptr<WriteFile> file, system_files().create(path, access));
    return std::unique_ptr<WriteFile>(new FaultyWriteFile(*this, std::move(file)));
  }
  Result<FileInfo> info(const std::string& path, bool follow) override {
    AEX_CHECK(step("info " + path));
    return system_files().info(path, follow);
  }
  Status make_folder(const std::string& path, Access access, bool* existed) override {
    AEX_CHECK(step("make_folder " + path));
    return system_files().make_folder(path, access, existed);
  }
  Status sync(const std::vector<std::string>& paths) override {
    AEX_CHECK(step("sync"));
    return system_files().sync(paths);
  }
  Status rename(const std::string& from, const std::string& to) override {
    AEX_CHECK(step("rename " + from));
    return system_files().rename(from, to);
  }
  /* Cleaning up is not made to fail: it is what the fault is there to show. */
  Status remove(const std::string& path) override { return system_files().remove(path); }
  Status remove_tree(const std::string& path) override { return system_files().remove_tree(path); }
  Result<std::vector<std::string>> list(const std::string& path) override {
    AEX_CHECK(step("list " + path));
    return system_files().list(path);
  }
  Status restrict_to_owner(const std::string& path) override {
    AEX_CHECK(step("restrict_to_owner " + path));
    return system_files().restrict_to_owner(path);
  }
  Result<std::unique_ptr<FolderLock>> lock(const std::string& path) override {
    AEX_CHECK(step("lock " + path));
    return system_files().lock(path);
  }

 private:
  class FaultyReadFile final : public ReadFile {
   public:
    FaultyReadFile(FaultyFiles& files, std::unique_ptr<ReadFile> file)
        : files_(files), file_(std::move(file)) {}
    Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
      AEX_CHECK(files_.step("read"));
      return file_->read(out, capacity);
    }
    std::uint64_t size() const override { return file_->size(); }
    Status seek(std::uint64_t offset) override {
      AEX_CHECK(files_.step("seek"));
      return file_->seek(offset);
    }

   private:
    FaultyFiles& files_;
    std::unique_ptr<ReadFile> file_;
  };

  class FaultyWriteFile final : public WriteFile {
   public:
    FaultyWriteFile(FaultyFiles& files, std::unique_ptr<WriteFile> file)
        : files_(files), file_(std::move(file)) {}
    Status write(ByteView bytes) override {
      AEX_CHECK(files_.step("write"));
      return file_->write(bytes);
    }
    Status write_at(std::uint64_t offset, ByteView bytes) override {
      AEX_CHECK(files_.step("write_at"));
      return file_->write_at(offset, bytes);
    }
    Status finish() override {
      AEX_CHECK(files_.step("finish"));
      return file_->finish();
    }

   private:
    FaultyFiles& files_;
    std::unique_ptr<WriteFile> file_;
  };

  int failing_;
  Code code_;
  int calls_ = 0;
};

}  // namespace aex::os
