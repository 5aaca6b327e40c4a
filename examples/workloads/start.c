/* From the entry point to main, and from standard output to the system call. The programs are
 * linked with picolibc but run under Linux calls, as newlib programs do. */
#include <stdio.h>
#include <stdlib.h>

enum { kWrite = 64, kExit = 93 };

static char output[256];
static long used;

static long system_call(long number, long a, long b, long c) {
  register long a0 __asm__("a0") = a;
  register long a1 __asm__("a1") = b;
  register long a2 __asm__("a2") = c;
  register long a7 __asm__("a7") = number;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
  return a0;
}

static int flush_output(FILE* file) {
  (void)file;
  if (used > 0) system_call(kWrite, 1, (long)output, used);
  used = 0;
  return 0;
}

static int put_output(char letter, FILE* file) {
  output[used++] = letter;
  if (used == (long)sizeof output) flush_output(file);
  return (unsigned char)letter;
}

static FILE console = FDEV_SETUP_STREAM(put_output, NULL, flush_output, _FDEV_SETUP_WRITE);
FILE* const stdin = &console;
FILE* const stdout = &console;
FILE* const stderr = &console;

_Noreturn void _exit(int status) {
  flush_output(&console);
  for (;;) system_call(kExit, status, 0, 0);
}

extern char __tls_base[];
void _set_tls(void* tls);
extern int main(void);

__attribute__((used)) static void begin(void) {
  _set_tls(__tls_base);
  exit(main());
}

__asm__(
    ".section .text.start, \"ax\"\n"
    ".globl _start\n"
    ".type _start, @function\n"
    "_start:\n"
    ".option push\n"
    ".option norelax\n"
    "la gp, __global_pointer$\n"
    ".option pop\n"
    "call begin\n"
    ".size _start, . - _start\n");
