#include "engine/interpreter/execute.hpp"
#include "engine/interpreter/run_blocks.hpp"

namespace aex::engine {
namespace {

struct BothObservers : ModelObserver {
  static constexpr bool kTracksPc = true;
  static constexpr bool kOneBlock = true;

  StrideObserver strides;

  BothObservers(Model& with, StrideBook& book) : ModelObserver(with), strides{book} {}
  void access(std::uint64_t pc, std::uint64_t address, unsigned size, AccessKind kind) {
    strides.access(pc, address, size, kind);
    ModelObserver::access(pc, address, size, kind);
  }
};

}  // namespace

Trap run_modelled_noting_strides(Hart& hart, Cursor& cursor, std::uint64_t limit, Blocks& blocks,
                                 Memory& memory, Model& model, StrideBook& book) {
  BothObservers observer(model, book);
  return execute(hart, cursor, limit, blocks, memory, observer);
}

}  // namespace aex::engine
