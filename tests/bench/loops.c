/* Loops whose speed is measured: KIND is 1 for integers, 2 for floating point, 3 for memory, 4 for
 * all of them. Optimised, each retires some 2,000,000,000 instructions times ROUNDS / 1000 times
 * SCALE / 1000. FILLING is what the file holds beside them, in bytes. Freestanding. */
#ifndef ROUNDS
#define ROUNDS 100
#endif
#ifndef SCALE
#define SCALE 1000
#endif
#ifdef FILLING
__attribute__((used)) static const char filling[FILLING] = {1};
#endif

static void leave(int status) {
  register long a0 __asm__("a0") = status;
  register long a7 __asm__("a7") = 93;
  __asm__ volatile("ecall" : : "r"(a0), "r"(a7));
  __builtin_unreachable();
}

static unsigned long integers(unsigned long seed) {
  unsigned long sum = 0;
  for (long i = 0; i < 200 * SCALE; ++i) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    sum += (seed & 7) < 5 ? seed : sum >> 3;
  }
  return sum;
}

static double floats(double x) {
  double y = 0.5;
  for (long i = 0; i < 250 * SCALE; ++i) {
    const double next = x * x - y * y + 0.1;
    y = 2 * x * y + 0.2;
    x = next > 2 ? next - 2 : next;
    if (y > 2) y -= 2;
  }
  return x + y;
}

static unsigned words[16384];

static unsigned long memory(unsigned long seed) {
  unsigned long sum = seed;
  for (long pass = 0; pass < 16; ++pass) {
    for (long i = 1; i < 16384 * SCALE / 1000; ++i) {
      words[i] += words[i - 1] + (unsigned)i;
      sum += words[(i * 5) & 16383];
    }
  }
  return sum;
}

void _start(void) {
  unsigned long sum = 1;
  for (int round = 0; round < ROUNDS; ++round) {
#if KIND == 1 || KIND == 4
    sum += integers(sum | 1);
#endif
#if KIND == 2 || KIND == 4
    sum += (unsigned long)floats(0.1);
#endif
#if KIND == 3 || KIND == 4
    sum += memory(sum);
#endif
  }
  leave((int)(sum & 63));
}
