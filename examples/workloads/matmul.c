/* Two ways to multiply matrices, each a region of interest: row by column, and in tiles. */
#include <stdio.h>

#include "workload.h"

enum { kSize = 64, kTile = 8 };

static double a[kSize][kSize], b[kSize][kSize], plain[kSize][kSize], tiled[kSize][kSize];

static void fill(void) {
  unsigned state = 1;
  for (int i = 0; i < kSize; ++i) {
    for (int j = 0; j < kSize; ++j) {
      a[i][j] = draw(&state) % 1000;
      b[i][j] = draw(&state) % 1000;
    }
  }
}

static void multiply_plain(void) {
  for (int i = 0; i < kSize; ++i) {
    for (int j = 0; j < kSize; ++j) {
      double sum = 0;
      for (int k = 0; k < kSize; ++k) sum += a[i][k] * b[k][j];
      plain[i][j] = sum;
    }
  }
}

static void multiply_tile(int i0, int j0, int k0) {
  for (int i = i0; i < i0 + kTile; ++i) {
    for (int k = k0; k < k0 + kTile; ++k) {
      for (int j = j0; j < j0 + kTile; ++j) tiled[i][j] += a[i][k] * b[k][j];
    }
  }
}

static void multiply_tiled(void) {
  for (int i = 0; i < kSize; i += kTile) {
    for (int j = 0; j < kSize; j += kTile) {
      for (int k = 0; k < kSize; k += kTile) multiply_tile(i, j, k);
    }
  }
}

int main(void) {
  fill();
  ROI_BEGIN();
  multiply_plain();
  ROI_END();
  ROI_BEGIN();
  multiply_tiled();
  ROI_END();
  int differences = 0;
  for (int i = 0; i < kSize * kSize; ++i) {
    differences += plain[i / kSize][i % kSize] != tiled[i / kSize][i % kSize];
  }
  printf("%d differences, corner %ld\n", differences, (long)plain[kSize - 1][kSize - 1]);
  return differences != 0;
}
