#include "package/envelope/hybrid.hpp"

#include <algorithm>

#include "base/endian.hpp"
#include "crypto/digest.hpp"
#include "crypto/gcm.hpp"
#include "os/scratch.hpp"

namespace aex::package {
namespace {

using crypto::Direction;
using crypto::Gcm;
using crypto::Key256;
using crypto::Tag128;

/** Holds a content key and wipes it. */
struct ContentKey {
  Key256 bytes{};
  ~ContentKey() { wipe(bytes.data(), bytes.size()); }
};

/** Encrypts what flows through it, in whole blocks until the end. */
class GcmSink final : public Sink {
 public:
  GcmSink(Gcm gcm, Sink& out, Control& control)
      : gcm_(std::move(gcm)), out_(out), control_(control), buffer_(kStreamBytes) {}

  Status write(ByteView bytes) override {
    while (!bytes.empty()) {
      const ByteView part = bytes.slice(0, buffer_.size() - filled_);
      std::copy(part.begin(), part.end(), buffer_.data() + filled_);
      filled_ += part.size;
      bytes = bytes.slice(part.size);
      if (filled_ == buffer_.size()) AEX_CHECK(flush());
    }
    return {};
  }

  Result<Tag128> finish() {
    AEX_CHECK(flush());
    return gcm_.finish();
  }

  std::uint64_t total_bytes() const { return total_bytes_; }

 private:
  Status flush() {
    AEX_CHECK(gcm_.update({buffer_.data(), filled_}, buffer_.data()));
    AEX_CHECK(out_.write({buffer_.data(), filled_}));
    total_bytes_ += filled_;
    filled_ = 0;
    return control_.report(Stage::encrypt, total_bytes_, 0);
  }

  Gcm gcm_;
  Sink& out_;
  Control& control_;
  Bytes buffer_;
  std::size_t filled_ = 0;
  std::uint64_t total_bytes_ = 0;
};

/** What stands before the ciphertext; a leading tag is a gap until the end. */
Bytes envelope_head(const PackageFormat& format, ByteView iv, ByteView sealed_key) {
  Bytes head(iv.begin(), iv.end());
  if (format.has_key_length) {
    std::uint8_t length[2];
    store_be<std::uint16_t>(length, std::uint16_t(sealed_key.size));
    head.insert(head.end(), length, length + 2);
  }
  head.insert(head.end(), sealed_key.begin(), sealed_key.end());
  if (format.tag_first) head.resize(head.size() + kTagBytes);
  return head;
}

/** Where the parts of an envelope lie in a file of `size` bytes. */
struct EnvelopeParts {
  Bytes iv;
  Bytes sealed_key;
  std::uint64_t ciphertext_offset = 0;
  std::uint64_t ciphertext_bytes = 0;
  std::uint64_t tag_offset = 0;
};

Error not_an_envelope() { return {Code::open_failed, "it is cut short, damaged or not encrypted"}; }

Result<Bytes> read_part(os::ReadFile& file, std::size_t size) {
  Bytes part(size);
  AEX_TRY(const std::size_t got, read_full(file, part.data(), size));
  if (got != size) return not_an_envelope();
  return part;
}

Result<EnvelopeParts> find_parts(os::ReadFile& file, const PackageFormat& format,
                                 std::size_t modulus_bytes) {
  EnvelopeParts parts;
  AEX_CHECK(file.seek(0));
  AEX_TRY(parts.iv, read_part(file, format.iv_bytes));
  std::uint64_t head = format.iv_bytes + modulus_bytes;
  if (format.has_key_length) {
    AEX_TRY(const Bytes& length, read_part(file, 2));
    if (load_be<std::uint16_t>(length.data()) != modulus_bytes) return not_an_envelope();
    head += 2;
  }
  AEX_TRY(parts.sealed_key, read_part(file, modulus_bytes));
  if (file.size() < head + kTagBytes) return not_an_envelope();
  parts.ciphertext_bytes = file.size() - head - kTagBytes;
  parts.ciphertext_offset = format.tag_first ? head + kTagBytes : head;
  parts.tag_offset = format.tag_first ? head : head + parts.ciphertext_bytes;
  return parts;
}

Status decrypt_parts(os::ReadFile& file, const EnvelopeParts& parts, const Key256& key,
                     os::WriteFile& out) {
  AEX_TRY(Gcm gcm, Gcm::start(Direction::open, key, parts.iv));
  AEX_CHECK(file.seek(parts.ciphertext_offset));
  Bytes buffer(kStreamBytes);
  for (std::uint64_t left = parts.ciphertext_bytes; left > 0;) {
    const std::size_t want = std::size_t(std::min<std::uint64_t>(left, buffer.size()));
    AEX_TRY(const std::size_t got, read_full(file, buffer.data(), want));
    if (got != want) return not_an_envelope();
    AEX_CHECK(gcm.update({buffer.data(), got}, buffer.data()));
    AEX_CHECK(out.write({buffer.data(), got}));
    left -= got;
  }
  AEX_CHECK(file.seek(parts.tag_offset));
  AEX_TRY(const Bytes& stored, read_part(file, kTagBytes));
  return gcm.check(stored).ok() ? Status() : not_an_envelope();
}

Status open_as(const PackageFormat& format, os::ReadFile& file, const crypto::PrivateKey& key,
               os::Files& files, const std::string& path, Entropy& entropy) {
  AEX_TRY(const EnvelopeParts& parts, find_parts(file, format, key.modulus_bytes()));
  AEX_TRY(Bytes plain_key, key.open(parts.sealed_key, entropy));
  ContentKey content_key;
  const bool fits = plain_key.size() == content_key.bytes.size();
  if (fits) std::copy(plain_key.begin(), plain_key.end(), content_key.bytes.begin());
  wipe(plain_key.data(), plain_key.size());
  if (!fits) return not_an_envelope();

  os::Draft draft(files, path);
  AEX_CHECK(draft.create(os::Access::owner));
  AEX_CHECK(decrypt_parts(file, parts, content_key.bytes, draft.file()));
  return draft.finish();
}

/** A file as the content of an envelope. */
class FileContent final : public Content {
 public:
  explicit FileContent(os::ReadFile& file) : file_(file) {}
  Status write_to(Sink& out, Control&) const override {
    AEX_TRY(const std::uint64_t bytes, copy(file_, out));
    if (bytes == file_.size()) return {};
    return Error(Code::seal_failed, "the file changed while it was read");
  }

 private:
  os::ReadFile& file_;
};

/** The first bytes of a file; fewer if it is shorter. */
Result<Bytes> read_head(const std::string& path, std::size_t size, os::Files& files) {
  AEX_TRY(const std::unique_ptr<os::ReadFile>& file, files.open(path));
  Bytes head(size);
  AEX_TRY(const std::size_t got, read_full(*file, head.data(), size));
  head.resize(got);
  return head;
}

constexpr std::size_t kUsualKeyBytes[] = {256, 384, 512};

}  // namespace

Result<std::uint64_t> write_hybrid(const Content& content, const crypto::PublicKey& key,
                                   const PackageFormat& format, os::WriteFile& file,
                                   Entropy& entropy, Control& control) {
  ContentKey content_key;
  Bytes iv(format.iv_bytes);
  AEX_CHECK(entropy.fill(content_key.bytes.data(), content_key.bytes.size()));
  AEX_CHECK(entropy.fill(iv.data(), iv.size()));
  AEX_TRY(const Bytes& sealed_key, key.seal(content_key.bytes, entropy));
  const Bytes head = envelope_head(format, iv, sealed_key);
  AEX_CHECK(file.write(head));

  AEX_TRY(Gcm gcm, Gcm::start(Direction::seal, content_key.bytes, iv));
  GcmSink sink(std::move(gcm), file, control);
  AEX_CHECK(content.write_to(sink, control));
  AEX_TRY(const Tag128& tag, sink.finish());
  if (format.tag_first) {
    AEX_CHECK(file.write_at(head.size() - kTagBytes, tag));
    return head.size() + sink.total_bytes();
  }
  AEX_CHECK(file.write(tag));
  return head.size() + sink.total_bytes() + kTagBytes;
}

Status seal_file(const std::string& path, const crypto::PublicKey& key, const PackageFormat& format,
                 os::Files& files, const std::string& out, Entropy& entropy, Control& control) {
  AEX_TRY(const std::unique_ptr<os::ReadFile>& in, files.open(path));
  os::Draft draft(files, out);
  AEX_CHECK(draft.create(os::Access::owner));
  AEX_CHECK(write_hybrid(FileContent(*in), key, format, draft.file(), entropy, control));
  return draft.finish();
}

Result<PackageFormat> open_file(const std::string& path, const crypto::PrivateKey& key,
                                os::Files& files, const std::string& out, Entropy& entropy) {
  AEX_TRY(const std::unique_ptr<os::ReadFile>& file, files.open(path));
  Status last = not_an_envelope();
  for (const PackageFormat& format : {kPackageV2, kPackageV1}) {
    last = open_as(format, *file, key, files, out, entropy);
    if (last.ok()) return format;
    if (last.error().code() != Code::open_failed) return std::move(last).error();
  }
  return Error(Code::open_failed, {os::base_name(path), ": ", last.error().detail()});
}

Result<int> guess_hybrid_version(const std::string& path, os::Files& files) {
  AEX_TRY(const Bytes& head, read_head(path, kPackageV2.iv_bytes + 2, files));
  AEX_TRY(const os::FileInfo& info, files.info(path, true));
  const std::uint64_t shortest = kPackageV2.iv_bytes + 2 + kUsualKeyBytes[0] + kTagBytes;
  if (info.size < shortest) return 0;
  const std::uint16_t stated = load_be<std::uint16_t>(head.data() + kPackageV2.iv_bytes);
  for (const std::size_t bytes : kUsualKeyBytes) {
    if (stated == bytes && info.size >= shortest - kUsualKeyBytes[0] + bytes) return 2;
  }
  return info.size >= kPackageV1.iv_bytes + kUsualKeyBytes[0] + kTagBytes ? 1 : 0;
}

Status require_sealed(const std::string& path, os::Files& files) {
  constexpr std::string_view kPlainBeginnings[] = {"\x1f\x8b\x08",
                                                   "\x7f"
                                                   "ELF",
                                                   "PK\x03\x04"};
  AEX_TRY(const Bytes& head, read_head(path, 4, files));
  for (const std::string_view beginning : kPlainBeginnings) {
    if (ByteView(head).text().substr(0, beginning.size()) != beginning) continue;
    return Error(Code::seal_failed, {path, " is not encrypted"});
  }
  return {};
}

}  // namespace aex::package
