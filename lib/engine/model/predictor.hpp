/** Predicts where branches and jumps go. */
#pragma once

#include <vector>

#include "engine/model/parameters.hpp"

namespace aex::engine {

/** Two-bit counters by address for branches, a stack for returns, the last target for other
 *  indirect jumps. */
class Predictor {
 public:
  explicit Predictor(const Parameters& parameters);

  /** Each is true if the prediction was right, and learns. */
  bool branch(std::uint64_t pc, bool is_taken) {
    /* By outcome and state; a table, for the host cannot foresee what the model cannot. */
    static constexpr std::uint8_t kNext[2][4] = {{0, 0, 1, 2}, {1, 2, 3, 3}};
    std::uint8_t& state = branches_[pc / 2 & branch_mask_];
    const bool is_right = (state >= 2) == is_taken;
    state = kNext[is_taken ? 1 : 0][state];
    return is_right;
  }
  bool take_return(std::uint64_t target);
  bool indirect_jump(std::uint64_t pc, std::uint64_t target);

  void call(std::uint64_t return_address) {
    returns_[depth_++ & (returns_.size() - 1)] = return_address;
  }

 private:
  std::uint64_t branch_mask_;
  std::vector<std::uint8_t> branches_; /**< 0 to 3 */
  std::vector<std::uint64_t> returns_;
  std::vector<std::uint64_t> targets_;
  std::size_t depth_ = 0; /**< calls so far less returns; the stack forgets the oldest */
};

}  // namespace aex::engine
