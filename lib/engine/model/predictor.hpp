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
    std::uint8_t& state = branches_[pc / 2 & (branches_.size() - 1)];
    const bool is_right = (state >= 2) == is_taken;
    if (is_taken && state < 3) ++state;
    if (!is_taken && state > 0) --state;
    return is_right;
  }
  bool take_return(std::uint64_t target);
  bool indirect_jump(std::uint64_t pc, std::uint64_t target);

  void call(std::uint64_t return_address) {
    returns_[depth_++ & (returns_.size() - 1)] = return_address;
  }

 private:
  std::vector<std::uint8_t> branches_;
  std::vector<std::uint64_t> returns_;
  std::vector<std::uint64_t> targets_;
  std::size_t depth_ = 0; /**< calls so far less returns; the stack forgets the oldest */
};

}  // namespace aex::engine
