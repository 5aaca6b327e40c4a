/* Runs one stage of the line on files, for bench.py to measure. */
#include <cstdio>
#include <cstring>

#include "analysis/line_index.hpp"
#include "analysis/sources.hpp"
#include "codec/gzip.hpp"
#include "codec/tar.hpp"
#include "os/random.hpp"
#include "package/envelope/hybrid.hpp"
#include "package/envelope/password.hpp"
#include "package/unpack.hpp"

namespace {

using namespace aex;

/* Files as a package: tar, gzip, on its way into the envelope. */
class Files final : public package::Content {
 public:
  Files(char** names, int count, unsigned threads)
      : names_(names), count_(count), threads_(threads) {}
  Status write_to(Sink& out, Control&) const override {
    codec::GzipSink gzip(out, 6, threads_);
    codec::TarWriter tar(gzip);
    for (int i = 0; i < count_; ++i) {
      AEX_TRY(const std::unique_ptr<os::ReadFile> file, os::system_files().open(names_[i]));
      AEX_CHECK(tar.add(os::base_name(names_[i]), file->size(), *file));
    }
    AEX_CHECK(tar.finish());
    return gzip.finish();
  }

 private:
  char** names_;
  int count_;
  unsigned threads_;
};

Status pack(const char* threads, const char* out, char** names, int count) {
  AEX_TRY(const crypto::PrivateKey key, crypto::PrivateKey::generate(2048, os::system_entropy()));
  AEX_TRY(const std::string pem, key.public_pem());
  AEX_TRY(const crypto::PublicKey public_key, crypto::PublicKey::from_pem(pem));
  AEX_TRY(const std::unique_ptr<os::WriteFile> file,
          os::system_files().create(out, os::Access::owner));
  Control control;
  const Files content(names, count, unsigned(std::strtoul(threads, nullptr, 10)));
  AEX_TRY(const std::uint64_t bytes, package::write_hybrid(content, public_key, package::kPackageV1,
                                                           *file, os::system_entropy(), control));
  std::printf("%llu\n", static_cast<unsigned long long>(bytes));
  return {};
}

Status unpack(const char* threads, const std::string& sealed, const std::string& folder) {
  Control control;
  AEX_TRY(const int version,
          package::open_with_password(sealed, Secret(std::string_view("password")), {},
                                      os::system_files().unsynced(), folder + ".tar.gz", control));
  std::printf("v%d\n", version);
  package::UnpackLimits limits = {};
  limits.max_bytes = std::uint64_t{8} << 30;
  limits.max_members = 100000;
  limits.max_threads = std::strtoul(threads, nullptr, 10);
  return package::unpack(folder + ".tar.gz", folder, limits, os::system_files(), control);
}

Status perform(int count, char** words) {
  const std::string verb = count > 2 ? words[1] : "";
  if (verb == "sources") {
    AEX_TRY(const auto paths, analysis::source_files(os::system_files(), words[2]));
    std::printf("%zu\n", paths.size());
  } else if (verb == "lines") {
    AEX_TRY(const auto index, analysis::LineIndex::build(os::system_files(), words[2]));
    std::printf("%zu\n", index.size());
  } else if (verb == "pack" && count > 4) {
    return pack(words[2], words[3], words + 4, count - 4);
  } else if (verb == "unpack" && count > 4) {
    return unpack(words[2], words[3], words[4]);
  } else {
    return Error(Code::invalid_argument,
                 "sources|lines FILE, pack THREADS OUT FILE..., unpack THREADS IN OUT");
  }
  return {};
}

}  // namespace

int main(int count, char** words) {
  const Status status = perform(count, words);
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.error().message().c_str());
  return status.ok() ? 0 : 1;
}
