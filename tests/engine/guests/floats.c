/* Every floating-point instruction over special values, all roundings and flags: results and flags
 * as words on standard output. Each operation runs twice, with no flag raised and with inexact
 * raised, for an engine may go different ways. */
#include "start.h"

#define D(high) ((word)(high) << 32)
static const word kDoubles[] = {
    0,
    D(0x80000000),
    D(0x3ff00000),
    D(0xbff00000),
    D(0x40000000),
    D(0x3fe00000),
    D(0x40080000),
    0x3ff0000000000001,
    0x3fefffffffffffff,
    0xbfefffffffffffff,
    0x3ff5555555555555,
    0x400921fb54442d18,
    0x7fefffffffffffff,
    0xffefffffffffffff,
    D(0x7fe00000),
    D(0x00100000),
    D(0x80100000),
    0x0010000000000001,
    0x001fffffffffffff,
    1,
    0x8000000000000001,
    0x000fffffffffffff,
    0x800fffffffffffff,
    0x0008000000000000,
    D(0x7ff00000),
    D(0xfff00000),
    D(0x7ff80000),
    0x7ff0000000000001,
    0xfff8000000000123,
    0xfff4000000000000,
    0x41dfffffffc00000,
    0x41e0000000000000,
    0xc1e0000000000000,
    0xc1e0000000200000,
    0x41efffffffe00000,
    0x43e0000000000000,
    0xc3e0000000000000,
    0x43dfffffffffffff,
    0x43efffffffffffff,
    0x43f0000000000000,
    0x3fdfffffffffffff,
    0x4004000000000000,
    0xc004000000000000,
    0x3fe8000000000000,
    0xbfe0000000000000,
    0x47efffffe0000000,
    0x47efffffefffffff,
    0x47effffff0000000,
    0x380fffffffffffff,
    0x3810000000000000,
    0x36a0000000000000,
    0x3690000000000000,
    0x369fffffffffffff,
    0x4330000000000001,
};
static const word kSingles[] = {
    0,          0x80000000, 0x3f800000, 0xbf800000, 0x40000000, 0x3f000000, 0x40400000, 0x3f800001,
    0x3f7fffff, 0xbf7fffff, 0x3faaaaab, 0x40490fdb, 0x7f7fffff, 0xff7fffff, 0x7f000000, 0x00800000,
    0x80800000, 0x00800001, 0x00ffffff, 1,          0x80000001, 0x007fffff, 0x807fffff, 0x00400000,
    0x7f800000, 0xff800000, 0x7fc00000, 0x7f800001, 0xffc00123, 0xffa00000, 0x4effffff, 0x4f000000,
    0xcf000000, 0xcf000001, 0x4f7fffff, 0x4f800000, 0x5f000000, 0xdf000000, 0x5effffff, 0x5f7fffff,
    0x5f800000, 0x3effffff, 0x40200000, 0xc0200000, 0x3f400000, 0xbf000000, 0x4b000001, 0x1f7fffff,
    0x20000000, 0x5f7ffff0, 0x33800000, 0x34000001, 0x0d800000, 0x2c000001,
};
static const word kIntegers[] = {
    0,
    1,
    2,
    0xffffff,
    0x1000001,
    0x1000003,
    0x7fffffff,
    0x80000000,
    0xffffffff,
    0x100000000,
    0x1fffffffffffff,
    0x20000000000001,
    0x20000000000003,
    0x7fffffffffffffff,
    0x8000000000000000,
    0x8000000000000001,
    0xffffffffffffffff,
    0xfffffffffffffffe,
    0xffffffff80000000,
    0x8000008000000000,
    0x8000008000000001,
    0x7fffffbfffffffff,
};
#define COUNT(table) (sizeof table / sizeof table[0])

static word random_state = 88172645463325252;
static word draw(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return random_state;
}

static void put_with_flags(word result) {
  word flags;
  __asm__ volatile("csrr %0, fflags" : "=r"(flags));
  guest_put(result);
  guest_put(flags);
}

static word set_d(word v) { return v; }
static word set_s(word v) { return v | 0xffffffff00000000; }

#define LOADED "fmv.d.x f1, %1\nfmv.d.x f2, %2\nfmv.d.x f3, %3\nfsflags %4\nfsrm %5\n"
#define RUN(text, a, b, c, mode)                                     \
  for (word flags = 0; flags < 2; ++flags) {                         \
    word r;                                                          \
    __asm__ volatile(LOADED text                                     \
                     : "=r"(r)                                       \
                     : "r"(a), "r"(b), "r"(c), "r"(flags), "r"(mode) \
                     : "f1", "f2", "f3", "f4", "memory");            \
    put_with_flags(r);                                               \
  }
#define EACH_MODE for (word mode = 0; mode < 5; ++mode)
#define EACH(i, table) for (word i = 0; i < COUNT(table); ++i)

#define FLOAT_RESULT(name, operands) name " f4, " operands "\nfmv.x.d %0, f4"
#define INTEGER_RESULT(name, operands) name " %0, " operands

#define BINARY(text, table, box, mode) \
  EACH(i, table) EACH(j, table) RUN(text, box(table[i]), box(table[j]), 0L, mode)
#define BINARY_RANDOM(text, make, mode)      \
  for (int k = 0; k < 400; ++k) {            \
    word a = make(draw()), b = make(draw()); \
    RUN(text, a, b, 0L, mode)                \
  }

/* Near one in size, so that sums cancel and products stay in range. */
static word near_d(word v) {
  return (v & 0x800fffffffffffff) | (word)(0x3f0 + (v >> 52 & 31)) << 52;
}
static word near_s(word v) { return set_s((v & 0x807fffff) | (word)(0x70 + (v >> 32 & 31)) << 23); }

#define ARITHMETIC(suffix, table, box, near)                                             \
  EACH_MODE {                                                                            \
    BINARY(FLOAT_RESULT("fadd." suffix, "f1, f2"), table, box, mode)                     \
    BINARY(FLOAT_RESULT("fsub." suffix, "f1, f2"), table, box, mode)                     \
    BINARY(FLOAT_RESULT("fmul." suffix, "f1, f2"), table, box, mode)                     \
    BINARY(FLOAT_RESULT("fdiv." suffix, "f1, f2"), table, box, mode)                     \
    BINARY_RANDOM(FLOAT_RESULT("fadd." suffix, "f1, f2"), near, mode)                    \
    BINARY_RANDOM(FLOAT_RESULT("fmul." suffix, "f1, f2"), near, mode)                    \
    BINARY_RANDOM(FLOAT_RESULT("fdiv." suffix, "f1, f2"), near, mode)                    \
    BINARY_RANDOM(FLOAT_RESULT("fsqrt." suffix, "f1"), near, mode)                       \
    EACH(i, table) RUN(FLOAT_RESULT("fsqrt." suffix, "f1"), box(table[i]), 0L, 0L, mode) \
  }
#define COMPARISONS(suffix, table, box)                            \
  BINARY(FLOAT_RESULT("fmin." suffix, "f1, f2"), table, box, 0L)   \
  BINARY(FLOAT_RESULT("fmax." suffix, "f1, f2"), table, box, 0L)   \
  BINARY(FLOAT_RESULT("fsgnj." suffix, "f1, f2"), table, box, 0L)  \
  BINARY(FLOAT_RESULT("fsgnjn." suffix, "f1, f2"), table, box, 0L) \
  BINARY(FLOAT_RESULT("fsgnjx." suffix, "f1, f2"), table, box, 0L) \
  BINARY(INTEGER_RESULT("feq." suffix, "f1, f2"), table, box, 0L)  \
  BINARY(INTEGER_RESULT("flt." suffix, "f1, f2"), table, box, 0L)  \
  BINARY(INTEGER_RESULT("fle." suffix, "f1, f2"), table, box, 0L)  \
  EACH(i, table) RUN(INTEGER_RESULT("fclass." suffix, "f1"), box(table[i]), 0L, 0L, 0L)

#define FUSED(name, table, box, near, first, step)                                             \
  EACH_MODE {                                                                                  \
    EACH(i, table)                                                                             \
    EACH(j, table)                                                                             \
    for (word k = first; k < COUNT(table); k += step)                                          \
      RUN(FLOAT_RESULT(name, "f1, f2, f3"), box(table[i]), box(table[j]), box(table[k]), mode) \
    for (int k = 0; k < 1000; ++k) {                                                           \
      word a = near(draw()), b = near(draw()), c = near(draw());                               \
      RUN(FLOAT_RESULT(name, "f1, f2, f3"), a, b, c, mode)                                     \
    }                                                                                          \
  }

#define TO_INTEGERS(suffix, table, box)                                           \
  EACH_MODE EACH(i, table) {                                                      \
    RUN(INTEGER_RESULT("fcvt.w." suffix, "f1"), box(table[i]), 0L, 0L, mode)      \
    RUN(INTEGER_RESULT("fcvt.wu." suffix, "f1"), box(table[i]), 0L, 0L, mode)     \
    RUN(INTEGER_RESULT("fcvt.l." suffix, "f1"), box(table[i]), 0L, 0L, mode)      \
    RUN(INTEGER_RESULT("fcvt.lu." suffix, "f1"), box(table[i]), 0L, 0L, mode)     \
    RUN(INTEGER_RESULT("fcvt.w." suffix, "f1, rtz"), box(table[i]), 0L, 0L, mode) \
    RUN(INTEGER_RESULT("fcvt.l." suffix, "f1, rmm"), box(table[i]), 0L, 0L, mode) \
  }
#define FROM_INTEGERS(suffix)                                                 \
  EACH_MODE EACH(i, kIntegers) {                                              \
    RUN(FLOAT_RESULT("fcvt." suffix ".w", "%1"), kIntegers[i], 0L, 0L, mode)  \
    RUN(FLOAT_RESULT("fcvt." suffix ".wu", "%1"), kIntegers[i], 0L, 0L, mode) \
    RUN(FLOAT_RESULT("fcvt." suffix ".l", "%1"), kIntegers[i], 0L, 0L, mode)  \
    RUN(FLOAT_RESULT("fcvt." suffix ".lu", "%1"), kIntegers[i], 0L, 0L, mode) \
  }

static void test_double(void) {
  ARITHMETIC("d", kDoubles, set_d, near_d)
  COMPARISONS("d", kDoubles, set_d)
  TO_INTEGERS("d", kDoubles, set_d)
  FROM_INTEGERS("d")
}

static void test_single(void) {
  ARITHMETIC("s", kSingles, set_s, near_s)
  COMPARISONS("s", kSingles, set_s)
  TO_INTEGERS("s", kSingles, set_s)
  FROM_INTEGERS("s")
}

static void test_fused(void) {
  FUSED("fmadd.d", kDoubles, set_d, near_d, 0, 4)
  FUSED("fmsub.d", kDoubles, set_d, near_d, 1, 11)
  FUSED("fnmadd.d", kDoubles, set_d, near_d, 2, 13)
  FUSED("fnmsub.d", kDoubles, set_d, near_d, 3, 12)
  FUSED("fmadd.s", kSingles, set_s, near_s, 0, 4)
  FUSED("fmsub.s", kSingles, set_s, near_s, 1, 11)
  FUSED("fnmadd.s", kSingles, set_s, near_s, 2, 13)
  FUSED("fnmsub.s", kSingles, set_s, near_s, 3, 12)
}

static void test_formats(void) {
  EACH_MODE{EACH(i, kDoubles) RUN(FLOAT_RESULT("fcvt.s.d", "f1"), kDoubles[i], 0L, 0L, mode)
                EACH(i, kSingles) RUN(FLOAT_RESULT("fcvt.d.s", "f1"), set_s(kSingles[i]), 0L, 0L,
                                      mode)} EACH(i, kDoubles) {
    /* Not boxed: single-precision operations see a NaN. */
    RUN(FLOAT_RESULT("fadd.s", "f1, f2"), kDoubles[i], set_s(0x3f800000), 0L, 0L)
    RUN(FLOAT_RESULT("fsgnj.s", "f1, f2"), kDoubles[i], set_s(0x3f800000), 0L, 0L)
    RUN(INTEGER_RESULT("fclass.s", "f1"), kDoubles[i], 0L, 0L, 0L)
    RUN(INTEGER_RESULT("fmv.x.w", "f1"), kDoubles[i], 0L, 0L, 0L)
    RUN(FLOAT_RESULT("fmv.w.x", "%1"), kDoubles[i], 0L, 0L, 0L)
  }
}

static void test_registers(void) {
  word r;
  for (word value = 0; value < 256; value += 5) {
    __asm__ volatile("csrw fcsr, %1\ncsrr %0, fcsr" : "=r"(r) : "r"(value));
    guest_put(r);
    __asm__ volatile("csrrs %0, fflags, %1" : "=r"(r) : "r"(value));
    guest_put(r);
    __asm__ volatile("csrrc %0, frm, %1" : "=r"(r) : "r"(value));
    guest_put(r);
    __asm__ volatile("csrrwi %0, fflags, 21" : "=r"(r));
    guest_put(r);
    __asm__ volatile("csrrsi %0, fflags, 10" : "=r"(r));
    guest_put(r);
    __asm__ volatile("csrrci %0, fflags, 3" : "=r"(r));
    guest_put(r);
    __asm__ volatile("csrr %0, fcsr" : "=r"(r));
    guest_put(r);
  }
}

static int guest_main(void) {
  test_double();
  test_single();
  test_fused();
  test_formats();
  test_registers();
  return 0;
}
