/* Threads that wait are cancelled, or interrupted by a signal. */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static sem_t semaphore;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static volatile int received;

static void note(int number) { received = number; }

static void* wait_for_semaphore(void* unused) {
  sem_wait(&semaphore);
  return unused;
}

static void unlock(void* held) {
  pthread_mutex_unlock(held);
  puts("unlocked");
}

static void* wait_for_condition(void* unused) {
  pthread_mutex_lock(&mutex);
  pthread_cleanup_push(unlock, &mutex);
  for (;;) pthread_cond_wait(&condition, &mutex);
  pthread_cleanup_pop(0);
  return unused;
}

static void* sleep_long(void* unused) {
  const struct timespec time = {900, 0};
  const int result = nanosleep(&time, NULL);
  printf("sleep: %d %d %d\n", result, errno == EINTR, received);
  return unused;
}

int main(void) {
  void* (*const waits[])(void*) = {wait_for_semaphore, wait_for_condition, sleep_long};
  pthread_t threads[3];
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = note;
  sigaction(SIGUSR1, &action, NULL);
  sem_init(&semaphore, 0, 0);
  for (int i = 0; i < 3; ++i) pthread_create(&threads[i], NULL, waits[i], NULL);
  usleep(1000);
  for (int i = 0; i < 2; ++i) {
    void* result;
    pthread_cancel(threads[i]);
    pthread_join(threads[i], &result);
    printf("cancelled: %d\n", result == PTHREAD_CANCELED);
  }
  pthread_kill(threads[2], SIGUSR1);
  pthread_join(threads[2], NULL);
  return 0;
}
