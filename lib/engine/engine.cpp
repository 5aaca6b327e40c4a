#include "engine/engine.hpp"

#include <algorithm>

#include "engine/machine/machine.hpp"
#include "engine/model/core_models.hpp"
#include "engine/reports.hpp"
#include "engine/trace/trace_files.hpp"

namespace aex::engine {
namespace {

/* Between two looks at the control: a few milliseconds. */
constexpr std::uint64_t kSliceInstructions = 1'000'000;

struct Guest {
  std::string path;
  std::unique_ptr<Machine> machine;
};

Result<package::Core> find_core(const std::string& name) {
  std::string offered;
  for (const package::Core& core : core_models()) {
    if (core.name == name) return core;
    offered += (offered.empty() ? "" : ", ") + core.name;
  }
  return Error(Code::core_unknown, "'" + name + "'; the local engine offers " + offered);
}

Status check_number(const package::Core& core, std::size_t workloads) {
  if (workloads == 0) return Error(Code::invalid_argument, "no workload was given");
  if (workloads <= static_cast<std::size_t>(core.num_threads)) return {};
  return Error(Code::invalid_argument, std::to_string(workloads) + " workloads were given, and " +
                                           core.name + " has " + std::to_string(core.num_threads) +
                                           " hardware threads");
}

/* What a guest said last is often why it failed: an assertion, an exception that nobody caught. */
Error with_last_line(const Error& failure, const std::string& output) {
  constexpr std::size_t kMaxLine = 200;
  const std::size_t end = output.find_last_not_of("\n\r ");
  if (end == std::string::npos) return failure;
  const std::size_t before = output.find_last_of('\n', end);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  std::string line = output.substr(begin, std::min(end + 1 - begin, kMaxLine));
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  }
  return Error(failure.code(), failure.detail() + "; its last line of output: " + line);
}

}  // namespace

struct Engine::State {
  State(os::Files& with, package::Core model, const EngineLimits& most, std::vector<Guest> loaded)
      : files(with), core(std::move(model)), limits(most), guests(std::move(loaded)) {}

  os::Files& files;
  package::Core core;
  EngineLimits limits;
  std::vector<Guest> guests;
  std::vector<WorkloadOutcome> kept_outcomes; /**< from before the guests were traced */

  std::uint64_t retired() const {
    std::uint64_t sum = 0;
    for (const Guest& guest : guests) sum += guest.machine->hart().retired;
    return sum;
  }
  Status run(Guest& guest, std::uint64_t& instructions, Control& control);
  Status trace(Guest& guest, const std::string& root);
};

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

Result<Engine> Engine::create(os::Files& files, const std::vector<std::string>& workloads,
                              const std::string& core, const EngineLimits& limits) {
  AEX_TRY(const package::Core model, find_core(core));
  AEX_CHECK(check_number(model, workloads.size()));
  if (model.xlen != 64) return Error(Code::unsupported, model.name + " is not of 64 bits");
  std::vector<Guest> guests;
  for (const std::string& path : workloads) {
    AEX_TRY(
        std::unique_ptr<Machine> machine,
        Machine::load(files, path, model.xlen, {limits.max_guest_bytes, limits.max_stdout_bytes}));
    if (has_model(model) && limits.model != ModelLevel::counts) {
      machine->attach(std::make_unique<Model>(limits.model));
    }
    guests.push_back({path, std::move(machine)});
  }
  return Engine(std::make_unique<State>(files, model, limits, std::move(guests)));
}

Status Engine::State::run(Guest& guest, std::uint64_t& instructions, Control& control) {
  Machine& machine = *guest.machine;
  while (machine.state() == Machine::State::running && instructions > 0) {
    AEX_CHECK(control.report(Stage::poll, retired(), 0));
    const std::uint64_t before = machine.hart().retired;
    const std::uint64_t left = limits.max_instructions - std::min(limits.max_instructions, before);
    if (left == 0) {
      return Error(Code::guest_budget, guest.path + " retired " + std::to_string(before) +
                                           " instructions and was not done");
    }
    machine.run(std::min({instructions, left, kSliceInstructions}));
    instructions -= machine.hart().retired - before;
  }
  if (machine.state() == Machine::State::failed) {
    return with_last_line(machine.failure(), machine.kernel().output());
  }
  return {};
}

Result<Progressed> Engine::advance(std::uint64_t instructions, Control& control) {
  for (Guest& guest : state_->guests) AEX_CHECK(state_->run(guest, instructions, control));
  Progressed progressed;
  progressed.retired = state_->retired();
  progressed.is_finished = std::all_of(
      state_->guests.begin(), state_->guests.end(),
      [](const Guest& guest) { return guest.machine->state() == Machine::State::exited; });
  return progressed;
}

std::vector<WorkloadOutcome> Engine::outcomes() const {
  if (!state_->kept_outcomes.empty()) return state_->kept_outcomes;
  std::vector<WorkloadOutcome> outcomes;
  for (const Guest& guest : state_->guests) {
    const Kernel& kernel = guest.machine->kernel();
    WorkloadOutcome outcome;
    outcome.name = os::base_name(guest.path);
    outcome.retired = guest.machine->hart().retired;
    outcome.exit_status = kernel.exit_status();
    outcome.output = kernel.output();
    outcome.is_output_cut = kernel.is_output_cut();
    outcome.unknown_calls.assign(kernel.unknown_calls().begin(), kernel.unknown_calls().end());
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

/* A run repeats itself exactly, so the trace is taken from a second one: the first is not slowed
 * down, and what a model sees of it is not cut into pieces. One guest's memory at a time. */
Status Engine::State::trace(Guest& guest, const std::string& root) {
  const TraceOrder order{os::base_name(guest.path), root, limits.max_traced_instructions,
                         guest.machine->hart().retired};
  guest.machine.reset();
  AEX_TRY(guest.machine, Machine::load(files, guest.path, core.xlen,
                                       {limits.max_guest_bytes, limits.max_stdout_bytes}));
  return write_trace(files, order, *guest.machine);
}

Status Engine::write_reports(const std::string& folder) {
  std::vector<const Machine*> threads;
  std::vector<report::WorkloadEnd> ends;
  for (Guest& guest : state_->guests) {
    const std::string name = os::base_name(guest.path);
    AEX_CHECK(write_counts(state_->files, folder, name, *guest.machine));
    AEX_TRY(report::WorkloadEnd end,
            write_output(state_->files, folder, name, guest.machine->kernel()));
    ends.push_back(std::move(end));
    threads.push_back(guest.machine.get());
  }
  AEX_CHECK(write_summary(state_->files, folder, state_->core, threads, ends));
  if (state_->limits.max_traced_instructions == 0) return {};
  state_->kept_outcomes = outcomes();
  for (Guest& guest : state_->guests) {
    AEX_CHECK(state_->trace(guest, os::parent_folder(folder)));
  }
  return {};
}

}  // namespace aex::engine
