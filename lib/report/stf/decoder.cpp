#include "report/stf/decoder.hpp"

#include "report/stf/tags.hpp"

namespace aex::report::stf {
namespace {

Error malformed(const std::string& why) { return {Code::trace_malformed, why}; }

}  // namespace

void TracedInstruction::clear() {
  target.reset();
  event_target.reset();
  registers.clear();
  accesses.clear();
  events.clear();
}

Status RecordDecoder::need(std::size_t size) {
  AEX_TRY(const bool is_there, cursor_.has(size));
  return is_there ? Status() : Error(Code::trace_truncated, "a record is cut short");
}

template <class T>
Result<T> RecordDecoder::integer() {
  AEX_CHECK(need(sizeof(T)));
  return load_le<T>(cursor_.take(sizeof(T)));
}

Result<std::string> RecordDecoder::text(std::size_t size) {
  if (size > kMaxTextBytes) return malformed("a text is too long");
  std::string text;
  while (text.size() < size) {
    const std::size_t part = std::min(size - text.size(), RecordCursor::kMaxAtOnce);
    AEX_CHECK(need(part));
    text.append(reinterpret_cast<const char*>(cursor_.take(part)), part);
  }
  return text;
}

Status RecordDecoder::skip(std::size_t size) {
  AEX_CHECK(need(size));
  cursor_.take(size);
  return {};
}

Result<bool> RecordDecoder::read_tag(std::uint8_t& tag) {
  AEX_TRY(const bool is_there, cursor_.has(1));
  if (is_there) tag = *cursor_.take(1);
  return is_there;
}

Status RecordDecoder::identifier() {
  AEX_TRY(const std::string& name, text(sizeof kIdentifier - 1));
  return name == kIdentifier ? Status() : malformed("it does not say that it is STF");
}

Status RecordDecoder::version() {
  AEX_TRY(header_.major, integer<std::uint32_t>());
  AEX_TRY(header_.minor, integer<std::uint32_t>());
  if (header_.major == 1) return {};
  return malformed("it is of version " + std::to_string(header_.major) + ", not 1");
}

Status RecordDecoder::isa() {
  AEX_TRY(const std::uint16_t isa, integer<std::uint16_t>());
  if (isa == kIsaRiscv) return {};
  return malformed("it is of instruction set " + std::to_string(isa) + ", not of RISC-V (1)");
}

Status RecordDecoder::generator() {
  AEX_TRY(header_.generator, integer<std::uint8_t>());
  for (std::uint8_t& part : header_.generator_version) {
    AEX_TRY(part, integer<std::uint8_t>());
  }
  AEX_TRY(const std::uint16_t size, integer<std::uint16_t>());
  AEX_TRY(header_.generator_text, text(size));
  return {};
}

Status RecordDecoder::comment() {
  AEX_TRY(const std::uint32_t size, integer<std::uint32_t>());
  AEX_TRY(std::string text, this->text(size));
  if (header_.comments.size() < kMaxRecords) header_.comments.push_back(std::move(text));
  return {};
}

Status RecordDecoder::header_record(std::uint8_t tag) {
  switch (tag) {
    case kTagIdentifier: return identifier();
    case kTagVersion: return version();
    case kTagComment: return comment();
    case kTagIsa: return isa();
    case kTagEncoding: return skip(2);
    case kTagGenerator: return generator();
    case kTagFeatures: {
      AEX_TRY(header_.features, integer<std::uint64_t>());
      return {};
    }
    case kTagProcess: return skip(12);
    case kTagForcePc: {
      AEX_TRY(header_.start_pc, integer<std::uint64_t>());
      pc_ = header_.start_pc;
      return {};
    }
    case kTagVectorBits: {
      AEX_TRY(header_.vector_bits, integer<std::uint32_t>());
      return {};
    }
    case kTagIsaExtensions: {
      AEX_TRY(const std::uint32_t size, integer<std::uint32_t>());
      AEX_TRY(header_.isa_extensions, text(size));
      return {};
    }
    default: return malformed("record " + std::to_string(tag) + " stands in its header");
  }
}

Status RecordDecoder::read_header() {
  for (std::size_t records = 0; records < kMaxRecords; ++records) {
    std::uint8_t tag = 0;
    AEX_TRY(const bool is_there, read_tag(tag));
    if (!is_there) return Error(Code::trace_truncated, "it ends inside its header");
    if (records == 0 && tag != kTagIdentifier) return malformed("it does not say that it is STF");
    if (tag == kTagEndOfHeader) return {};
    AEX_CHECK(header_record(tag));
  }
  return malformed("its header does not end");
}

Status RecordDecoder::register_value(TracedInstruction& instruction) {
  RegisterValue value;
  AEX_TRY(value.number, integer<std::uint16_t>());
  AEX_TRY(const std::uint8_t type, integer<std::uint8_t>());
  const unsigned kind = type & 15;
  const unsigned role = type >> 4;
  if (kind < 1 || kind > 4 || role < 1 || role > 3) return malformed("a register is of no kind");
  value.kind = static_cast<RegisterKind>(kind);
  value.role = static_cast<RegisterRole>(role);
  AEX_TRY(value.value, integer<std::uint64_t>());
  if (value.kind == RegisterKind::vector && header_.vector_bits > 64) {
    AEX_CHECK(skip(std::min<std::size_t>(header_.vector_bits / 64 * 8 - 8, kMaxRecords)));
  }
  instruction.registers.push_back(value);
  return {};
}

Status RecordDecoder::access(TracedInstruction& instruction) {
  MemoryAccess access;
  AEX_TRY(access.address, integer<std::uint64_t>());
  AEX_TRY(access.size, integer<std::uint16_t>());
  AEX_CHECK(skip(2));
  AEX_TRY(const std::uint8_t type, integer<std::uint8_t>());
  if (type != 1 && type != 2) return malformed("a memory access is of no kind");
  access.type = static_cast<AccessType>(type);
  instruction.accesses.push_back(access);
  return {};
}

/* The contents come in the order of the accesses, each behind its own or all behind all. */
Status RecordDecoder::content(TracedInstruction& instruction) {
  AEX_TRY(const std::uint64_t content, integer<std::uint64_t>());
  if (contents_ == instruction.accesses.size()) {
    return malformed("the content of memory stands without an access");
  }
  instruction.accesses[contents_++].content = content;
  return {};
}

Status RecordDecoder::event(TracedInstruction& instruction) {
  Event event;
  if ((header_.features & kFeatureWideEvents) != 0) {
    AEX_TRY(event.kind, integer<std::uint64_t>());
  } else {
    AEX_TRY(event.kind, integer<std::uint32_t>());
  }
  AEX_TRY(const std::uint8_t count, integer<std::uint8_t>());
  for (unsigned i = 0; i < count; ++i) {
    AEX_TRY(const std::uint64_t value, integer<std::uint64_t>());
    event.data.push_back(value);
  }
  instruction.events.push_back(std::move(event));
  return {};
}

Status RecordDecoder::body_record(std::uint8_t tag, TracedInstruction& instruction) {
  switch (tag) {
    case kTagComment: return comment();
    case kTagProcess: return skip(12);
    case kTagForcePc: {
      AEX_TRY(pc_, integer<std::uint64_t>());
      return {};
    }
    case kTagTarget: {
      AEX_TRY(instruction.target, integer<std::uint64_t>());
      return {};
    }
    case kTagRegister: return register_value(instruction);
    case kTagReadyRegister: return skip(2);
    case kTagAccess: return access(instruction);
    case kTagContent: return content(instruction);
    case kTagEvent: return event(instruction);
    case kTagEventTarget: {
      AEX_TRY(instruction.event_target, integer<std::uint64_t>());
      return {};
    }
    case kTagMicroOp: return skip(5);
    default: return malformed("there is no record " + std::to_string(tag));
  }
}

Status RecordDecoder::opcode(std::uint8_t tag, TracedInstruction& instruction) {
  if (tag == kTagOpcode32) {
    AEX_TRY(instruction.opcode, integer<std::uint32_t>());
  } else {
    AEX_TRY(instruction.opcode, integer<std::uint16_t>());
  }
  instruction.size = tag == kTagOpcode32 ? 4 : 2;
  instruction.index = index_++;
  instruction.pc = pc_;
  pc_ = instruction.next_pc();
  return {};
}

Result<bool> RecordDecoder::next(TracedInstruction& instruction) {
  instruction.clear();
  contents_ = 0;
  for (std::size_t records = 0; records < kMaxRecords; ++records) {
    std::uint8_t tag = 0;
    AEX_TRY(const bool is_there, read_tag(tag));
    if (!is_there) return false;
    if (tag == kTagOpcode32 || tag == kTagOpcode16) {
      AEX_CHECK(opcode(tag, instruction));
      return true;
    }
    AEX_CHECK(body_record(tag, instruction));
  }
  return malformed("an instruction has more than " + std::to_string(kMaxRecords) + " records");
}

}  // namespace aex::report::stf
