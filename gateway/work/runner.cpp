#include "gateway/work/runner.hpp"

#include "os/scratch.hpp"
#include "package/envelope/hybrid.hpp"
#include "package/envelope/password.hpp"
#include "package/unpack.hpp"

namespace aex::gateway {
namespace {

constexpr std::uint64_t kMaxMembers = 1000;

Status write_config(os::Files& files, const std::string& root, const std::string& json) {
  const std::string folder = os::join(root, ".experiment");
  AEX_CHECK(os::make_folders(files, folder, os::Access::owner));
  const std::string path = os::join(folder, "config.json");
  AEX_CHECK(files.remove(path));
  return os::write_atomically(files, path, ByteView(json), os::Access::owner);
}

/** The table words this code for the result's reader. */
Error fit_for_a_package(const Error& error) {
  if (error.code() != Code::open_failed) return error;
  return Error(Code::invalid_argument,
               "the package does not decrypt: it was damaged or sealed for another key");
}

}  // namespace

Result<crypto::PrivateKey> Runner::take_key() const {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!keys_.empty()) {
      crypto::PrivateKey key = std::move(keys_.back());
      keys_.pop_back();
      return key;
    }
  }
  return crypto::PrivateKey::from_pem(options_.private_pem.reveal());
}

void Runner::give_back(crypto::PrivateKey key) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  keys_.push_back(std::move(key));
}

Status Runner::unpack(const Experiment& experiment, const std::string& into,
                      Control& control) const {
  os::Files& files = files_.unsynced();
  const os::Scratch sealed(files, experiments_.package_path(experiment.id));
  const os::Scratch archive(files, sealed.path() + ".tar.gz");
  AEX_TRY(crypto::PrivateKey key, take_key());
  const auto opened = package::open_file(sealed.path(), key, files, archive.path(), entropy_);
  give_back(std::move(key));
  if (!opened.ok()) return fit_for_a_package(opened.error());
  const package::UnpackLimits limits = {options_.max_unpacked_bytes, kMaxMembers,
                                        os::Access::owner};
  return package::unpack(archive.path(), into, limits, files, control);
}

Status Runner::simulate(const Experiment& experiment, const Submission& submission,
                        const std::string& archive, Control& control) const {
  os::Files& files = files_.unsynced();
  const os::Scratch work(files, os::join(experiments_.folder(experiment.id), "work"));
  AEX_CHECK(files.make_folder(work.path(), os::Access::owner, nullptr));
  AEX_TRY(const std::string& root, simulator_.run(submission.manifest, work.path(), control));
  AEX_CHECK(write_config(files, root, submission.public_config_json));
  return package::pack_folder(root, submission.manifest.name, files, archive);
}

Status Runner::run(const Experiment& experiment, Control& control) const {
  // A restart gives up what was not finished: Experiments::finish() brings the result to the disk.
  os::Files& files = files_.unsynced();
  const std::string folder = experiments_.folder(experiment.id);
  os::Scratch members(files, os::join(folder, "members"));
  AEX_CHECK(unpack(experiment, members.path(), control));
  AEX_TRY(const Submission& submission,
          read_submission(files, members.path(), experiment, options_.cores,
                          options_.max_unpacked_bytes));
  ResultKey key(mill_, submission.manifest.otp, options_.result_format, entropy_);
  const os::Scratch archive(files, os::join(folder, "result.tar.gz"));
  AEX_CHECK(simulate(experiment, submission, archive.path(), control));
  members.discard();
  return package::seal_with_password(archive.path(), submission.manifest.otp,
                                     options_.result_format, files,
                                     experiments_.result_path(experiment.id), entropy_, key.get());
}

}  // namespace aex::gateway
