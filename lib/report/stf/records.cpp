#include "report/stf/records.hpp"

#include <algorithm>

namespace aex::report::stf {

Result<bool> RecordCursor::fill(std::size_t size) {
  std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(at_),
            buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
  end_ -= at_;
  at_ = 0;
  while (end_ < size) {
    AEX_TRY(const std::size_t count, in_->read(buffer_.data() + end_, buffer_.size() - end_));
    if (count == 0) return false;
    end_ += count;
  }
  return true;
}

}  // namespace aex::report::stf
