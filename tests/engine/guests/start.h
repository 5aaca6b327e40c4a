/* The least that a guest of the tests needs: an entry point, a way out, and a buffer of words that
 * goes to standard output. */
#ifndef GUEST_START_H
#define GUEST_START_H

typedef unsigned long word;

static long guest_call(long number, long a, long b, long c) {
  register long a0 __asm__("a0") = a;
  register long a1 __asm__("a1") = b;
  register long a2 __asm__("a2") = c;
  register long a7 __asm__("a7") = number;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
  return a0;
}

static word guest_buffer[8192];
static word guest_used;

static void guest_flush(void) {
  word done = 0;
  while (done < guest_used * sizeof(word)) {
    long written = guest_call(64, 1, (long)guest_buffer + (long)done,
                              (long)(guest_used * sizeof(word) - done));
    if (written <= 0) guest_call(93, 1, 0, 0);
    done += (word)written;
  }
  guest_used = 0;
}

static void guest_put(word value) {
  guest_buffer[guest_used++] = value;
  if (guest_used == sizeof guest_buffer / sizeof guest_buffer[0]) guest_flush();
}

static int guest_main(void);

__attribute__((used, noreturn)) static void guest_begin(void) {
  int status = guest_main();
  guest_flush();
  guest_call(93, status, 0, 0);
  __builtin_unreachable();
}

__asm__(
    ".globl _start\n"
    "_start:\n"
    ".option push\n"
    ".option norelax\n"
    "la gp, __global_pointer$\n"
    ".option pop\n"
    "andi sp, sp, -16\n"
    "call guest_begin\n");

#endif
