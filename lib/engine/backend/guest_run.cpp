#include "engine/backend/guest_run.hpp"

#include "engine/backend/guest_child.hpp"
#include "os/clock.hpp"

namespace aex::engine {
namespace {

class DirectRun final : public GuestRun {
 public:
  DirectRun(RunOrder order, Engine engine) : order_(std::move(order)), engine_(std::move(engine)) {}

  /* In portions, to look at the clock between them. */
  Result<Progressed> advance(std::uint64_t instructions, Control& control) override {
    constexpr std::uint64_t kPortion = 20'000'000;
    const std::uint64_t began = os::system_clock().now_ms();
    Progressed progressed;
    do {
      const std::uint64_t portion = instructions < kPortion ? instructions : kPortion;
      AEX_TRY(progressed, engine_.advance(portion, control));
      instructions -= portion;
      const std::uint64_t now_spent = spent_ms_ + (os::system_clock().now_ms() - began);
      if (!progressed.is_finished && now_spent > order_.limits.max_wall_ms) {
        return time_is_up(order_);
      }
    } while (instructions > 0 && !progressed.is_finished);
    spent_ms_ += os::system_clock().now_ms() - began;
    return progressed;
  }

  Status write_reports(const std::string& folder, Control&) override {
    return engine_.write_reports(folder);
  }

 private:
  RunOrder order_;
  Engine engine_;
  std::uint64_t spent_ms_ = 0;
};

}  // namespace

Error time_is_up(const RunOrder& order) {
  std::string names;
  for (const std::string& path : order.workloads) names += (names.empty() ? "" : ", ") + path;
  return Error(Code::guest_timeout,
               names + " ran for " + std::to_string(order.limits.max_wall_ms) + " ms");
}

Result<std::unique_ptr<GuestRun>> start_direct_run(os::Files& files, const RunOrder& order) {
  AEX_TRY(Engine engine, Engine::create(files, order.workloads, order.core, order.limits));
  return std::unique_ptr<GuestRun>(new DirectRun(order, std::move(engine)));
}

Result<std::unique_ptr<GuestRun>> start_run(os::Files& files, const RunOrder& order,
                                            Control& control, const Log& log) {
  const Isolation isolation = order.limits.isolation;
  if (isolation == Isolation::off) return start_direct_run(files, order);
  if (os::can_confine()) {
    GuestChild work(order);
    return start_confined_run(files, order, work, control, log);
  }
  if (isolation == Isolation::required) {
    return Error(Code::unsupported, "confined processes on this system");
  }
  log.write(LogLevel::warning, "this system has no confined processes: guests run in this one");
  return start_direct_run(files, order);
}

}  // namespace aex::engine
