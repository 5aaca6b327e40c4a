#include "engine/trace/operands.hpp"

#include <cstring>

#include "engine/isa/decode.hpp"

namespace aex::engine {
namespace {

using report::stf::RegisterKind;
using report::stf::RegisterRole;
using report::stf::RegisterValue;

/* What instructions.def says of an instruction, in letters of disassemble.cpp. */
class Named {
 public:
  explicit Named(Op op) : letters_(operands_of(op)) {}
  bool has(char letter) const { return std::strchr(letters_, letter) != nullptr; }

 private:
  const char* letters_;
};

class Registers {
 public:
  Registers(const Hart& hart, RegisterRole role, std::vector<RegisterValue>& out)
      : hart_(hart), role_(role), out_(out) {}

  void add_integer(unsigned number) {
    if (number == 0 || number == kSink) return;
    add(number, RegisterKind::integer, hart_.x[number]);
  }
  void add_float(unsigned number) { add(number, RegisterKind::floating, hart_.f[number]); }
  void add_control(std::uint64_t number) {
    Hart copy = hart_;
    std::uint64_t value = 0;
    if (read_csr(copy, number, hart_.retired, value)) add(number, RegisterKind::control, value);
  }

 private:
  void add(std::uint64_t number, RegisterKind kind, std::uint64_t value) {
    out_.push_back({static_cast<std::uint16_t>(number), kind, role_, value});
  }

  const Hart& hart_;
  RegisterRole role_;
  std::vector<RegisterValue>& out_;
};

bool writes_control(const Instruction& instruction) {
  return instruction.op == Op::csrrw || instruction.op == Op::csrrwi || instruction.rs1 != 0;
}

}  // namespace

void add_sources(const Instruction& instruction, const Hart& hart,
                 std::vector<RegisterValue>& registers) {
  const Named named(instruction.op);
  Registers sources(hart, RegisterRole::source, registers);
  if (named.has('s')) sources.add_integer(instruction.rs1);
  if (named.has('S')) sources.add_float(instruction.rs1);
  if (named.has('t')) sources.add_integer(instruction.rs2);
  if (named.has('T')) sources.add_float(instruction.rs2);
  if (named.has('r')) sources.add_integer(instruction.rs3);
  if (named.has('R')) sources.add_float(instruction.rs3);
  if (named.has('E')) sources.add_control(instruction.immediate);
}

void add_destinations(const Instruction& instruction, const Hart& hart,
                      std::vector<RegisterValue>& registers) {
  const Named named(instruction.op);
  Registers destinations(hart, RegisterRole::destination, registers);
  if (named.has('d')) destinations.add_integer(instruction.rd);
  if (named.has('D')) destinations.add_float(instruction.rd);
  if (named.has('e')) destinations.add_integer(instruction.rs3);
  if (named.has('E') && writes_control(instruction))
    destinations.add_control(instruction.immediate);
}

}  // namespace aex::engine
