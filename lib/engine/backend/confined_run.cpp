/* The parent's side: it believes nothing that the child says but what it asked for. */
#include <optional>

#include "engine/backend/guest_child.hpp"
#include "os/child/file_service.hpp"
#include "os/child/filter.hpp"
#include "os/clock.hpp"

namespace aex::engine {
namespace {

/* Between two looks at the clock and at the control while the child is silent. */
constexpr std::uint64_t kTickMs = 100;
/* A child that was asked to stop and says nothing for so long is ended. */
constexpr std::uint64_t kGraceMs = 5000;
/* For the child to take a message from its side of the socket. */
constexpr std::uint64_t kSendMs = 30'000;
/* Beside the guests' memory: decoded code, counts, models, reports. */
constexpr std::uint64_t kTableBytes = UINT64_C(4) << 30;

os::ChildLimits limits_of(const RunOrder& order) {
  os::ChildLimits limits;
  limits.address_bytes = order.workloads.size() * (order.limits.max_guest_bytes + kTableBytes);
  limits.cpu_seconds = order.limits.max_wall_ms / 1000 + 2;
  return limits;
}

Status check_confinement(const os::Child& child, const RunOrder& order, const Log& log) {
  if (child.confinement() == os::Confinement::full) return {};
  if (order.limits.isolation == Isolation::required) {
    return Error(Code::unsupported, "a filter of system calls on this system or in this build");
  }
  log.write(os::kHasSanitizer ? LogLevel::info : LogLevel::warning,
            "no filter of system calls here: guests run in a process with limits alone");
  return {};
}

class ConfinedRun final : public GuestRun {
 public:
  ConfinedRun(os::Files& files, const RunOrder& order, os::Child child)
      : order_(order),
        service_(files, {order.workloads, order.report_folder}),
        child_(std::move(child)),
        left_ms_(order.limits.max_wall_ms) {}

  Result<Progressed> advance(std::uint64_t instructions, Control& control) override {
    AEX_CHECK(command(ParentWord::advance, [&](auto& message) { message.put(instructions); }));
    return await_done(control);
  }

  Status write_reports(const std::string& folder, Control& control) override {
    AEX_CHECK(command(ParentWord::write_reports, [&](auto& message) { message.put_text(folder); }));
    AEX_CHECK(await_done(control));
    return {};
  }

  /** Until the child is done with what it was told. */
  Result<Progressed> await_done(Control& control);

 private:
  template <class Put>
  Status command(ParentWord word, Put put) {
    if (is_lost_) return Error(Code::guest_process_lost, names() + ": its process has ended");
    os::MessageWriter message;
    message.put(static_cast<std::uint64_t>(word));
    put(message);
    return send(message.bytes());
  }
  Status send(const Bytes& message) {
    return child_.channel().send(ByteView(message), kSendMs).ok() ? Status() : lost();
  }
  Status handle(ByteView message, Control& control, std::optional<Progressed>& done);
  Status finish(os::MessageReader& reader, std::optional<Progressed>& done);
  Status wait_on(Control& control, std::uint64_t elapsed_ms);
  Status charge(std::uint64_t elapsed_ms);
  Error lost(const std::string& why = "");
  std::string names() const;

  RunOrder order_;
  os::FileService service_;
  os::Child child_;
  std::uint64_t left_ms_;
  std::uint64_t silent_ms_ = 0;
  std::optional<Error> stop_; /**< why the child was asked to stop */
  bool is_lost_ = false;
};

std::string ConfinedRun::names() const {
  std::string names;
  for (const std::string& path : order_.workloads) names += (names.empty() ? "" : ", ") + path;
  return names;
}

/* Ends the child. What happened to it, unless something else is known. */
Error ConfinedRun::lost(const std::string& why) {
  using Kind = os::Ending::Kind;
  is_lost_ = true;
  const os::Ending ending = child_.end();
  if (!why.empty()) return Error(Code::guest_process_lost, names() + ": " + why);
  if (ending.kind == Kind::out_of_time) return time_is_up(order_);
  const Code code = ending.kind == Kind::out_of_memory ? Code::no_memory : Code::guest_process_lost;
  return Error(code, names() + ": its process " + ending.text);
}

Status ConfinedRun::charge(std::uint64_t elapsed_ms) {
  left_ms_ -= elapsed_ms < left_ms_ ? elapsed_ms : left_ms_;
  if (left_ms_ > 0) return {};
  (void)lost();
  return time_is_up(order_);
}

/* The child said nothing for a while. */
Status ConfinedRun::wait_on(Control& control, std::uint64_t elapsed_ms) {
  if (!stop_) {
    const Status status = control.check();
    if (status.ok()) return {};
    stop_ = status.error();
    silent_ms_ = 0;
  }
  silent_ms_ += elapsed_ms;
  if (silent_ms_ < kGraceMs) return {};
  (void)lost();
  return *stop_;
}

Status ConfinedRun::finish(os::MessageReader& reader, std::optional<Progressed>& done) {
  const Status status = reader.status();
  Progressed progressed;
  progressed.is_finished = reader.number() != 0;
  progressed.retired = reader.number();
  if (!reader.is_whole()) return lost("it sent half a message");
  if (!status.ok() && stop_) return *stop_;
  AEX_CHECK(status);
  done = progressed;
  return {};
}

Status ConfinedRun::handle(ByteView bytes, Control& control, std::optional<Progressed>& done) {
  os::MessageReader reader(bytes);
  const auto word = static_cast<ChildWord>(reader.number());
  if (word == ChildWord::done) return finish(reader, done);
  if (word == ChildWord::progress) {
    const Status status = control.report(Stage::poll, reader.number(), 0);
    if (!status.ok()) stop_ = status.error();
    return send(os::MessageWriter().put(stop_ ? 1 : 0).bytes());
  }
  const Result<Bytes> answer = service_.serve(bytes);
  if (!answer.ok()) return lost(answer.error().detail());
  return send(answer.value());
}

Result<Progressed> ConfinedRun::await_done(Control& control) {
  std::optional<Progressed> done;
  stop_.reset();
  std::uint64_t before = os::system_clock().now_ms();
  while (!done) {
    const std::uint64_t patience = left_ms_ < kTickMs ? left_ms_ : kTickMs;
    const Result<Bytes> message = child_.channel().receive(patience);
    const std::uint64_t now = os::system_clock().now_ms();
    const std::uint64_t elapsed = now - before;
    before = now;
    if (message.ok()) {
      silent_ms_ = 0;
      AEX_CHECK(handle(ByteView(message.value()), control, done));
    } else if (message.error().code() == Code::timeout) {
      AEX_CHECK(wait_on(control, elapsed));
    } else {
      return lost();
    }
    if (!done) AEX_CHECK(charge(elapsed));
  }
  return *done;
}

}  // namespace

Result<std::unique_ptr<GuestRun>> start_confined_run(os::Files& files, const RunOrder& order,
                                                     os::ChildWork& work, Control& control,
                                                     const Log& log) {
  AEX_TRY(os::Child child, os::Child::start(work, limits_of(order)));
  AEX_CHECK(check_confinement(child, order, log));
  auto run = std::make_unique<ConfinedRun>(files, order, std::move(child));
  AEX_CHECK(run->await_done(control));
  return std::unique_ptr<GuestRun>(std::move(run));
}

}  // namespace aex::engine
