/** A thread of the library's own, which the host program's signals do not reach. */
#pragma once

#include <pthread.h>

namespace aex::codec {

class Thread {
 public:
  Thread() = default;
  ~Thread() { join(); }
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  /** Begins work(payload); false when the system has no thread to give. Once. */
  bool start(void (*work)(void* payload), void* payload);
  /** Waits for the end of what was begun, if anything was. */
  void join();

 private:
  struct Task {
    void (*work)(void* payload);
    void* payload;
  };
  static void* run(void* task);

  Task task_ = {};
  pthread_t id_ = {};
  bool is_begun_ = false;
};

}  // namespace aex::codec
