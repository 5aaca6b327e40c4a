/* A plugin for qemu-riscv64 7.2 and later that counts how often each translated block runs: what
 * the local engine's counts are compared with in speed.sh. QEMU ships no header with its packages;
 * these are the few declarations of its public plugin interface that are needed. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
typedef struct qemu_info_t qemu_info_t;
typedef void (*translated_hook)(qemu_plugin_id_t id, struct qemu_plugin_tb* block);
typedef void (*exit_hook)(qemu_plugin_id_t id, void* payload);
enum { add_to_u64 = 0 };

extern void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, translated_hook hook);
extern void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb* block, int operation,
                                                     void* counter, uint64_t addend);
extern void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, exit_hook hook, void* payload);
extern size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb* block);

int qemu_plugin_version = 1;

struct counter {
  struct counter* next;
  uint64_t entries;
  uint64_t length;
};

static struct counter* counters;

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb* block) {
  struct counter* counter = calloc(1, sizeof *counter);
  (void)id;
  counter->next = counters;
  counter->length = qemu_plugin_tb_n_insns(block);
  counters = counter;
  qemu_plugin_register_vcpu_tb_exec_inline(block, add_to_u64, &counter->entries, 1);
}

static void report(qemu_plugin_id_t id, void* payload) {
  uint64_t sum = 0;
  (void)id;
  (void)payload;
  for (const struct counter* c = counters; c != NULL; c = c->next) sum += c->entries * c->length;
  fprintf(stderr, "instructions: %llu\n", (unsigned long long)sum);
}

int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t* info, int argc, char** argv) {
  (void)info;
  (void)argc;
  (void)argv;
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  qemu_plugin_register_atexit_cb(id, report, NULL);
  return 0;
}
