#include "engine/pipeline/pipeline.hpp"

#include <algorithm>

namespace aex::engine {
Pipeline::Pipeline(const Parameters& parameters, MemorySystem& memory, Counters& counters)
    : parameters_(parameters),
      memory_(memory),
      counters_(counters),
      group_shift_(exponent_of(parameters.fetch_group_bytes)),
      line_shift_(exponent_of(parameters.line_bytes)) {
  clock_.queue = parameters.fetch_queue_groups;
  clock_.late = parameters.late_store_data_cycles;
  clock_.width = parameters.issue_width;
}

/* Fetching stalls while the queue is full, that is until the group so many before has issued. */
inline void Pipeline::fetch_group(Clock& clock) {
  issued_[clock.groups % kMaxQueue] = clock.now;
  ++clock.groups;
  const std::uint64_t room = issued_[(clock.groups - clock.queue) % kMaxQueue];
  clock.fetched = std::max(clock.fetched + 1, room);
  const std::uint64_t address = clock.group << group_shift_;
  if (address >> line_shift_ == clock.line) return;
  clock.line = address >> line_shift_;
  clock.fetched = memory_.fetch(address, clock.fetched);
}

inline void Pipeline::fetch_next(Clock& clock) {
  ++clock.group;
  fetch_group(clock);
}

/* The first instruction of a block may begin in the group that was fetched last. */
inline void Pipeline::fetch_first(const Plan& plan, Clock& clock) {
  if (plan.first_group != clock.group) {
    clock.group = plan.first_group;
    fetch_group(clock);
  }
  const std::uint64_t last = (plan.begin + plan.steps.front().size - 1) >> group_shift_;
  if (last == clock.group) return;
  clock.group = last;
  fetch_group(clock);
}

/* Signed, for what a store stores may come earlier than the first cycle. */
inline std::uint64_t Pipeline::ready_time(const Step& step, const Clock& clock) const {
  const auto signed_time = [](std::uint64_t time) { return static_cast<std::int64_t>(time); };
  const std::int64_t early =
      std::max(signed_time(ready_[step.sources[0]]), signed_time(ready_[step.sources[1]]));
  const std::int64_t late = std::max(signed_time(ready_[step.sources[2]]),
                                     signed_time(ready_[step.late_source] - clock.late));
  const std::int64_t sources = std::max(std::max(early, late), signed_time(clock.fetched));
  const std::int64_t time = std::max(sources, signed_time(clock.now));
  return static_cast<std::uint64_t>(time);
}

inline void Pipeline::issue_at(std::uint64_t time, const Step& step, Clock& clock) {
  const unsigned is_in_cycle = time == clock.now ? 1 : 0;
  time += is_in_cycle & (clock.slots + step.slots > clock.width ? 1 : 0);
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
  if ((address & access.alignment_mask) != 0) ++counters_[access.misaligned];
  const std::uint64_t arrival = memory_.access(address, access.place, clock.now);
  const std::uint64_t asked = arrival - std::min<std::uint64_t>(arrival, parameters_.memory_cycles);
  if (asked > clock.now) {
    clock.now = asked;
    clock.slots = 1;
  }
  return access.is_store ? clock.now : arrival;
}

inline void Pipeline::execute(const Step& step, PlannedAccess*& access,
                              const std::uint64_t* addresses, Clock& clock) {
  issue_at(ready_time(step, clock), step, clock);
  std::uint64_t start = clock.now;
  if (step.uses_memory) {
    if (step.looks_up) clock.arrival = data_arrival(*access++, addresses, clock);
    start = std::max(clock.now, clock.arrival);
  }
  ready_[step.destinations[0]] = start + step.latency;
  ready_[step.destinations[1]] = start + step.latency;
}

/* The clock stays in the host's registers meanwhile. */
void Pipeline::issue(Plan& plan, const std::uint64_t* addresses) {
  Clock clock = clock_;
  PlannedAccess* access = plan.accesses.data();
  const Step* step = plan.steps.data();
  const Step* const end = step + plan.steps.size();
  fetch_first(plan, clock);
  execute(*step, access, addresses, clock);
  while (++step != end) {
    if (step->groups > 0) fetch_next(clock);
    if (step->groups > 1) fetch_next(clock);
    execute(*step, access, addresses, clock);
  }
  clock_ = clock;
}

void Pipeline::redirect(bool was_predicted) {
  const std::uint64_t start = was_predicted ? clock_.fetched + parameters_.taken_bubble_cycles
                                            : clock_.now + parameters_.mispredict_cycles - 1;
  clock_.fetched = std::max(clock_.fetched, start);
  clock_.group = UINT64_MAX;
  clock_.line = UINT64_MAX;
}

}  // namespace aex::engine
