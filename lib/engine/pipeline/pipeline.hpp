/** When the instructions of an in-order core issue. */
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "engine/model/memory_system.hpp"
#include "engine/pipeline/plan.hpp"
#include "engine/pipeline/situations.hpp"

namespace aex::engine {

/** Works out each instruction of a block once for every situation that the block was met in.
 *  Afterwards, if all it accesses is there, it is known what becomes of the situation. */
class Pipeline {
 public:
  Pipeline(const Parameters& parameters, MemorySystem& memory, Counters& counters);

  /** Cycles since the start until the last issue. */
  std::uint64_t now() const { return clock_.now; }

  /** Issues the instructions of a block that was entered by a transfer, or sequentially.
   *  `addresses` are those of its accesses; counts those that are not aligned. */
  void issue(Plan& plan, const std::uint64_t* addresses) {
    const bool hits = has_code(plan) && has_data(plan, addresses);
    const std::uint64_t key = key_of(plan);
    if (hits && key != 0 && !plan.passages.empty()) {
      const Passage& passage = plan.passages[key & (plan.passages.size() - 1)];
      if (passage.key == key) return pass(plan, passage);
    }
    issue_each(plan, addresses, hits, key);
  }

  /** The block that was issued last ended with a transfer: the next one is fetched anew. */
  void redirect(bool was_predicted) {
    clock_.group = UINT64_MAX;
    clock_.line = UINT64_MAX;
    const SituationId next =
        situation_ != 0 ? situations_.redirected(situation_, was_predicted) : 0;
    if (next == 0) return redirect_anew(was_predicted);
    situation_ = next;
    is_spread_ = false;
  }

 private:
  struct Clock {
    std::uint64_t now = 0;     /**< of the last issue */
    std::uint64_t fetched = 0; /**< when the last group came */
    std::uint64_t group = UINT64_MAX;
    std::uint64_t line = UINT64_MAX;
    std::uint64_t groups = 0;  /**< that were fetched */
    std::uint64_t arrival = 0; /**< of the data that was looked up last */
    std::uint32_t slots = 0;   /**< used in the cycle of the last issue */
    std::uint32_t width = 0;   /**< these three are parameters */
    std::uint32_t queue = 0;
    std::uint32_t late = 0;
  };

  bool has_code(const Plan& plan) const {
    if (plan.first_line != clock_.line && !memory_.has_at_hand(plan.begin)) return false;
    if (plan.first_line == plan.last_line) return true;
    return memory_.has_at_hand(plan.end - 1) &&
           (plan.last_line - plan.first_line == 1 || has_code_between(plan));
  }
  bool has_data(Plan& plan, const std::uint64_t* addresses) {
    std::uint64_t unaligned = 0;
    for (PlannedAccess& access : plan.accesses) {
      const std::uint64_t address = std::min(addresses[access.first], addresses[access.second]);
      unaligned |= address & access.alignment_mask;
      if (!memory_.hits(address, access.place, clock_.now)) return false;
    }
    if (unaligned != 0) count_misaligned(plan, addresses);
    return true;
  }
  /** Of the situation, and whether the block begins in the last group; 0 if it is unknown. */
  std::uint64_t key_of(const Plan& plan) const {
    return situation_ * 2 + (situation_ != 0 && plan.first_group == clock_.group ? 1 : 0);
  }
  void pass(const Plan& plan, const Passage& passage) {
    clock_.now += passage.cycles;
    clock_.group = plan.last_group;
    clock_.line = plan.last_line;
    situation_ = passage.next;
    is_spread_ = false;
    ++passed_;
  }

  bool has_code_between(const Plan& plan) const;
  void count_misaligned(const Plan& plan, const std::uint64_t* addresses);
  void issue_each(Plan& plan, const std::uint64_t* addresses, bool hits, std::uint64_t key);
  void redirect_anew(bool was_predicted);
  void spread();
  bool gather(Situation& situation) const;
  SituationId recognise();
  bool is_worthwhile();

  template <bool kHits>
  void issue_steps(Plan& plan, const std::uint64_t* addresses);
  template <bool kHits>
  void fetch_group(Clock& clock);
  template <bool kHits>
  void fetch_next(Clock& clock);
  template <bool kHits>
  void fetch_first(const Plan& plan, Clock& clock);
  template <bool kHits>
  void execute(const Step& step, PlannedAccess*& access, const std::uint64_t* addresses,
               Clock& clock);
  std::uint64_t ready_time(const Step& step, const Clock& clock) const;
  void issue_at(std::uint64_t time, const Step& step, Clock& clock);
  std::uint64_t data_arrival(PlannedAccess& access, const std::uint64_t* addresses, Clock& clock);

  static constexpr std::size_t kMaxQueue = 64;

  const Parameters& parameters_;
  MemorySystem& memory_;
  Counters& counters_;
  Clock clock_;
  unsigned group_shift_;
  unsigned line_shift_;
  Situations situations_;
  SituationId situation_ = 0; /**< now, or 0: that was not looked for */
  bool is_spread_ = true;     /**< what follows is up to date, not only situation_ */
  std::uint64_t settled_ = 0; /**< when the data that was missed last will have come */
  std::uint64_t passed_ = 0;  /**< blocks that were in a known situation since the last trial */
  std::uint64_t trials_ = 0;  /**< blocks that were not */
  std::uint64_t pause_ = 0;   /**< how many of them are left alone */
  std::array<std::uint64_t, kMaxQueue> issued_ = {}; /**< by group: its last issue, a ring */
  std::array<std::uint64_t, kModelRegisters> ready_ = {};
  std::array<std::uint64_t, kPipes> free_ = {};
};

}  // namespace aex::engine
