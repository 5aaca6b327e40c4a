/* Integer work that the bit-manipulation extensions Zba, Zbb and Zbs shorten: a checksum, counting
 * bits, byte order, a sieve of primes held in bits. */
#include <stdint.h>
#include <stdio.h>

#include "workload.h"

enum { kWords = 1024, kPrimes = 16384 };

static uint64_t data[kWords];
static uint64_t sieve[kPrimes / 64];

static uint32_t checksum(const unsigned char* bytes, long count) {
  uint32_t crc = ~0u;
  for (long i = 0; i < count; ++i) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (0xedb88320u & -(crc & 1));
  }
  return ~crc;
}

static long count_bits(void) {
  long sum = 0;
  for (int i = 0; i < kWords; ++i) {
    sum += __builtin_popcountll(data[i]) + __builtin_clzll(data[i] | 1);
    sum += (long)(__builtin_bswap64(data[i]) & 0xff);
  }
  return sum;
}

static int count_primes(void) {
  int primes = 0;
  for (int n = 2; n < kPrimes; ++n) {
    if ((sieve[n / 64] >> (n % 64) & 1) != 0) continue;
    ++primes;
    for (int multiple = 2 * n; multiple < kPrimes; multiple += n) {
      sieve[multiple / 64] |= UINT64_C(1) << (multiple % 64);
    }
  }
  return primes;
}

int main(void) {
  unsigned state = 3;
  for (int i = 0; i < kWords; ++i) data[i] = (uint64_t)draw(&state) << 40 ^ draw(&state);
  ROI_BEGIN();
  const uint32_t crc = checksum((const unsigned char*)data, sizeof data);
  const long bits = count_bits();
  const int primes = count_primes();
  ROI_END();
  printf("%08x %ld %d\n", (unsigned)crc, bits, primes);
  return primes != 1900;
}
