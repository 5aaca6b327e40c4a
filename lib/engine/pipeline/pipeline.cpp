#include "engine/pipeline/pipeline.hpp"

#include <algorithm>

namespace aex::engine {
Pipeline::Pipeline(const Parameters& parameters, MemorySystem& memory)
    : parameters_(parameters),
      memory_(memory),
      group_shift_(exponent_of(parameters.fetch_group_bytes)),
      line_shift_(exponent_of(parameters.line_bytes)) {}

/* Fetching stalls while the queue is full, that is until the group so many before has issued. */
std::uint64_t Pipeline::fetch_group(std::uint64_t group, std::uint64_t fetched, std::uint64_t now) {
  issued_[groups_ % kMaxQueue] = now;
  ++groups_;
  const std::uint64_t room = issued_[(groups_ - parameters_.fetch_queue_groups) % kMaxQueue];
  fetched = std::max(fetched + 1, room);
  group_ = group;
  const std::uint64_t address = group << group_shift_;
  if (address >> line_shift_ == line_) return fetched;
  line_ = address >> line_shift_;
  return memory_.fetch(address, fetched);
}

inline void Pipeline::fetch(std::uint64_t pc, unsigned size, Clock& clock) {
  if (pc >> group_shift_ != group_)
    clock.fetched = fetch_group(pc >> group_shift_, clock.fetched, clock.now);
  const std::uint64_t last = (pc + size - 1) >> group_shift_;
  if (last != group_) clock.fetched = fetch_group(last, clock.fetched, clock.now);
}

inline std::uint64_t Pipeline::ready_time(const Step& step, const Clock& clock) const {
  const std::uint64_t late = ready_[step.late_source];
  const std::uint64_t allowed = parameters_.late_store_data_cycles;
  return std::max({clock.now, clock.fetched, ready_[step.sources[0]], ready_[step.sources[1]],
                   ready_[step.sources[2]], late - std::min(late, allowed)});
}

inline void Pipeline::issue_at(std::uint64_t time, const Step& step, Clock& clock) {
  if (time == clock.now && clock.slots + step.slots > parameters_.issue_width) ++time;
  const auto pipe = static_cast<std::size_t>(step.pipe);
  time = std::max(time, free_[pipe]);
  clock.slots = (time > clock.now ? 0 : clock.slots) + step.slots;
  clock.now = time;
  free_[pipe] = time + step.busy;
}

/* Nothing issues while too many lines are on their way: this one has not even been asked for. */
inline std::uint64_t Pipeline::data_arrival(PlannedAccess& access, const std::uint64_t* addresses,
                                            Clock& clock) {
  const std::uint64_t address = std::min(addresses[access.first], addresses[access.second]);
  const std::uint64_t arrival = memory_.access(address, access.place, clock.now);
  const std::uint64_t asked = arrival - std::min<std::uint64_t>(arrival, parameters_.memory_cycles);
  if (asked > clock.now) {
    clock.now = asked;
    clock.slots = 1;
  }
  return access.is_store ? clock.now : arrival;
}

/* The clock stays in the host's registers meanwhile. */
void Pipeline::issue(Plan& plan, const std::uint64_t* addresses) {
  Clock clock = clock_;
  std::uint64_t pc = plan.begin;
  PlannedAccess* access = plan.accesses.data();
  std::uint64_t arrival = 0;
  for (const Step& step : plan.steps) {
    fetch(pc, step.size, clock);
    issue_at(ready_time(step, clock), step, clock);
    if (step.looks_up) arrival = data_arrival(*access++, addresses, clock);
    const std::uint64_t start = step.uses_memory ? std::max(clock.now, arrival) : clock.now;
    ready_[step.destinations[0]] = start + step.latency;
    ready_[step.destinations[1]] = start + step.latency;
    pc += step.size;
  }
  clock_ = clock;
}

void Pipeline::redirect(bool was_predicted) {
  const std::uint64_t start = was_predicted ? clock_.fetched + parameters_.taken_bubble_cycles
                                            : clock_.now + parameters_.mispredict_cycles - 1;
  clock_.fetched = std::max(clock_.fetched, start);
  group_ = UINT64_MAX;
  line_ = UINT64_MAX;
}

}  // namespace aex::engine
