#include "engine/model/model.hpp"

#include <algorithm>

namespace aex::engine {
Model::Model(ModelLevel level, const Parameters& parameters)
    : level_(level),
      parameters_(parameters),
      memory_(parameters_, counters_),
      pipeline_(parameters_, memory_, counters_),
      predictor_(parameters_),
      line_shift_(exponent_of(parameters.line_bytes)) {}

void Model::ran_new(Block& block, const std::uint64_t* addresses, std::uint64_t destination) {
  if (block.is_cut) return ran_part(block, block.length, addresses, destination);
  plans_.push_back(plan_of(block, block.length, parameters_));
  block.plan = &plans_.back();
  account(*block.plan, addresses, destination);
}

void Model::ran_part(const Block& block, std::uint32_t length, const std::uint64_t* addresses,
                     std::uint64_t destination) {
  if (length == 0) return;
  Plan plan = plan_of(block, length, parameters_);
  account(plan, addresses, destination);
  add_runs(plan, counters_);
}

void Model::forget_code() {
  for (const Plan& plan : plans_) add_runs(plan, counters_);
  plans_.clear();
}

/* What every run of a plan adds alike is added up only when it is wanted. */
void Model::add_runs(const Plan& plan, Counters& counters) const {
  counters[Counter::instructions] += plan.runs * plan.length;
  counters[Counter::fpu0_instructions] += plan.runs * plan.fpu0;
  counters[Counter::fpu1_instructions] += plan.runs * plan.fpu1;
  counters[Counter::divider_cycles] += plan.runs * plan.divider_cycles;
  counters[Counter::atomics] += plan.runs * plan.atomics;
  counters[Counter::bonded_loads] += plan.runs * plan.bonded_loads;
  counters[Counter::bonded_stores] += plan.runs * plan.bonded_stores;
  counters[Counter::l1d_accesses] += plan.runs * plan.accesses.size();
  counters[Counter::l1i_accesses] += plan.runs * (plan.last_group - plan.first_group + 1);
}

Counters Model::counters() const {
  Counters counters = counters_;
  for (const Plan& plan : plans_) add_runs(plan, counters);
  counters[Counter::l1i_accesses] -= shared_groups_;
  counters[Counter::l1i_accesses] += counters[Counter::mispredicts] * parameters_.wrong_path_groups;
  counters[Counter::l1d_accesses] += counters[Counter::misaligned_load_bonds];
  counters[Counter::l1d_accesses] += counters[Counter::misaligned_store_bonds];
  if (level_ == ModelLevel::cycles) counters[Counter::cycles] = pipeline_.now();
  return counters;
}

void Model::look_up_code(const Plan& plan) {
  for (std::uint64_t line = plan.first_line; line <= plan.last_line; ++line) {
    clock_ = memory_.fetch(line << line_shift_, clock_);
  }
  last_line_ = plan.last_line;
}

inline std::uint64_t Model::check_alignment(const PlannedAccess& access,
                                            const std::uint64_t* addresses) {
  const std::uint64_t address = std::min(addresses[access.first], addresses[access.second]);
  if ((address & access.alignment_mask) != 0) ++counters_[access.misaligned];
  return address;
}

inline void Model::look_up_data(Plan& plan, const std::uint64_t* addresses) {
  for (PlannedAccess& access : plan.accesses) {
    const std::uint64_t address = check_alignment(access, addresses);
    if (memory_.hits(address, access.place, clock_)) continue;
    const std::uint64_t arrival = memory_.access(address, access.place, clock_);
    if (arrival > clock_ + parameters_.memory_cycles) clock_ = arrival - parameters_.memory_cycles;
  }
}

inline bool Model::predict(const Plan& plan, std::uint64_t destination) {
  if (plan.ending == Ending::branch) {
    return predictor_.branch(plan.last_pc, destination != plan.end);
  }
  return plan.ending <= Ending::jump || predict_far(plan, destination);
}

bool Model::predict_far(const Plan& plan, std::uint64_t destination) {
  if (plan.ending == Ending::ret) return predictor_.take_return(destination);
  if (plan.ending != Ending::indirect_jump) predictor_.call(plan.end);
  return plan.ending == Ending::call || predictor_.indirect_jump(plan.last_pc, destination);
}

/* False if the next block has to be fetched anew. What the model cannot foresee, the host cannot
 * either, so that hardly a branch here depends on it. */
inline bool Model::account_end(Plan& plan, bool is_right, std::uint64_t destination) {
  const bool goes_on = is_right && destination == plan.end;
  last_group_ = goes_on ? plan.last_group : UINT64_MAX;
  counters_[Counter::mispredicts] += is_right ? 0 : 1;
  if (plan.wrong_path_at_hand != memory_.code_changes() && !is_right) {
    fetch_wrong_path(plan, destination);
  }
  return goes_on;
}

void Model::account_cycles(Plan& plan, const std::uint64_t* addresses, std::uint64_t destination) {
  pipeline_.issue(plan, addresses);
  const bool is_right = predict(plan, destination);
  if (!account_end(plan, is_right, destination)) pipeline_.redirect(is_right);
}

void Model::account(Plan& plan, const std::uint64_t* addresses, std::uint64_t destination) {
  ++plan.runs;
  shared_groups_ += plan.first_group == last_group_ ? 1 : 0;
  if (level_ == ModelLevel::cycles) return account_cycles(plan, addresses, destination);
  clock_ += plan.length;
  if (plan.first_line != last_line_ || plan.last_line != last_line_) look_up_code(plan);
  look_up_data(plan, addresses);
  account_end(plan, predict(plan, destination), destination);
}

Model::WrongPath Model::wrong_path_from(std::uint64_t address) const {
  return {address, address + (std::uint64_t{parameters_.wrong_path_groups}
                              << exponent_of(parameters_.fetch_group_bytes))};
}

/* Whether fetching it would change nothing. */
bool Model::has_at_hand(const WrongPath& path) const {
  return memory_.has_at_hand(path.begin) && (is_in_line(path) || memory_.has_at_hand(path.end));
}

bool Model::is_in_line(const WrongPath& path) const {
  return (path.end - 1) >> line_shift_ == path.begin >> line_shift_;
}

void Model::fetch_wrong_path(Plan& plan, std::uint64_t destination) {
  if (plan.ending != Ending::branch) return;
  const WrongPath behind = wrong_path_from(plan.end);
  const WrongPath target = wrong_path_from(plan.branch_target);
  const WrongPath& path = destination == plan.end ? target : behind;
  const std::uint64_t now = level_ == ModelLevel::cycles ? pipeline_.now() : clock_;
  memory_.fetch(path.begin, now);
  if (!is_in_line(path)) memory_.fetch(path.end, now);
  if (has_at_hand(behind) && has_at_hand(target)) plan.wrong_path_at_hand = memory_.code_changes();
}

}  // namespace aex::engine
