#include "codec/threads/thread.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define AEX_SANITIZED 1
#endif

namespace aex::codec {
namespace {

TEST(Thread, DoesItsWorkBeforeItIsJoinedAndTakesNoSignals) {
  sigset_t blocked;
  sigemptyset(&blocked);
  Thread thread;
  ASSERT_TRUE(thread.start(
      [](void* set) { pthread_sigmask(SIG_SETMASK, nullptr, static_cast<sigset_t*>(set)); },
      &blocked));
  thread.join();
  EXPECT_EQ(sigismember(&blocked, SIGINT), 1);
  EXPECT_EQ(sigismember(&blocked, SIGALRM), 1);
  sigset_t own;
  pthread_sigmask(SIG_SETMASK, nullptr, &own);
  EXPECT_EQ(sigismember(&own, SIGINT), 0);
}

#if defined(AEX_SANITIZED)
TEST(Thread, TellsWhenThereIsNone) { GTEST_SKIP() << "sanitizers need address space"; }
#else
/* Without address space there is no room for a stack, but for those that libc has kept. */
int start_without_room() {
  const rlimit none = {1 << 20, 1 << 20};
  setrlimit(RLIMIT_AS, &none);
  Thread threads[32];
  for (Thread& thread : threads) {
    if (!thread.start([](void*) {}, nullptr)) return 0;
  }
  return 1;
}

TEST(Thread, TellsWhenThereIsNone) {
  EXPECT_EXIT(_exit(start_without_room()), ::testing::ExitedWithCode(0), "");
}
#endif

}  // namespace
}  // namespace aex::codec
