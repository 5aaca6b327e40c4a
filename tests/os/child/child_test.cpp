#include "os/child/child.hpp"

#include <gtest/gtest.h>

#ifdef __linux__
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <functional>
#include <thread>
#include <vector>

#include "os/child/filter.hpp"
#include "os/files.hpp"
#include "support/filters.hpp"

namespace aex::os {
namespace {

using Act = std::function<void(Channel&)>;

class Work final : public ChildWork {
 public:
  explicit Work(Act act) : act_(std::move(act)) {}
  void run(Channel& channel) override { act_(channel); }

 private:
  Act act_;
};

Result<Child> start(const Act& act, const ChildLimits& limits = {}) {
  Work work(act);
  return Child::start(work, limits);
}

constexpr std::uint64_t kLongMs = 60'000;

/* How a child ends that does `act` and then says that it is still there. */
std::string end_after(const Act& act, const ChildLimits& limits = {}) {
  Result<Child> child = start(
      [&](Channel& channel) {
        act(channel);
        const std::uint8_t alive = 1;
        (void)channel.send({&alive, 1}, Channel::kForever);
      },
      limits);
  if (!child.ok()) return child.error().message();
  if (child.value().channel().receive(kLongMs).ok()) return "is still there";
  return child.value().end().text;
}

TEST(Child, TalksAndEnds) {
  Result<Child> child = start([](Channel& channel) {
    const Result<Bytes> question = channel.receive(Channel::kForever);
    Bytes answer = question.value();
    answer.push_back(42);
    (void)channel.send(ByteView(answer), Channel::kForever);
  });
  ASSERT_TRUE(child.ok()) << child.error().message();
  EXPECT_TRUE(child.value().channel().send(ByteView(Bytes{1, 2}), kLongMs).ok());
  const Result<Bytes> answer = child.value().channel().receive(kLongMs);
  ASSERT_TRUE(answer.ok()) << answer.error().message();
  EXPECT_EQ(answer.value(), (Bytes{1, 2, 42}));
  EXPECT_EQ(child.value().channel().receive(kLongMs).error().code(), Code::io_failed);
  EXPECT_EQ(child.value().end().text, "ended with status 0");
  EXPECT_EQ(child.value().end().text, "has ended");
}

TEST(Child, IsConfinedAsFarAsThisBuildAllows) {
  Result<Child> child = start([](Channel&) {});
  ASSERT_TRUE(child.ok());
  if (kHasSanitizer || !testing::has_filters()) {
    EXPECT_EQ(child.value().confinement(), Confinement::process);
  } else {
    EXPECT_EQ(child.value().confinement(), Confinement::full);
  }
}

TEST(Child, HasNoDescriptorButTheChannel) {
  const int secret = ::open("/dev/null", O_RDONLY);
  Result<Child> child = start([](Channel& channel) { (void)channel.receive(Channel::kForever); });
  ASSERT_TRUE(child.ok());
  const auto names = system_files().list("/proc/" + std::to_string(child.value().number()) + "/fd");
  ASSERT_TRUE(names.ok()) << names.error().message();
  std::vector<std::string> expected = {"3"};
  if (kHasSanitizer) expected = {"2", "3"};
  EXPECT_EQ(names.value(), expected);
  ::close(secret);
}

TEST(Child, CrashesAlone) {
  if (kHasSanitizer) GTEST_SKIP() << "a sanitizer makes exit statuses of signals";
  EXPECT_EQ(end_after([](Channel&) { std::abort(); }), "was killed by signal 6");
  EXPECT_EQ(end_after([](Channel&) {
              volatile int* wild = reinterpret_cast<volatile int*>(8);
              *wild = 1;
            }),
            "was killed by signal 11");
}

TEST(Child, CanBeKilledByAnyone) {
  Result<Child> child = start([](Channel& channel) { (void)channel.receive(Channel::kForever); });
  ASSERT_TRUE(child.ok());
  ::kill(child.value().number(), SIGKILL);
  EXPECT_EQ(child.value().channel().receive(kLongMs).error().code(), Code::io_failed);
  const std::uint8_t byte = 0;
  EXPECT_FALSE(child.value().channel().send({&byte, 1}, kLongMs).ok());
  EXPECT_EQ(child.value().end().text, "was killed by signal 9");
}

TEST(Child, IsEndedWithItsObjectWhateverItDoes) {
  int number = -1;
  {
    Result<Child> child = start([](Channel&) {
      for (volatile int i = 0;; i = i + 1) {
      }
    });
    ASSERT_TRUE(child.ok());
    number = child.value().number();
    EXPECT_EQ(child.value().channel().receive(1).error().code(), Code::timeout);
  }
  EXPECT_EQ(::kill(number, 0), -1);
}

TEST(Child, DiesOfItsMemoryLimit) {
  if (kHasSanitizer) GTEST_SKIP() << "a sanitizer needs more address space than a limit allows";
  ChildLimits limits;
  limits.address_bytes = 64 << 20;
  Result<Child> child = start(
      [](Channel&) {
        for (;;) new std::vector<char>(1 << 20);
      },
      limits);
  ASSERT_TRUE(child.ok());
  EXPECT_FALSE(child.value().channel().receive(kLongMs).ok());
  const Ending ending = child.value().end();
  EXPECT_EQ(ending.kind, Ending::Kind::out_of_memory) << ending.text;
}

TEST(Child, DiesOfItsProcessorTime) {
  ChildLimits limits;
  limits.cpu_seconds = 1;
  Result<Child> child = start(
      [](Channel&) {
        for (volatile int i = 0;; i = i + 1) {
        }
      },
      limits);
  ASSERT_TRUE(child.ok());
  EXPECT_EQ(child.value().channel().receive(kLongMs).error().code(), Code::io_failed);
  EXPECT_EQ(child.value().end().kind, Ending::Kind::out_of_time);
}

TEST(Child, IgnoresTheTerminalAndTheHostsHandlers) {
  const auto before = ::signal(SIGUSR1, [](int) {});
  Result<Child> child = start([](Channel& channel) { (void)channel.receive(Channel::kForever); });
  ::signal(SIGUSR1, before);
  ASSERT_TRUE(child.ok());
  ::kill(child.value().number(), SIGINT);
  EXPECT_EQ(child.value().channel().receive(1).error().code(), Code::timeout);
  if (kHasSanitizer) return;
  ::kill(child.value().number(), SIGUSR1);
  EXPECT_EQ(child.value().channel().receive(kLongMs).error().code(), Code::io_failed);
  EXPECT_EQ(child.value().end().text, "was killed by signal " + std::to_string(SIGUSR1));
}

TEST(Child, StartsFromAnyThread) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int round = 0; round < 5; ++round) {
        EXPECT_EQ(end_after([](Channel&) { std::vector<std::string> work(1000, "text"); }),
                  "is still there");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

struct Escape {
  const char* name;
  void (*attempt)();
};

std::ostream& operator<<(std::ostream& out, const Escape& escape) { return out << escape.name; }

void map_pages(int rights) {
  ::mmap(nullptr, 4096, PROT_READ | rights, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

char page[8192];

constexpr Escape kEscapes[] = {
    {"OpenASocket", [] { ::socket(AF_INET, SOCK_STREAM, 0); }},
    {"Execute", [] { ::execl("/bin/true", "true", nullptr); }},
    {"Trace", [] { ::syscall(SYS_ptrace, 0, 0, 0, 0); }},
    {"KillTheParent", [] { ::kill(::getppid(), SIGTERM); }},
    {"KillAll", [] { ::kill(-1, 0); }},
    {"SignalTheParentsThread", [] { ::syscall(SYS_tgkill, 1, 1, 0); }},
    {"Fork", [] { ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); }},
    {"ExecutablePages", [] { map_pages(PROT_WRITE | PROT_EXEC); }},
    {"MakePagesExecutable", [] { ::mprotect(page, sizeof page, PROT_READ | PROT_EXEC); }},
    {"WriteToAnotherDescriptor", [] { (void)!::write(1, "x", 1); }},
    {"ReadAnotherDescriptor", [] { (void)!::read(0, page, 1); }},
    {"CloseTheChannel", [] { ::close(3); }},
    {"DuplicateTheChannel", [] { ::dup(3); }},
    {"ControlADevice", [] { ::fcntl(3, F_SETFD, 0); }},
    {"SendADescriptor", [] { ::sendmsg(3, nullptr, 0); }},
    {"RaiseALimit", [] { ::syscall(SYS_prlimit64, 0, RLIMIT_CORE, 0, 0); }},
    {"ChangeItself", [] { ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); }},
    {"RemoveAFile", [] { ::unlink("/nowhere"); }},
    {"UnknownCall", [] { ::syscall(100'000); }},
};

class Escapes : public ::testing::TestWithParam<Escape> {};

TEST_P(Escapes, EndTheChild) {
  if (kHasSanitizer) GTEST_SKIP() << "a sanitizer needs calls that the filter forbids";
  if (!testing::has_filters()) GTEST_SKIP() << "there are no filters of system calls here";
  const Escape escape = GetParam();
  EXPECT_EQ(end_after([&](Channel&) { escape.attempt(); }), "made a forbidden system call");
}

INSTANTIATE_TEST_SUITE_P(Child, Escapes, ::testing::ValuesIn(kEscapes),
                         ::testing::PrintToStringParamName());

TEST(Child, OpensNoFile) {
  if (kHasSanitizer) GTEST_SKIP() << "a sanitizer needs calls that the filter forbids";
  if (!testing::has_filters()) GTEST_SKIP() << "there are no filters of system calls here";
  Result<Child> child = start([](Channel& channel) {
    const std::uint8_t error = ::open("/etc/passwd", O_RDONLY) == -1 ? errno : 0;
    (void)channel.send({&error, 1}, Channel::kForever);
  });
  ASSERT_TRUE(child.ok()) << child.error().message();
  const Result<Bytes> answer = child.value().channel().receive(kLongMs);
  ASSERT_TRUE(answer.ok()) << child.value().end().text;
  EXPECT_EQ(answer.value(), Bytes{EACCES});
}

TEST(Child, GivesMemoryOfAThreadsHeapBack) {
  const auto fill_and_free = [](Channel&) {
    std::vector<std::string> many;
    for (int i = 0; i < 100'000; ++i) many.emplace_back(1000, 'x');
  };
  std::string ending;
  std::thread([&] { ending = end_after(fill_and_free); }).join();
  EXPECT_EQ(ending, "is still there");
}

TEST(Child, MayUseMemory) {
  EXPECT_EQ(end_after([](Channel&) {
              std::vector<std::string> many;
              for (int i = 0; i < 1000; ++i) many.emplace_back(100'000, 'x');
              map_pages(PROT_WRITE);
            }),
            "is still there");
}

}  // namespace
}  // namespace aex::os
#else
TEST(Child, IsNotToBeHadHere) { EXPECT_FALSE(aex::os::can_confine()); }
#endif
