/* Heap sort and quick sort of the same numbers: branches that are hard to predict. */
#include <stdio.h>

#include "workload.h"

enum { kCount = 4096 };

static unsigned heap[kCount], quick[kCount];

static void swap(unsigned* x, unsigned* y) {
  const unsigned kept = *x;
  *x = *y;
  *y = kept;
}

static void sift(unsigned* numbers, int root, int count) {
  for (int child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && numbers[child] < numbers[child + 1]) ++child;
    if (numbers[root] >= numbers[child]) return;
    swap(&numbers[root], &numbers[child]);
  }
}

static void heap_sort(unsigned* numbers, int count) {
  for (int root = count / 2 - 1; root >= 0; --root) sift(numbers, root, count);
  for (int last = count - 1; last > 0; --last) {
    swap(&numbers[0], &numbers[last]);
    sift(numbers, 0, last);
  }
}

static void quick_sort(unsigned* numbers, int count) {
  while (count > 1) {
    const unsigned pivot = numbers[count / 2];
    int low = 0, high = count - 1;
    while (low <= high) {
      while (numbers[low] < pivot) ++low;
      while (numbers[high] > pivot) --high;
      if (low <= high) swap(&numbers[low++], &numbers[high--]);
    }
    quick_sort(numbers, high + 1);
    numbers += low;
    count -= low;
  }
}

int main(void) {
  unsigned state = 7;
  for (int i = 0; i < kCount; ++i) heap[i] = quick[i] = draw(&state);
  ROI_BEGIN();
  heap_sort(heap, kCount);
  ROI_END();
  ROI_BEGIN();
  quick_sort(quick, kCount);
  ROI_END();
  int faults = 0;
  for (int i = 0; i < kCount; ++i) {
    faults += heap[i] != quick[i] || (i > 0 && heap[i - 1] > heap[i]);
  }
  printf("%d faults, median %u\n", faults, heap[kCount / 2]);
  return faults != 0;
}
