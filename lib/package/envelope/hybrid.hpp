/** The hybrid envelope: content under a fresh AES key, that key under the receiver's RSA key. */
#pragma once

#include <string>

#include "base/control.hpp"
#include "base/stream.hpp"
#include "crypto/rsa.hpp"
#include "os/files.hpp"
#include "package/envelope/wire_format.hpp"

namespace aex::package {

/** What an envelope is to hold. */
class Content {
 public:
  virtual ~Content() = default;
  /** Streams all of it. */
  virtual Status write_to(Sink& out, Control& control) const = 0;
};

/** Streams the content through a fresh content key into `file`; returns the envelope's size. The
 *  file is not finished. Code::seal_failed, or an error of the content or the file. */
Result<std::uint64_t> write_hybrid(const Content& content, const crypto::PublicKey& key,
                                   const PackageFormat& format, os::WriteFile& file,
                                   Entropy& entropy, Control& control);

/** Encrypts the file `path` into `out` (0600), which may be the same: it is replaced in one step,
 *  or left as it was. Code::seal_failed. */
Status seal_file(const std::string& path, const crypto::PublicKey& key, const PackageFormat& format,
                 os::Files& files, const std::string& out, Entropy& entropy, Control& control);

/** Decrypts an envelope into `out` (0600), which may be the same file, trying the two formats in
 *  turn; returns which it was. Code::open_failed: `out` is as it was. */
Result<PackageFormat> open_file(const std::string& path, const crypto::PrivateKey& key,
                                os::Files& files, const std::string& out, Entropy& entropy);

/** Which format the envelope seems to have, without its key: 2 if the length that v2 states is that
 *  of a usual key, else 1 (of random v1 files one in 21,000 is taken for v2); 0 if the file is too
 *  short for either. */
Result<int> guess_hybrid_version(const std::string& path, os::Files& files);

/** Code::seal_failed if the file begins as a gzip, zip or ELF file does: it is not encrypted. An
 *  envelope begins with a random IV, and passes but once in four thousand million. */
Status require_sealed(const std::string& path, os::Files& files);

}  // namespace aex::package
