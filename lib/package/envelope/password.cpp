#include "package/envelope/password.hpp"

#include <algorithm>

#include "crypto/digest.hpp"
#include "crypto/ecb.hpp"
#include "crypto/gcm.hpp"
#include "os/scratch.hpp"

namespace aex::package {
namespace {

using crypto::Direction;
using crypto::Key256;
using crypto::Tag128;

constexpr std::size_t kBlockBytes = 16;
constexpr std::size_t kHeadBytes = kSaltBytes + kResultIvBytes + kTagBytes;
/* v1 salts every password with these four letters. */
constexpr std::string_view kFixedSalt = "salt";
/* RFC 1952: the magic, and deflate, the only method there is. */
constexpr std::uint8_t kGzipHead[] = {0x1f, 0x8b, 0x08};

struct ResultKey {
  Key256 bytes{};
  ~ResultKey() { wipe(bytes.data(), bytes.size()); }
};

Status derive(ResultKey& key, const Secret& otp, ByteView salt, crypto::ScryptCost cost) {
  return crypto::scrypt(ByteView(otp.reveal()), salt, cost, key.bytes.data(), key.bytes.size());
}

/** Runs `size` bytes of `file` through `step` and into `out`, a buffer at a time. */
template <class Step>
Status transform(os::ReadFile& file, std::uint64_t size, os::WriteFile& out, Control& control,
                 Step step) {
  Bytes buffer(kStreamBytes);
  for (std::uint64_t done = 0; done < size;) {
    const std::size_t want = std::size_t(std::min<std::uint64_t>(size - done, buffer.size()));
    AEX_TRY(const std::size_t got, read_full(file, buffer.data(), want));
    if (got != want) return Error(Code::open_failed, "it is shorter than it was");
    done += got;
    AEX_TRY(const std::size_t kept, step(ByteView(buffer.data(), got), buffer.data(), done));
    AEX_CHECK(out.write({buffer.data(), kept}));
    AEX_CHECK(control.report(Stage::decrypt, done, size));
  }
  return {};
}

Status open_v2(os::ReadFile& file, const Secret& otp, os::WriteFile& out, Control& control) {
  std::uint8_t head[kHeadBytes];
  AEX_CHECK(file.seek(0));
  AEX_TRY(const std::size_t got, read_full(file, head, sizeof head));
  if (got != sizeof head) return Error(Code::open_failed, "it is cut short");
  const ByteView view(head, sizeof head);
  ResultKey key;
  AEX_CHECK(derive(key, otp, view.slice(0, kSaltBytes), kResultV2.cost));
  AEX_TRY(crypto::Gcm gcm,
          crypto::Gcm::start(Direction::open, key.bytes, view.slice(kSaltBytes, kResultIvBytes)));
  AEX_CHECK(transform(file, file.size() - kHeadBytes, out, control,
                      [&](ByteView in, std::uint8_t* to, std::uint64_t) -> Result<std::size_t> {
                        AEX_CHECK(gcm.update(in, to));
                        return in.size;
                      }));
  if (!gcm.check(view.slice(kSaltBytes + kResultIvBytes)).ok()) {
    return Error(Code::open_failed, "it was damaged or made with another password");
  }
  return {};
}

/** How many bytes of a last block are content; 0 when its padding is not PKCS#7. */
std::size_t unpadded_bytes(ByteView block) {
  const std::uint8_t pad = block[kBlockBytes - 1];
  if (pad == 0 || pad > kBlockBytes) return SIZE_MAX;
  for (std::size_t i = kBlockBytes - pad; i < kBlockBytes; ++i) {
    if (block[i] != pad) return SIZE_MAX;
  }
  return kBlockBytes - pad;
}

/** True when the first block decrypts to the beginning of a gzip file, as only v1 can; `key` is
 *  that of v1 then. */
Result<bool> begins_as_v1(os::ReadFile& file, const Secret& otp, const PasswordKey* known,
                          ResultKey& key) {
  std::uint8_t block[kBlockBytes];
  if (file.size() % kBlockBytes != 0) return false;
  AEX_CHECK(file.seek(0));
  AEX_TRY(const std::size_t got, read_full(file, block, sizeof block));
  if (got != sizeof block) return false;
  if (known != nullptr && known->is_of(otp, kResultV1.version)) {
    key.bytes = known->bytes();
  } else {
    AEX_CHECK(derive(key, otp, ByteView(kFixedSalt), kResultV1.cost));
  }
  AEX_TRY(crypto::Ecb ecb, crypto::Ecb::start(Direction::open, key.bytes));
  AEX_CHECK(ecb.update({block, sizeof block}, block));
  return std::equal(std::begin(kGzipHead), std::end(kGzipHead), block);
}

Status open_v1(os::ReadFile& file, const ResultKey& key, os::WriteFile& out, Control& control) {
  const std::uint64_t size = file.size();
  AEX_CHECK(file.seek(0));
  AEX_TRY(crypto::Ecb ecb, crypto::Ecb::start(Direction::open, key.bytes));
  return transform(
      file, size, out, control,
      [&](ByteView in, std::uint8_t* to, std::uint64_t done) -> Result<std::size_t> {
        AEX_CHECK(ecb.update(in, to));
        if (done < size) return in.size;
        const std::size_t last = unpadded_bytes({to + in.size - kBlockBytes, kBlockBytes});
        if (last == SIZE_MAX) return Error(Code::open_failed, "it was damaged");
        return in.size - kBlockBytes + last;
      });
}

/** Runs `fill` into a file beside `path`, which takes its name when all went well: `path` may be
 *  the file that is read. */
template <class Fill>
Status write_whole(Fill fill, os::Files& files, const std::string& path) {
  os::Draft draft(files, path);
  AEX_CHECK(draft.create(os::Access::owner));
  AEX_CHECK(fill(draft.file()));
  return draft.finish();
}

/** Pads what flows through to whole blocks with PKCS#7 and encrypts it. */
class EcbSink final : public Sink {
 public:
  EcbSink(crypto::Ecb ecb, Sink& out) : ecb_(std::move(ecb)), out_(out) {
    buffer_.reserve(kStreamBytes + kBlockBytes);
  }
  Status write(ByteView bytes) override {
    while (!bytes.empty()) {
      const ByteView part = bytes.slice(0, kStreamBytes - buffer_.size());
      buffer_.insert(buffer_.end(), part.begin(), part.end());
      bytes = bytes.slice(part.size);
      if (buffer_.size() == kStreamBytes) AEX_CHECK(flush());
    }
    return {};
  }
  Status finish() {
    const std::size_t pad = kBlockBytes - buffer_.size() % kBlockBytes;
    buffer_.insert(buffer_.end(), pad, std::uint8_t(pad));
    return flush();
  }

 private:
  Status flush() {
    AEX_CHECK(ecb_.update(buffer_, buffer_.data()));
    AEX_CHECK(out_.write(buffer_));
    buffer_.clear();
    return {};
  }
  crypto::Ecb ecb_;
  Sink& out_;
  Bytes buffer_;
};

Status seal_v1(os::ReadFile& in, const PasswordKey& key, os::WriteFile& out) {
  AEX_TRY(crypto::Ecb ecb, crypto::Ecb::start(Direction::seal, key.bytes()));
  EcbSink sink(std::move(ecb), out);
  AEX_CHECK(copy(in, sink));
  return sink.finish();
}

Status seal_v2(os::ReadFile& in, const PasswordKey& key, os::WriteFile& out, Entropy& entropy) {
  std::uint8_t head[kHeadBytes] = {};
  std::copy(key.salt().begin(), key.salt().end(), head);
  AEX_CHECK(entropy.fill(head + kSaltBytes, kResultIvBytes));
  const ByteView view(head, sizeof head);
  AEX_TRY(crypto::Gcm gcm,
          crypto::Gcm::start(Direction::seal, key.bytes(), view.slice(kSaltBytes, kResultIvBytes)));
  AEX_CHECK(out.write(view));
  Control unobserved;
  AEX_CHECK(transform(in, in.size(), out, unobserved,
                      [&](ByteView part, std::uint8_t* to, std::uint64_t) -> Result<std::size_t> {
                        AEX_CHECK(gcm.update(part, to));
                        return part.size;
                      }));
  AEX_TRY(const Tag128& tag, gcm.finish());
  return out.write_at(kSaltBytes + kResultIvBytes, tag);
}

}  // namespace

Status PasswordKey::begin(const Secret& password, const ResultFormat& format, Entropy& entropy) {
  forget();
  if (format.authenticated) AEX_CHECK(entropy.fill(salt_.data(), salt_.size()));
  const ByteView salt = format.authenticated ? ByteView(salt_) : ByteView(kFixedSalt);
  password_ = password;
  next_version_ = format.version;
  if (!scrypt_) scrypt_.emplace();
  const Status begun = scrypt_->begin(ByteView(password.reveal()), salt, format.cost);
  if (!begun.ok()) scrypt_.reset();
  return begun;
}

Status PasswordKey::finish() {
  AEX_CHECK(scrypt_->finish(ByteView(password_.reveal()), bytes_.data(), bytes_.size()));
  version_ = next_version_;
  return {};
}

Status PasswordKey::derive(const Secret& password, const ResultFormat& format, Entropy& entropy) {
  AEX_CHECK(begin(password, format, entropy));
  mix();
  const Status finished = finish();
  scrypt_.reset();
  return finished;
}

void PasswordKey::forget() {
  version_ = 0;
  if (scrypt_) scrypt_->clear_blocks();
  password_.clear();
  wipe(bytes_.data(), bytes_.size());
}

void PasswordKey::clear() {
  scrypt_.reset();
  forget();
}

bool PasswordKey::is_of(const Secret& password, int version) const {
  return version == version_ && password.reveal() == password_.reveal();
}

Status seal_with_password(const std::string& path, const Secret& password,
                          const ResultFormat& format, os::Files& files, const std::string& out,
                          Entropy& entropy, const PasswordKey* known) {
  AEX_TRY(const std::unique_ptr<os::ReadFile>& in, files.open(path));
  PasswordKey made;
  const bool is_known = known != nullptr && known->is_of(password, format.version);
  if (!is_known) AEX_CHECK(made.derive(password, format, entropy));
  const PasswordKey& key = is_known ? *known : made;
  return write_whole(
      [&](os::WriteFile& to) {
        return format.authenticated ? seal_v2(*in, key, to, entropy) : seal_v1(*in, key, to);
      },
      files, out);
}

/* The protocol's order is v2, which is authenticated, then v1. Three known bytes under the key of
 * v1 tell the two apart as surely, and spare a v1 result the dearer derivation of v2. */
Result<int> open_with_password(const std::string& path, const Secret& password,
                               const PasswordRules& rules, os::Files& files, const std::string& out,
                               Control& control, const PasswordKey* known) {
  AEX_TRY(const std::unique_ptr<os::ReadFile>& file, files.open(path));
  const std::string name = os::base_name(out);
  ResultKey v1_key;
  AEX_TRY(const bool is_v1, begins_as_v1(*file, password, known, v1_key));
  if (is_v1 && rules.accept == Accept::v2_only) {
    return Error(Code::format_refused, {name, " came in format v1, not v2"});
  }
  const auto as_v1 = [&](os::WriteFile& to) { return open_v1(*file, v1_key, to, control); };
  const auto as_v2 = [&](os::WriteFile& to) { return open_v2(*file, password, to, control); };
  Status opened = is_v1 ? write_whole(as_v1, files, out) : write_whole(as_v2, files, out);
  if (opened.ok()) return is_v1 ? 1 : 2;
  if (opened.error().code() != Code::open_failed) return std::move(opened).error();
  const bool may_be_v1 = !rules.v1_must_be_gzip && rules.accept == Accept::any &&
                         file->size() > 0 && file->size() % kBlockBytes == 0;
  if (!is_v1 && may_be_v1) {
    opened = write_whole(as_v1, files, out);
    if (opened.ok()) return 1;
  }
  return Error(opened.error().code(), {name, ": ", opened.error().detail()});
}

Result<int> guess_password_version(const std::string& path, os::Files& files) {
  AEX_TRY(const os::FileInfo& info, files.info(path, true));
  if (info.size >= kHeadBytes) return 2;
  return info.size > 0 && info.size % kBlockBytes == 0 ? 1 : 0;
}

}  // namespace aex::package
