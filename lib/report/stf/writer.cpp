#include "report/stf/writer.hpp"

#include <algorithm>

#include "report/stf/tags.hpp"

namespace aex::report::stf {

Status TraceWriter::begin(const TraceHeader& header) {
  if (header.generator_text.size() > UINT16_MAX) {
    return Error(Code::invalid_argument, "the generator's text is too long");
  }
  has_wide_events_ = (header.features & kFeatureWideEvents) != 0;
  records_.tag(kTagIdentifier).put_text(kIdentifier);
  records_.tag(kTagVersion).put(header.major).put(header.minor);
  for (const std::string& comment : header.comments) {
    records_.tag(kTagComment).put(static_cast<std::uint32_t>(comment.size())).put_text(comment);
  }
  records_.tag(kTagIsa).put(kIsaRiscv).tag(kTagEncoding).put(kEncodingRv64);
  records_.tag(kTagGenerator).put(header.generator);
  for (const std::uint8_t part : header.generator_version) records_.put(part);
  records_.put(static_cast<std::uint16_t>(header.generator_text.size()));
  records_.put_text(header.generator_text);
  records_.tag(kTagFeatures).put(header.features);
  if (!header.isa_extensions.empty()) {
    records_.tag(kTagIsaExtensions).put(static_cast<std::uint32_t>(header.isa_extensions.size()));
    records_.put_text(header.isa_extensions);
  }
  records_.tag(kTagForcePc).put(header.start_pc);
  records_.tag(kTagVectorBits).put(header.vector_bits).tag(kTagEndOfHeader);
  AEX_CHECK(chunks_.begin());
  AEX_CHECK(chunks_.write(records_.bytes()));
  records_.clear();
  return {};
}

void TraceWriter::put_registers(const TracedInstruction& instruction) {
  for (const RegisterValue& value : instruction.registers) {
    const unsigned type =
        static_cast<unsigned>(value.role) << 4 | static_cast<unsigned>(value.kind);
    records_.tag(kTagRegister).put(value.number).put(static_cast<std::uint8_t>(type));
    records_.put(value.value);
  }
}

void TraceWriter::put_accesses(const TracedInstruction& instruction) {
  for (const MemoryAccess& access : instruction.accesses) {
    records_.tag(kTagAccess).put(access.address).put(access.size).put(std::uint16_t{0});
    records_.put(static_cast<std::uint8_t>(access.type));
    records_.tag(kTagContent).put(access.content);
  }
}

void TraceWriter::put_events(const TracedInstruction& instruction) {
  for (const Event& event : instruction.events) {
    const std::size_t count = std::min<std::size_t>(event.data.size(), UINT8_MAX);
    records_.tag(kTagEvent);
    if (has_wide_events_) {
      records_.put(event.kind);
    } else {
      records_.put(static_cast<std::uint32_t>(event.kind));
    }
    records_.put(static_cast<std::uint8_t>(count));
    for (std::size_t i = 0; i < count; ++i) records_.put(event.data[i]);
  }
  if (instruction.event_target) records_.tag(kTagEventTarget).put(*instruction.event_target);
}

Status TraceWriter::write(const TracedInstruction& instruction) {
  records_.clear();
  if (!is_pc_known_ || instruction.pc != pc_) records_.tag(kTagForcePc).put(instruction.pc);
  if (instruction.target) records_.tag(kTagTarget).put(*instruction.target);
  put_registers(instruction);
  put_accesses(instruction);
  put_events(instruction);
  if (instruction.size == 2) {
    records_.tag(kTagOpcode16).put(static_cast<std::uint16_t>(instruction.opcode));
  } else {
    records_.tag(kTagOpcode32).put(instruction.opcode);
  }
  is_pc_known_ = true;
  pc_ = instruction.next_pc();
  AEX_CHECK(chunks_.write(records_.bytes()));
  return chunks_.end_instruction(pc_);
}

}  // namespace aex::report::stf
