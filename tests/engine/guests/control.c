/* Ways through a program: jump tables, labels as values, recursion, long jumps, variable
 * arguments, structures by value, numbers of 128 bits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

struct pair {
  long whole;
  double part;
};
struct block {
  char bytes[40];
};

static jmp_buf way_out;
static int depth;

static void descend(int left) {
  volatile int here[10];
  here[left % 10] = left;
  depth += here[left % 10];
  if (left == 0) longjmp(way_out, (depth & 255) | 1);
  descend(left - 1);
}

static long sum_of(int count, ...) {
  va_list arguments;
  long sum = 0;
  va_start(arguments, count);
  for (int i = 0; i < count; ++i) {
    sum += i % 2 != 0 ? (long)(va_arg(arguments, double) * 10) : va_arg(arguments, int);
  }
  va_end(arguments);
  return sum;
}

static int ackermann(int m, int n) {
  if (m == 0) return n + 1;
  return ackermann(m - 1, n == 0 ? 1 : ackermann(m, n - 1));
}

static int look_up(int number) {
  switch (number) {
    case 0: return 5;
    case 1: return 9;
    case 2: return 1;
    case 3: return 77;
    case 4: return 4;
    case 5: return 12;
    case 6: return 3;
    default: return -1;
  }
}

static long interpret(int steps) {
  static const void* const codes[] = {&&add, &&triple, &&flip};
  long value = 0;
  for (int i = 0; i < steps; ++i) {
    goto* codes[i % 3];
  add:
    value += 1;
    continue;
  triple:
    value *= 3;
    continue;
  flip:
    value ^= 0x55;
  }
  return value;
}

static struct pair grow(struct pair pair, double factor) {
  pair.whole += (long)factor;
  pair.part *= factor;
  return pair;
}

static struct block mark(struct block block, int at) {
  ++block.bytes[at];
  return block;
}

int main(void) {
  const int way = setjmp(way_out);
  struct pair pair = {1, 1.0};
  struct block block = {{0}};
  long sum = sum_of(8, 1, 2.5, 3, 4.5, 5, 6.5, 7, 8.5) + ackermann(2, 40);
  unsigned __int128 wide = 1;
  if (way == 0) descend(300);
  for (int i = 0; i < 50; ++i) pair = grow(pair, 1.01);
  for (int i = 0; i < 200; ++i) block = mark(block, i % 40);
  for (int i = 0; i < 3000; ++i) sum += look_up(i % 9);
  sum += interpret(1000);
  for (unsigned i = 1; i < 34; ++i) wide = wide * i + 7;
  printf("%d %ld %ld %g %d %lx %lu\n", way, sum, pair.whole, pair.part, block.bytes[3],
         (unsigned long)(wide >> 64), (unsigned long)(wide / 12345678901234567u % 1000003));
  return way & 63;
}
