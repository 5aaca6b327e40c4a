#include "codec/threads/thread.hpp"

#include <signal.h>

#include "base/memory/memory.hpp"

namespace aex::codec {

void* Thread::run(void* task) {
  const Cleanup reserve;  // nobody above this could catch what an allocation throws
  const Task& begun = *static_cast<const Task*>(task);
  begun.work(begun.payload);
  return nullptr;
}

bool Thread::start(void (*work)(void* payload), void* payload) {
  task_ = {work, payload};
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  is_begun_ = pthread_create(&id_, nullptr, run, &task_) == 0;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return is_begun_;
}

void Thread::join() {
  if (is_begun_) pthread_join(id_, nullptr);
  is_begun_ = false;
}

}  // namespace aex::codec
