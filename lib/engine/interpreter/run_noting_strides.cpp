#include "engine/interpreter/execute.hpp"
#include "engine/interpreter/run_blocks.hpp"

namespace aex::engine {

Trap run_noting_strides(Hart& hart, Cursor& cursor, std::uint64_t limit, Blocks& blocks,
                        Memory& memory, StrideBook& book) {
  StrideObserver observer{book};
  return execute(hart, cursor, limit, blocks, memory, observer);
}

}  // namespace aex::engine
