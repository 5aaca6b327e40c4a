/** The child's side of a confined run, and what the two sides say to each other beside the wishes
 *  for files. */
#pragma once

#include "engine/backend/guest_run.hpp"
#include "os/child/remote_files.hpp"

namespace aex::engine {

/** Beginning of a message from the child. */
enum class ChildWord : std::uint64_t {
  progress = os::kFirstFreeWish, /**< instructions so far; the answer is 1 to stop, else 0 */
  done, /**< of a command, or of loading: a status, whether all is finished, instructions so far */
};

/** Beginning of a message to the child. */
enum class ParentWord : std::uint64_t {
  advance,       /**< a number of instructions */
  write_reports, /**< a folder */
};

/** Loads the order's workloads and obeys until the parent is gone. */
class GuestChild final : public os::ChildWork {
 public:
  /** `order` is borrowed. */
  explicit GuestChild(const RunOrder& order) : order_(order) {}
  void run(os::Channel& channel) override;

 private:
  const RunOrder& order_;
};

}  // namespace aex::engine
