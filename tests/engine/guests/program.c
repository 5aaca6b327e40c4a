/* A program of the C library: output, heap, initial values, floating point, its own exit status. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int counter = 41;
static char zeros[100000];
static const char* const names[] = {"alpha", "beta", "gamma"};

static int by_length(const void* a, const void* b) {
  return (int)strlen(*(const char* const*)b) - (int)strlen(*(const char* const*)a);
}

int main(void) {
  volatile double third = 1.0 / 3.0;
  const char* sorted[3];
  char* text = malloc(5000);
  if (text == NULL || zeros[99999] != 0) return 1;
  memcpy(sorted, names, sizeof names);
  qsort(sorted, 3, sizeof sorted[0], by_length);
  ++counter;
  memset(text, 'x', 4999);
  text[4999] = '\0';
  sprintf(text, "%s %d %d", sorted[2], counter, (int)(third * 3000.5));
  printf("answer: %s\n", text);
  free(text);
  return counter - 35;
}
