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
template <bool kHits>
inline void Pipeline::fetch_group(Clock& clock) {
  issued_[clock.groups % kMaxQueue] = clock.now;
  ++clock.groups;
  const std::uint64_t room = issued_[(clock.groups - clock.queue) % kMaxQueue];
  clock.fetched = std::max(clock.fetched + 1, room);
  const std::uint64_t address = clock.group << group_shift_;
  if (address >> line_shift_ == clock.line) return;
  clock.line = address >> line_shift_;
  if (!kHits) clock.fetched = memory_.fetch(address, clock.fetched);
}

template <bool kHits>
inline void Pipeline::fetch_next(Clock& clock) {
  ++clock.group;
  fetch_group<kHits>(clock);
}

/* The first instruction of a block may begin in the group that was fetched last. */
template <bool kHits>
inline void Pipeline::fetch_first(const Plan& plan, Clock& clock) {
  if (plan.first_group != clock.group) {
    clock.group = plan.first_group;
    fetch_group<kHits>(clock);
  }
  const std::uint64_t last = (plan.begin + plan.steps.front().size - 1) >> group_shift_;
  if (last == clock.group) return;
  clock.group = last;
  fetch_group<kHits>(clock);
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
  settled_ = std::max(settled_, arrival);
  if (asked > clock.now) {
    clock.now = asked;
    clock.slots = 1;
  }
  return access.is_store ? clock.now : arrival;
}

template <bool kHits>
inline void Pipeline::execute(const Step& step, PlannedAccess*& access,
                              const std::uint64_t* addresses, Clock& clock) {
  issue_at(ready_time(step, clock), step, clock);
  std::uint64_t start = clock.now;
  if (!kHits && step.uses_memory) {
    if (step.looks_up) clock.arrival = data_arrival(*access++, addresses, clock);
    start = std::max(clock.now, clock.arrival);
  }
  ready_[step.destinations[0]] = start + step.latency;
  ready_[step.destinations[1]] = start + step.latency;
}

/* The clock stays in the host's registers meanwhile. */
template <bool kHits>
void Pipeline::issue_steps(Plan& plan, const std::uint64_t* addresses) {
  Clock clock = clock_;
  PlannedAccess* access = plan.accesses.data();
  const Step* step = plan.steps.data();
  const Step* const end = step + plan.steps.size();
  fetch_first<kHits>(plan, clock);
  execute<kHits>(*step, access, addresses, clock);
  while (++step != end) {
    if (step->groups > 0) fetch_next<kHits>(clock);
    if (step->groups > 1) fetch_next<kHits>(clock);
    execute<kHits>(*step, access, addresses, clock);
  }
  clock_ = clock;
}

bool Pipeline::has_code_between(const Plan& plan) const {
  for (std::uint64_t line = plan.first_line + 1; line < plan.last_line; ++line) {
    if (!memory_.has_at_hand(line << line_shift_)) return false;
  }
  return true;
}

void Pipeline::count_misaligned(const Plan& plan, const std::uint64_t* addresses) {
  for (const PlannedAccess& access : plan.accesses) {
    const std::uint64_t address = std::min(addresses[access.first], addresses[access.second]);
    if ((address & access.alignment_mask) != 0) ++counters_[access.misaligned];
  }
}

/* Where the bytes of a situation are. */
namespace {
constexpr std::size_t kRegistersAt = 0;
constexpr std::size_t kPipesAt = kNoSource;
constexpr std::size_t kSlotsAt = kPipesAt + kPipes;
constexpr std::size_t kFetchesAt = kSlotsAt + 1;
constexpr std::size_t kMostFetches = std::tuple_size_v<Situation> - kFetchesAt;
constexpr std::uint64_t kFarthest = 40;  /* cycles to come */
constexpr std::uint64_t kEarliest = 200; /* cycles ago */
}  // namespace

/* From the situation's number to the times. */
void Pipeline::spread() {
  if (is_spread_) return;
  is_spread_ = true;
  const Situation& from = situations_[situation_];
  for (std::size_t i = 0; i < kNoSource; ++i) ready_[i] = clock_.now + from[kRegistersAt + i];
  for (std::size_t i = 0; i < kPipes; ++i) free_[i] = clock_.now + from[kPipesAt + i];
  clock_.slots = from[kSlotsAt];
  clock_.fetched = clock_.now + from[kFetchesAt] - kEarliest;
  for (std::uint64_t i = 1; i < clock_.queue; ++i) {
    issued_[(clock_.groups + i - clock_.queue) % kMaxQueue] =
        clock_.now + from[kFetchesAt + i] - kEarliest;
  }
}

/* False if some time is too far away to be met again. What is over has no effect any more, but for
 * the times of the next groups: each is the later of the two that fetch_group() chooses from. */
bool Pipeline::gather(Situation& to) const {
  const std::uint64_t now = clock_.now;
  std::uint64_t farthest = 0;
  const auto put = [&](std::uint8_t& byte, std::uint64_t time) {
    const std::uint64_t distance = time > now ? time - now : 0;
    farthest = std::max(farthest, distance);
    byte = static_cast<std::uint8_t>(distance);
  };
  for (std::size_t i = 0; i < kNoSource; ++i) put(to[kRegistersAt + i], ready_[i]);
  for (std::size_t i = 0; i < kPipes; ++i) put(to[kPipesAt + i], free_[i]);
  if (farthest > kFarthest) return false;
  to[kSlotsAt] = static_cast<std::uint8_t>(clock_.slots);
  std::uint64_t fetched = clock_.fetched;
  for (std::uint64_t i = 0; i < clock_.queue; ++i) {
    const std::uint64_t room = issued_[(clock_.groups + i - clock_.queue) % kMaxQueue];
    if (i > 0) fetched = std::max(fetched + 1, room);
    const std::uint64_t distance = fetched + kEarliest - now;
    if (distance > kEarliest + kFarthest) return false;
    to[kFetchesAt + i] = static_cast<std::uint8_t>(distance);
  }
  return true;
}

/* Where hardly a situation is met again looking for them costs more than it saves. */
bool Pipeline::is_worthwhile() {
  constexpr std::uint64_t kTrials = 1024;
  constexpr std::uint64_t kPause = 16384;
  if (clock_.queue > kMostFetches || clock_.now + kFarthest < settled_) return false;
  if (pause_ > 0) return --pause_ == 0;
  if (++trials_ < kTrials) return true;
  pause_ = passed_ < kTrials ? kPause : 0;
  trials_ = passed_ = 0;
  return true;
}

/* The number of the situation now; 0 if it is not looked for. */
SituationId Pipeline::recognise() {
  Situation situation = {};
  return gather(situation) ? situations_.number_of(situation) : 0;
}

namespace {

void keep(std::vector<Passage>& passages, const Passage& passage) {
  constexpr std::size_t kFew = 4;
  constexpr std::size_t kMost = 32;
  if (passages.empty()) passages.resize(kFew);
  Passage* at = &passages[passage.key & (passages.size() - 1)];
  if (at->key != 0 && passages.size() < kMost) {
    std::vector<Passage> old(passages.size() * 2);
    old.swap(passages);
    for (const Passage& each : old) passages[each.key & (passages.size() - 1)] = each;
    at = &passages[passage.key & (passages.size() - 1)];
  }
  *at = passage;
}

}  // namespace

void Pipeline::issue_each(Plan& plan, const std::uint64_t* addresses, bool hits,
                          std::uint64_t key) {
  spread();
  const std::uint64_t before = clock_.now;
  if (hits) {
    issue_steps<true>(plan, addresses);
  } else {
    issue_steps<false>(plan, addresses);
  }
  situation_ = is_worthwhile() ? recognise() : 0;
  if (key != 0 && hits && situation_ != 0) {
    keep(plan.passages, {key, situation_, clock_.now - before});
  }
}

void Pipeline::redirect_anew(bool was_predicted) {
  spread();
  const std::uint64_t start = was_predicted ? clock_.fetched + parameters_.taken_bubble_cycles
                                            : clock_.now + parameters_.mispredict_cycles - 1;
  clock_.fetched = std::max(clock_.fetched, start);
  if (situation_ == 0) return;
  const SituationId from = situation_;
  situation_ = recognise();
  if (situations_.knows(from)) situations_.redirected(from, was_predicted) = situation_;
}

}  // namespace aex::engine
