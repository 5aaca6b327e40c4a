#include "engine/pipeline/pipeline.hpp"

#include <algorithm>

namespace aex::engine {
Pipeline::Pipeline(const Parameters& parameters, MemorySystem& memory)
    : parameters_(parameters),
      memory_(memory),
      group_shift_(exponent_of(parameters.fetch_group_bytes)),
      line_shift_(exponent_of(parameters.line_bytes)) {}

/* Fetching stalls while the queue is full, that is until the group so many before has issued. */
void Pipeline::fetch_group(std::uint64_t group) {
  issued_[groups_ % kMaxQueue] = now_;
  ++groups_;
  const std::uint64_t room = issued_[(groups_ - parameters_.fetch_queue_groups) % kMaxQueue];
  fetched_ = std::max(fetched_ + 1, room);
  group_ = group;
  const std::uint64_t address = group << group_shift_;
  if (address >> line_shift_ == line_) return;
  line_ = address >> line_shift_;
  fetched_ = memory_.fetch(address, fetched_);
}

void Pipeline::fetch(std::uint64_t pc, unsigned size) {
  if (pc >> group_shift_ != group_) fetch_group(pc >> group_shift_);
  const std::uint64_t last = (pc + size - 1) >> group_shift_;
  if (last != group_) fetch_group(last);
}

std::uint64_t Pipeline::ready_time(const Step& step) const {
  const std::uint64_t late = ready_[step.late_source];
  const std::uint64_t allowed = parameters_.late_store_data_cycles;
  return std::max({now_, fetched_, ready_[step.sources[0]], ready_[step.sources[1]],
                   ready_[step.sources[2]], late - std::min(late, allowed)});
}

void Pipeline::issue_at(std::uint64_t time, const Step& step) {
  if (time == now_ && slots_ + step.slots > parameters_.issue_width) ++time;
  const auto pipe = static_cast<std::size_t>(step.pipe);
  time = std::max(time, free_[pipe]);
  if (time > now_) slots_ = 0;
  now_ = time;
  slots_ += step.slots;
  free_[pipe] = time + step.busy;
}

/* Nothing issues while too many lines are on their way: this one has not even been asked for. */
void Pipeline::wait_until(std::uint64_t time) {
  if (time <= now_) return;
  now_ = time;
  slots_ = 1;
}

std::uint64_t Pipeline::data_arrival(PlannedAccess& access, const std::uint64_t* addresses) {
  const std::uint64_t address = std::min(addresses[access.first], addresses[access.second]);
  const std::uint64_t arrival = memory_.access(address, access.place, now_);
  wait_until(arrival - std::min<std::uint64_t>(arrival, parameters_.memory_cycles));
  return access.is_store ? now_ : arrival;
}

void Pipeline::issue(Plan& plan, const std::uint64_t* addresses) {
  std::uint64_t pc = plan.begin;
  PlannedAccess* access = plan.accesses.data();
  std::uint64_t arrival = 0;
  for (const Step& step : plan.steps) {
    fetch(pc, step.size);
    issue_at(ready_time(step), step);
    if (step.looks_up) arrival = data_arrival(*access++, addresses);
    const std::uint64_t start = step.uses_memory ? std::max(now_, arrival) : now_;
    ready_[step.destinations[0]] = start + step.latency;
    ready_[step.destinations[1]] = start + step.latency;
    pc += step.size;
  }
}

void Pipeline::redirect(bool was_predicted) {
  const std::uint64_t start = was_predicted ? fetched_ + parameters_.taken_bubble_cycles
                                            : now_ + parameters_.mispredict_cycles - 1;
  fetched_ = std::max(fetched_, start);
  group_ = UINT64_MAX;
  line_ = UINT64_MAX;
}

}  // namespace aex::engine
