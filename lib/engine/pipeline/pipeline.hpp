/** When the instructions of an in-order core issue. */
#pragma once

#include <array>
#include <vector>

#include "engine/model/memory_system.hpp"
#include "engine/pipeline/plan.hpp"

namespace aex::engine {

class Pipeline {
 public:
  Pipeline(const Parameters& parameters, MemorySystem& memory, Counters& counters);

  /** Cycles since the start until the last issue. */
  std::uint64_t now() const { return clock_.now; }

  /** Issues the instructions of a block that was entered by a transfer, or sequentially.
   *  `addresses` are those of its accesses; counts those that are not aligned. */
  void issue(Plan& plan, const std::uint64_t* addresses);

  /** The block that was issued last ended with a transfer: the next one is fetched anew. */
  void redirect(bool was_predicted);

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

  void fetch_group(Clock& clock);
  void fetch_next(Clock& clock);
  void fetch_first(const Plan& plan, Clock& clock);
  std::uint64_t ready_time(const Step& step, const Clock& clock) const;
  void issue_at(std::uint64_t time, const Step& step, Clock& clock);
  void execute(const Step& step, PlannedAccess*& access, const std::uint64_t* addresses,
               Clock& clock);
  std::uint64_t data_arrival(PlannedAccess& access, const std::uint64_t* addresses, Clock& clock);

  static constexpr std::size_t kMaxQueue = 64;

  const Parameters& parameters_;
  MemorySystem& memory_;
  Counters& counters_;
  Clock clock_;
  unsigned group_shift_;
  unsigned line_shift_;
  std::array<std::uint64_t, kMaxQueue> issued_ = {}; /**< by group: its last issue, a ring */
  std::array<std::uint64_t, kModelRegisters> ready_ = {};
  std::array<std::uint64_t, kPipes> free_ = {};
};

}  // namespace aex::engine
