/** When the instructions of an in-order core issue. */
#pragma once

#include <array>
#include <vector>

#include "engine/model/memory_system.hpp"
#include "engine/pipeline/plan.hpp"

namespace aex::engine {

class Pipeline {
 public:
  Pipeline(const Parameters& parameters, MemorySystem& memory);

  /** Cycles since the start until the last issue. */
  std::uint64_t now() const { return clock_.now; }

  /** Issues the instructions of a block that was entered by a transfer, or sequentially.
   *  `addresses` are those of its accesses. */
  void issue(Plan& plan, const std::uint64_t* addresses);

  /** The block that was issued last ended with a transfer: the next one is fetched anew. */
  void redirect(bool was_predicted);

 private:
  struct Clock {
    std::uint64_t now = 0;     /**< of the last issue */
    std::uint64_t fetched = 0; /**< when the last group came */
    std::uint32_t slots = 0;   /**< used in the cycle of the last issue */
  };

  void fetch(std::uint64_t pc, unsigned size, Clock& clock);
  std::uint64_t fetch_group(std::uint64_t group, std::uint64_t fetched, std::uint64_t now);
  std::uint64_t ready_time(const Step& step, const Clock& clock) const;
  void issue_at(std::uint64_t time, const Step& step, Clock& clock);
  std::uint64_t data_arrival(PlannedAccess& access, const std::uint64_t* addresses, Clock& clock);

  static constexpr std::size_t kMaxQueue = 64;

  const Parameters& parameters_;
  MemorySystem& memory_;
  Clock clock_;
  std::uint64_t group_ = UINT64_MAX;
  std::uint64_t line_ = UINT64_MAX;
  unsigned group_shift_;
  unsigned line_shift_;
  std::uint64_t groups_ = 0;
  std::array<std::uint64_t, kMaxQueue> issued_ = {}; /**< by group: its last issue, a ring */
  std::array<std::uint64_t, kModelRegisters> ready_ = {};
  std::array<std::uint64_t, kPipes> free_ = {};
};

}  // namespace aex::engine
