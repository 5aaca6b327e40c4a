#include "cli/trace/output.hpp"

#include <algorithm>
#include <cstdio>

#include "cli/screen/table.hpp"
#include "cli/screen/terminal.hpp"
#include "codec/json.hpp"
#include "engine/trace/instruction_kind.hpp"
#include "report/inst_trace.hpp"

namespace aex::cli {
namespace {

using report::stf::TracedInstruction;

std::string hex(std::uint64_t value) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
  return text;
}

std::string function_of(const FunctionNames* functions, std::uint64_t pc) {
  return functions == nullptr ? std::string() : functions->innermost(pc);
}

class Lines final : public TraceOutput {
 public:
  explicit Lines(const FunctionNames* functions) : functions_(functions) {}

  std::string row(const TraceRow& row, bool) override {
    std::string line;
    const std::string function = function_of(functions_, row.instruction.pc);
    if (functions_ != nullptr && function != last_) line = harmless(function) + ":\n";
    last_ = function;
    return line + report::trace_line(row.instruction, row.text) + '\n';
  }

 private:
  const FunctionNames* functions_;
  std::string last_;
};

/* RFC 4180. */
std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

class Csv final : public TraceOutput {
 public:
  explicit Csv(const FunctionNames* functions) : functions_(functions) {}

  std::string head() const override {
    return "number,pc,opcode,bytes,text,function,registers,accesses,target\n";
  }

  std::string row(const TraceRow& row, bool) override {
    const TracedInstruction& traced = row.instruction;
    return std::to_string(traced.index + 1) + ',' + hex(traced.pc) + ',' + hex(traced.opcode) +
           ',' + std::to_string(traced.size) + ',' + quoted(row.text) + ',' +
           quoted(function_of(functions_, traced.pc)) + ',' + report::registers_text(traced) + ',' +
           report::accesses_text(traced) + ',' + (traced.target ? hex(*traced.target) : "") + '\n';
  }

 private:
  const FunctionNames* functions_;
};

codec::Json registers_json(const TracedInstruction& traced, report::stf::RegisterRole role) {
  codec::Json object = codec::Json::object();
  for (const report::stf::RegisterValue& value : traced.registers) {
    if (value.role == role) object.add(report::register_name(value), hex(value.value));
  }
  return object;
}

codec::Json accesses_json(const TracedInstruction& traced) {
  codec::Json list = codec::Json::array();
  for (const report::stf::MemoryAccess& access : traced.accesses) {
    codec::Json entry = codec::Json::object();
    const bool is_load = access.type == report::stf::AccessType::load;
    entry.add("type", is_load ? "load" : "store").add("address", hex(access.address));
    entry.add("bytes", access.size).add("content", hex(access.content));
    list.add("", std::move(entry));
  }
  return list;
}

class JsonRows final : public TraceOutput {
 public:
  explicit JsonRows(const FunctionNames* functions) : functions_(functions) {}

  std::string head() const override { return "["; }
  std::string tail() const override { return "]\n"; }

  std::string row(const TraceRow& row, bool is_first) override {
    const TracedInstruction& traced = row.instruction;
    codec::Json object = codec::Json::object();
    object.add("number", traced.index + 1).add("pc", hex(traced.pc));
    object.add("opcode", hex(traced.opcode)).add("bytes", traced.size).add("text", row.text);
    const std::string function = function_of(functions_, traced.pc);
    if (!function.empty()) object.add("function", function);
    object.add("sources", registers_json(traced, report::stf::RegisterRole::source));
    object.add("destinations", registers_json(traced, report::stf::RegisterRole::destination));
    object.add("accesses", accesses_json(traced));
    if (traced.target) object.add("target", hex(*traced.target));
    return (is_first ? "" : ",\n ") + object.dump();
  }

 private:
  const FunctionNames* functions_;
};

using Counts = std::map<std::string, std::uint64_t>;

std::vector<std::pair<std::string, std::uint64_t>> by_weight(const Counts& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> rows(counts.begin(), counts.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return rows;
}

/* What the rows were, in numbers: all is said at the end. */
class Counted : public TraceOutput {
 public:
  explicit Counted(const FunctionNames* functions) : functions_(functions) {}

  std::string row(const TraceRow& row, bool) override {
    const TracedInstruction& traced = row.instruction;
    ++instructions_;
    bytes_ += traced.size;
    const unsigned kinds = engine::kinds_of(traced);
    for (const engine::KindName& name : engine::kind_names()) {
      if ((kinds & name.kind) != 0) ++kinds_[name.name];
    }
    ++mnemonics_[row.mnemonic()];
    if (functions_ != nullptr) ++by_function_[functions_->innermost(traced.pc)];
    accesses_ += traced.accesses.size();
    for (const report::stf::MemoryAccess& access : traced.accesses) accessed_bytes_ += access.size;
    ++addresses_[traced.pc];
    return {};
  }

 protected:
  const FunctionNames* functions_;
  std::uint64_t instructions_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t accesses_ = 0;
  std::uint64_t accessed_bytes_ = 0;
  Counts kinds_;
  Counts mnemonics_;
  Counts by_function_;
  std::map<std::uint64_t, std::uint64_t> addresses_;
};

class CountedText final : public Counted {
 public:
  using Counted::Counted;

  std::string tail() const override {
    Table totals({Align::left, Align::right});
    totals.add({"instructions", grouped(std::int64_t(instructions_))});
    totals.add({"different addresses", grouped(std::int64_t(addresses_.size()))});
    totals.add({"bytes of code", grouped(std::int64_t(bytes_))});
    totals.add({"memory accesses", grouped(std::int64_t(accesses_))});
    totals.add({"bytes accessed", grouped(std::int64_t(accessed_bytes_))});
    std::string text = totals.text() + "\n" + section(kinds_) + "\n" + section(mnemonics_);
    return functions_ == nullptr ? text : text + "\n" + section(by_function_);
  }

 private:
  std::string section(const Counts& counts) const {
    Table table({Align::left, Align::right, Align::right});
    for (const auto& [name, count] : by_weight(counts)) {
      char percent[16];
      std::snprintf(percent, sizeof percent, "%.1f %%",
                    100 * double(count) / double(std::max<std::uint64_t>(instructions_, 1)));
      table.add({name.empty() ? "?" : name, grouped(std::int64_t(count)), percent});
    }
    return table.text();
  }
};

class CountedJson final : public Counted {
 public:
  using Counted::Counted;

  std::string tail() const override {
    codec::Json object = codec::Json::object();
    object.add("instructions", instructions_);
    object.add("addresses", static_cast<std::uint64_t>(addresses_.size()));
    object.add("code_bytes", bytes_).add("accesses", accesses_);
    object.add("accessed_bytes", accessed_bytes_);
    object.add("kinds", section(kinds_)).add("mnemonics", section(mnemonics_));
    if (functions_ != nullptr) object.add("functions", section(by_function_));
    return object.dump(4) + "\n";
  }

 private:
  static codec::Json section(const Counts& counts) {
    codec::Json object = codec::Json::object();
    for (const auto& [name, count] : by_weight(counts)) object.add(name, count);
    return object;
  }
};

class CountedCsv final : public Counted {
 public:
  using Counted::Counted;

  std::string head() const override { return "sort,name,instructions\n"; }
  std::string tail() const override {
    return "all,," + std::to_string(instructions_) + '\n' + section("kind", kinds_) +
           section("mnemonic", mnemonics_) + section("function", by_function_);
  }

 private:
  static std::string section(const std::string& sort, const Counts& counts) {
    std::string text;
    for (const auto& [name, count] : by_weight(counts)) {
      text += sort + ',' + quoted(name) + ',' + std::to_string(count) + '\n';
    }
    return text;
  }
};

template <class Text, class Table, class Document>
std::unique_ptr<TraceOutput> choose(const Arguments& arguments, const FunctionNames* functions) {
  if (arguments.has("csv")) return std::make_unique<Table>(functions);
  if (arguments.has("json")) return std::make_unique<Document>(functions);
  return std::make_unique<Text>(functions);
}

}  // namespace

std::unique_ptr<TraceOutput> trace_output(const Arguments& arguments,
                                          const FunctionNames* functions) {
  return arguments.has("count") ? choose<CountedText, CountedCsv, CountedJson>(arguments, functions)
                                : choose<Lines, Csv, JsonRows>(arguments, functions);
}

}  // namespace aex::cli
