#include "engine/model/predictor.hpp"

namespace aex::engine {

Predictor::Predictor(const Parameters& parameters)
    : branch_mask_(parameters.predictor_entries - 1),
      branches_(parameters.predictor_entries,
                static_cast<std::uint8_t>(parameters.predictor_start)),
      returns_(parameters.return_stack_entries),
      targets_(parameters.target_entries) {}

bool Predictor::take_return(std::uint64_t target) {
  if (depth_ == 0) return false;
  return returns_[--depth_ & (returns_.size() - 1)] == target;
}

bool Predictor::indirect_jump(std::uint64_t pc, std::uint64_t target) {
  std::uint64_t& predicted = targets_[pc / 2 & (targets_.size() - 1)];
  const bool is_right = predicted == target;
  predicted = target;
  return is_right;
}

}  // namespace aex::engine
