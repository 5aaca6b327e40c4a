#include "report/inst_trace.hpp"

#include <cstdio>

namespace aex::report {
namespace {

using stf::MemoryAccess;
using stf::RegisterValue;
using stf::TracedInstruction;

constexpr std::size_t kTextColumns = 32;

std::string hex(std::uint64_t value) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
  return text;
}

void append_part(std::string& to, const std::string& part) {
  if (!to.empty() && !part.empty()) to += ' ';
  to += part;
}

std::string register_text(const RegisterValue& value) {
  const bool is_written = value.role == stf::RegisterRole::destination;
  return register_name(value) + (is_written ? ":=" : "=") + hex(value.value);
}

std::string access_text(const MemoryAccess& access) {
  const char* kind = access.type == stf::AccessType::load ? "load" : "store";
  return kind + std::to_string(access.size) + '[' + hex(access.address) +
         "]=" + hex(access.content);
}

std::string flow_text(const TracedInstruction& instruction) {
  std::string text;
  if (instruction.target) text = "-> " + hex(*instruction.target);
  for (const stf::Event& event : instruction.events) append_part(text, "event " + hex(event.kind));
  return text;
}

std::string beginning(const TracedInstruction& instruction) {
  char text[64];
  const bool is_short = instruction.size == 2;
  std::snprintf(text, sizeof text,
                is_short ? "%10llu  %016llx  %04x       " : "%10llu  %016llx  %08x   ",
                static_cast<unsigned long long>(instruction.index + 1),
                static_cast<unsigned long long>(instruction.pc), instruction.opcode);
  return text;
}

}  // namespace

std::string register_name(const RegisterValue& value) {
  const std::string number = std::to_string(value.number);
  switch (value.kind) {
    case stf::RegisterKind::integer: return 'x' + number;
    case stf::RegisterKind::floating: return 'f' + number;
    case stf::RegisterKind::vector: return 'v' + number;
    case stf::RegisterKind::control: break;
  }
  return "csr" + number;
}

std::string registers_text(const TracedInstruction& instruction) {
  std::string text;
  for (const RegisterValue& value : instruction.registers) append_part(text, register_text(value));
  return text;
}

std::string accesses_text(const TracedInstruction& instruction) {
  std::string text;
  for (const MemoryAccess& access : instruction.accesses) append_part(text, access_text(access));
  return text;
}

std::string trace_heading(std::uint64_t traced, std::uint64_t retired) {
  return "\n============ TRACE 1 IEM:RV64 ============\n" + std::string(41, '-') +
         "\nTraced inst count = " + std::to_string(traced) +
         "\nTotal inst count  = " + std::to_string(retired) + "\n" + std::string(41, '-') + "\n";
}

std::string trace_line(const TracedInstruction& instruction, std::string_view text) {
  std::string line = beginning(instruction).append(text);
  std::string details = registers_text(instruction);
  append_part(details, accesses_text(instruction));
  append_part(details, flow_text(instruction));
  if (details.empty()) return line;
  line.append(text.size() < kTextColumns ? kTextColumns - text.size() : 0, ' ');
  return line + "  " + details;
}

}  // namespace aex::report
