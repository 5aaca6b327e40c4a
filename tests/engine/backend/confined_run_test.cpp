/* The parent's side of a confined run, against children of every kind. */
#include <gtest/gtest.h>
#include <signal.h>

#include <functional>

#include "engine/backend/guest_child.hpp"
#include "engine/guest.hpp"
#include "os/child/filter.hpp"
#include "os/child/message.hpp"
#include "support/filters.hpp"

namespace aex::engine {
namespace {

using namespace aex::testing;
using os::Channel;

constexpr char kOneThread[] = "I8500_(1_thread)";
constexpr char kTwoThreads[] = "I8500_(2_threads)";

std::string example(const std::string& name) {
  return AEX_SOURCE_DIR "/examples/workloads/" + name + ".elf";
}

class ConfinedRun : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!os::can_confine()) GTEST_SKIP() << "no confined processes on this system";
  }

  RunOrder order(const std::vector<std::string>& workloads, const char* core = kOneThread) const {
    return {workloads, core, limits_, folder_.path()};
  }
  std::string guest(const Words& code) const { return folder_.write("guest.elf", elf_of(code)); }

  Result<std::unique_ptr<GuestRun>> start(const RunOrder& order) {
    return start_run(os::system_files(), order, control_, {});
  }

  /* Runs to the end or to an error. */
  Status finish(GuestRun& run, std::uint64_t slice = kPlenty) {
    for (;;) {
      AEX_TRY(const Progressed progressed, run.advance(slice, control_));
      if (progressed.is_finished) return {};
    }
  }
  Status run_whole(const RunOrder& order, std::uint64_t slice = kPlenty) {
    AEX_TRY(const std::unique_ptr<GuestRun> run, start(order));
    return finish(*run, slice);
  }
  Code end_of(const RunOrder& order) {
    const Status status = run_whole(order);
    return status.ok() ? Code::ok : status.error().code();
  }
  std::map<std::string, std::string> reports(Isolation isolation, const RunOrder& order) {
    RunOrder isolated = order;
    isolated.limits.isolation = isolation;
    isolated.report_folder = folder_ / ("reports" + std::to_string(int(isolation)));
    const auto run = start(isolated);
    EXPECT_TRUE(run.ok());
    EXPECT_TRUE(finish(*run.value(), 100'000).ok());
    EXPECT_TRUE(
        os::make_folders(os::system_files(), isolated.report_folder, os::Access::shared).ok());
    EXPECT_TRUE(run.value()->write_reports(isolated.report_folder, control_).ok());
    std::map<std::string, std::string> texts;
    collect(isolated.report_folder, "", texts);
    return texts;
  }
  void collect(const std::string& folder, const std::string& below,
               std::map<std::string, std::string>& texts) {
    const std::string path = folder + below;
    if (os::system_files().info(path, true).value().kind != os::FileKind::folder) {
      texts[below] = os::read_text(os::system_files(), path, 64 << 20).value();
      return;
    }
    const auto names = os::system_files().list(path);
    for (const std::string& name : names.value()) collect(folder, below + "/" + name, texts);
  }

  Folder folder_;
  EngineLimits limits_;
  Control control_;
};

TEST_F(ConfinedRun, WritesTheReportsOfARunInThisProcess) {
  for (const RunOrder& wanted :
       {order({example("text")}), order({example("fractal"), example("text")}, kTwoThreads)}) {
    const auto direct = reports(Isolation::off, wanted);
    const auto confined = reports(Isolation::automatic, wanted);
    EXPECT_GE(direct.size(), 2u);
    EXPECT_EQ(confined, direct);
    EXPECT_TRUE(os::system_files().remove_tree(folder_ / "reports0").ok());
    EXPECT_TRUE(os::system_files().remove_tree(folder_ / "reports2").ok());
  }
}

TEST_F(ConfinedRun, PassesTheGuestsErrorsOn) {
  EXPECT_EQ(end_of(order({guest({ld(a0, zero, 0)})})), Code::guest_bad_access);
  EXPECT_EQ(end_of(order({guest({0})})), Code::guest_illegal_instruction);
  EXPECT_EQ(end_of(order({folder_.write("bad.elf", "no")})), Code::elf_not_elf);
  EXPECT_EQ(end_of(order({folder_ / "none.elf"})), Code::file_missing);
  EXPECT_EQ(end_of(order({example("text")}, "P8500")), Code::core_unknown);
  limits_.max_instructions = 3'000'000;
  EXPECT_EQ(end_of(order({guest({jal(zero, 0)})})), Code::guest_budget);
}

TEST_F(ConfinedRun, EndsAfterItsTime) {
  limits_.max_wall_ms = 300;
  for (const Isolation isolation : {Isolation::automatic, Isolation::off}) {
    limits_.isolation = isolation;
    const Status status = run_whole(order({guest({jal(zero, 0)})}), UINT64_MAX);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code(), Code::guest_timeout);
    EXPECT_NE(status.error().detail().find("guest.elf ran for 300 ms"), std::string::npos);
  }
}

TEST_F(ConfinedRun, CanBeCancelledAndGoesOnLater) {
  const auto run = start(order({example("sort")}));
  ASSERT_TRUE(run.ok());
  Control stopping([](const Progress& now, void*) { return now.done_bytes >= 1'000'000; }, nullptr);
  const Result<Progressed> stopped = run.value()->advance(kPlenty, stopping);
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().code(), Code::cancelled);
  const Result<Progressed> rest = run.value()->advance(kPlenty, control_);
  ASSERT_TRUE(rest.ok());
  EXPECT_TRUE(rest.value().is_finished);
  EXPECT_EQ(rest.value().retired, 1565125u);
}

TEST_F(ConfinedRun, IsRefusedWhereWhatIsRequiredIsNotToBeHad) {
  limits_.isolation = Isolation::required;
  const bool is_there = !os::kHasSanitizer && testing::has_filters();
  EXPECT_EQ(end_of(order({example("text")})), is_there ? Code::ok : Code::unsupported);
}

TEST_F(ConfinedRun, HasRoomForTheLargestGuest) {
  // A host of 32 bits cannot lend a gibibyte in one piece.
  const bool is_narrow = sizeof(void*) == 4;
  limits_.max_guest_bytes = UINT64_C(1) << (is_narrow ? 28 : 30);
  const std::uint32_t heap = is_narrow ? 0x0e000 : 0x38400;  // in pages: 224 or 900 MiB
  // Writes to the far end of the heap: brk(0) + its size.
  const Words code = {addi(a0, zero, 0), addi(a7, zero, 214), kEcall, lui(t0, heap),
                      add(a0, a0, t0),   add(s0, a0, zero),   kEcall, sd(zero, s0, -8),
                      addi(a0, zero, 0)};
  EXPECT_EQ(end_of(order({guest(with_exit(code))})), Code::ok);
}

/* Children that are not what they should be. */
using Act = std::function<void(Channel&)>;

class Impostor final : public os::ChildWork {
 public:
  explicit Impostor(Act act) : act_(std::move(act)) {}
  void run(Channel& channel) override { act_(channel); }

 private:
  Act act_;
};

void say(Channel& channel, const os::MessageWriter& message) {
  (void)channel.send(ByteView(message.bytes()), Channel::kForever);
}

os::MessageWriter done(std::uint64_t code = 0) {
  os::MessageWriter message;
  message.put(static_cast<std::uint64_t>(ChildWord::done)).put(code);
  return message;
}

/* Says that it has loaded, takes the first command, and misbehaves. */
Result<Progressed> end_with(const RunOrder& order, Control& control, const Act& act) {
  Impostor work([&](Channel& channel) {
    say(channel, done().put(0).put(0));
    (void)channel.receive(Channel::kForever);
    act(channel);
  });
  const auto run = start_confined_run(os::system_files(), order, work, control, {});
  if (!run.ok()) return run.error();
  Result<Progressed> first = run.value()->advance(1000, control);
  if (!first.ok()) {
    EXPECT_FALSE(run.value()->advance(1000, control).ok());
    EXPECT_FALSE(run.value()->write_reports(order.report_folder, control).ok());
  }
  return first;
}

struct Misdeed {
  const char* name;
  void (*act)(Channel& channel);
};

std::ostream& operator<<(std::ostream& out, const Misdeed& misdeed) { return out << misdeed.name; }

constexpr Misdeed kMisdeeds[] = {
    {"Ends", [](Channel&) {}},
    {"Crashes", [](Channel&) { ::raise(SIGSEGV); }},
    {"IsKilled", [](Channel&) { ::raise(SIGKILL); }},
    {"SendsNothing", [](Channel& channel) { say(channel, {}); }},
    {"SendsGarbage",
     [](Channel& channel) { say(channel, os::MessageWriter().put_text("garbage")); }},
    {"SendsTooMuch",
     [](Channel& channel) {
       const Bytes huge(Channel::kMaxMessageBytes + 1);
       (void)channel.send(ByteView(huge), Channel::kForever);
     }},
    {"SendsHalfOfTheEnd", [](Channel& channel) { say(channel, done()); }},
    {"AsksForAnotherFile",
     [](Channel& channel) { (void)os::RemoteFiles(channel).open("/etc/passwd"); }},
    {"WritesElsewhere",
     [](Channel& channel) {
       (void)os::RemoteFiles(channel).create("/tmp/elsewhere", os::Access::shared);
     }},
    {"RemovesAll", [](Channel& channel) { (void)os::RemoteFiles(channel).remove_tree("/"); }},
};

class Misdeeds : public ConfinedRun, public ::testing::WithParamInterface<Misdeed> {};

TEST_P(Misdeeds, AreSurvived) {
  const Result<Progressed> end = end_with(order({example("text")}), control_, GetParam().act);
  ASSERT_FALSE(end.ok());
  EXPECT_EQ(end.error().code(), Code::guest_process_lost);
  EXPECT_NE(end.error().detail().find("text.elf: "), std::string::npos) << end.error().detail();
}

INSTANTIATE_TEST_SUITE_P(ConfinedRun, Misdeeds, ::testing::ValuesIn(kMisdeeds),
                         ::testing::PrintToStringParamName());

TEST_F(ConfinedRun, EndsASilentChildAfterItsTime) {
  limits_.max_wall_ms = 200;
  const auto silent = [](Channel& channel) { (void)channel.receive(Channel::kForever); };
  EXPECT_EQ(end_with(order({example("text")}), control_, silent).error().code(),
            Code::guest_timeout);
}

TEST_F(ConfinedRun, EndsAChildThatOnlyTalksAfterItsTime) {
  limits_.max_wall_ms = 200;
  const auto chatter = [](Channel& channel) {
    for (bool goes_on = true; goes_on;) {
      say(channel, os::MessageWriter().put(static_cast<std::uint64_t>(ChildWord::progress)).put(1));
      goes_on = channel.receive(Channel::kForever).ok();
    }
  };
  EXPECT_EQ(end_with(order({example("text")}), control_, chatter).error().code(),
            Code::guest_timeout);
}

TEST_F(ConfinedRun, TakesNoCodeForTheChildsWord) {
  const Result<Progressed> end = end_with(order({example("text")}), control_, [](Channel& channel) {
    say(channel, done(12345).put_text("made up").put(0).put(0));
  });
  ASSERT_FALSE(end.ok());
  EXPECT_EQ(end.error().code(), Code::internal);
}

}  // namespace
}  // namespace aex::engine
