/* A Julia set in double precision, drawn with letters. The picture is the region of interest. */
#include <stdio.h>

#include "workload.h"

enum { kColumns = 64, kRows = 24, kLimit = 60 };

static const double kReal = -0.8, kImaginary = 0.156;

static int escape(double x, double y) {
  int step = 0;
  while (step < kLimit && x * x + y * y < 4.0) {
    const double next = x * x - y * y + kReal;
    y = 2.0 * x * y + kImaginary;
    x = next;
    ++step;
  }
  return step;
}

int main(void) {
  static char picture[kRows][kColumns + 1];
  long steps = 0;
  ROI_BEGIN();
  for (int row = 0; row < kRows; ++row) {
    for (int column = 0; column < kColumns; ++column) {
      const double x = (column - kColumns / 2) * (3.2 / kColumns);
      const double y = (row - kRows / 2) * (2.4 / kRows);
      const int step = escape(x, y);
      picture[row][column] = " .:-=+*#%@"[step * 9 / kLimit];
      steps += step;
    }
  }
  ROI_END();
  for (int row = 0; row < kRows; ++row) puts(picture[row]);
  printf("%ld steps\n", steps);
  return 0;
}
