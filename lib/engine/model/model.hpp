/** The model of a core: watches a program run and estimates what the hardware would count. */
#pragma once

#include <deque>

#include "engine/interpreter/observe.hpp"
#include "engine/model/counters.hpp"
#include "engine/model/memory_system.hpp"
#include "engine/model/predictor.hpp"
#include "engine/pipeline/pipeline.hpp"
#include "engine/pipeline/plan.hpp"

namespace aex::engine {

class Model {
 public:
  /** The most accesses that a block makes. */
  static constexpr std::size_t kMaxAccesses = 2 * Blocks::kMaxLength;

  explicit Model(ModelLevel level, const Parameters& parameters = {});

  /** `block` ran to its end and went on at `destination`; it made its accesses at `addresses`. */
  void ran(Block& block, const std::uint64_t* addresses, std::uint64_t destination) {
    if (block.plan == nullptr) return ran_new(block, addresses, destination);
    account(*block.plan, addresses, destination);
  }
  /** The first `length` instructions of `block` ran, and no more; or of one that is cut. */
  void ran_part(const Block& block, std::uint32_t length, const std::uint64_t* addresses,
                std::uint64_t destination);
  /** Forgets what it keeps of blocks: they are gone. */
  void forget_code();

  /** What was counted so far. */
  Counters counters() const;
  ModelLevel level() const { return level_; }

 private:
  struct WrongPath {
    std::uint64_t begin;
    std::uint64_t end;
  };

  void account(Plan& plan, const std::uint64_t* addresses, std::uint64_t destination);
  void account_cycles(Plan& plan, const std::uint64_t* addresses, std::uint64_t destination);
  bool account_end(Plan& plan, bool is_right, std::uint64_t destination);
  void ran_new(Block& block, const std::uint64_t* addresses, std::uint64_t destination);
  void add_runs(const Plan& plan, Counters& counters) const;
  void look_up_code(const Plan& plan);
  void look_up_data(Plan& plan, const std::uint64_t* addresses);
  /** The address of the access; counts it if it is not aligned. */
  std::uint64_t check_alignment(const PlannedAccess& access, const std::uint64_t* addresses);
  bool predict(const Plan& plan, std::uint64_t destination);
  bool predict_far(const Plan& plan, std::uint64_t destination);
  WrongPath wrong_path_from(std::uint64_t address) const;
  bool is_in_line(const WrongPath& path) const;
  bool has_at_hand(const WrongPath& path) const;
  void fetch_wrong_path(Plan& plan, std::uint64_t destination);

  ModelLevel level_;
  Parameters parameters_;
  Counters counters_;
  MemorySystem memory_;
  Pipeline pipeline_;
  Predictor predictor_;
  std::deque<Plan> plans_;
  std::uint64_t shared_groups_ = 0; /**< entered without being fetched again */
  unsigned line_shift_;
  std::uint64_t last_group_ = UINT64_MAX; /**< fetched, and still at hand */
  std::uint64_t last_line_ = UINT64_MAX;
  std::uint64_t clock_ = 0; /**< in place of cycles: instructions, and waiting for code */
};

/** Hands the model one block after the other; as NoObserver, it declines new ones. */
struct ModelObserver {
  static constexpr bool kTracksPc = false;
  static constexpr bool kWatchesBlocks = true;
  static constexpr bool kOneBlock = false;

  Model& model;
  std::size_t accesses = 0;
  std::uint64_t addresses[Model::kMaxAccesses];

  explicit ModelObserver(Model& with) : model(with) {}
  static bool accepts(std::uint64_t entries) { return entries >= kNotedAccesses; }
  void access(std::uint64_t, std::uint64_t address, unsigned, AccessKind) {
    addresses[accesses++] = address;
  }
  void ran(Block& block, std::uint64_t destination) {
    model.ran(block, addresses, destination);
    accesses = 0;
  }
  void ran_part(const Block& block, std::uint32_t length, std::uint64_t destination) {
    model.ran_part(block, length, addresses, destination);
    accesses = 0;
  }
};

}  // namespace aex::engine
