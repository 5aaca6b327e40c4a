#include "gateway/work/desk.hpp"

#include "gateway/http/replies.hpp"

namespace aex::gateway {

/** Streams a package to disk. */
class PackageReader final : public BodyReader {
 public:
  PackageReader(Desk& desk, std::string id, std::uint64_t bytes,
                std::unique_ptr<os::WriteFile> file, Pool::Slot slot)
      : desk_(desk),
        id_(std::move(id)),
        left_(bytes),
        file_(std::move(file)),
        slot_(std::move(slot)) {}
  ~PackageReader() override {
    if (is_accepted_) return;
    file_.reset();
    desk_.experiments_.abort_upload(id_);
  }

  void take(ByteView bytes) override {
    if (!status_.ok()) return;
    if (bytes.size > left_) {
      status_ = Error(Code::transfer_too_large, "more came than the Content-Length announced");
      return;
    }
    left_ -= bytes.size;
    status_ = file_->write(bytes);
  }

  Response finish() override {
    if (status_.ok() && left_ > 0) {
      status_ = Error(Code::transfer_broken, "less came than the Content-Length announced");
    }
    if (status_.ok()) status_ = file_->finish();
    if (!status_.ok()) return refuse();
    is_accepted_ = true;
    desk_.experiments_.accept(id_);
    desk_.pool_.submit(std::move(slot_), [&desk = desk_, id = id_](Control& control) {
      desk.see_through(id, control);
    });
    return Response();
  }

 private:
  Response refuse() {
    desk_.journal_.note(LogLevel::error,
                        "package of " + id_ + " not stored: " + status_.error().message());
    return status_.error().code() == Code::no_space
               ? xml_error(507, "InsufficientStorage", "The disk is full.")
               : xml_error(500, "InternalError", "The package could not be stored.");
  }

  Desk& desk_;
  std::string id_;
  std::uint64_t left_;
  std::unique_ptr<os::WriteFile> file_;
  Pool::Slot slot_;
  Status status_;
  bool is_accepted_ = false;
};

Intake Desk::receive(const std::string& id, std::uint64_t bytes,
                     std::unique_ptr<BodyReader>* reader) {
  const auto known = experiments_.find(id);
  if (!known || known->phase != Phase::awaiting) return Intake::not_awaited;
  std::optional<Pool::Slot> slot = pool_.reserve();
  if (!slot) return Intake::busy;
  const auto begun = experiments_.begin_upload(id);
  if (!begun.ok()) {
    journal_.note(LogLevel::error, begun.error().message());
    return Intake::failed;
  }
  if (!begun.value()) return Intake::not_awaited;
  auto file = files_.unsynced().create(experiments_.package_path(id), os::Access::owner);
  if (!file.ok()) {
    experiments_.abort_upload(id);
    journal_.note(LogLevel::error, file.error().message());
    return Intake::failed;
  }
  *reader =
      std::make_unique<PackageReader>(*this, id, bytes, std::move(file).value(), *std::move(slot));
  return Intake::taken;
}

namespace {

/** The error for the user who sent the package: without the gateway's own paths. */
std::string public_reason(const Error& error, const std::string& folder) {
  std::string reason = std::string(info(error.code()).text) + ": " + error.detail();
  const std::string prefix = folder + "/";
  for (std::size_t at; (at = reason.find(prefix)) != std::string::npos;) {
    reason.erase(at, prefix.size());
  }
  return reason;
}

}  // namespace

void Desk::see_through(const std::string& id, Control& control) {
  run(id, control);
  holds_.release(id);
}

void Desk::run(const std::string& id, Control& control) {
  const std::optional<Experiment> experiment = experiments_.find(id);
  if (!experiment) return;
  Status status = runner_.run(*experiment, control);
  if (status.ok()) status = experiments_.finish(id);
  if (status.ok()) {
    journal_.note(LogLevel::info, "experiment " + id + " is ready");
    return;
  }
  const std::string reason = public_reason(status.error(), experiments_.folder(id));
  (void)files_.remove(experiments_.result_path(id));
  experiments_.fail(id, reason);
  journal_.failed(id, reason);
}

}  // namespace aex::gateway
