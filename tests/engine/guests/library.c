/* The C library at work: formatting and reading of numbers, sorting, text, memory. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_text(const void* a, const void* b) {
  return strcmp(*(char* const*)a, *(char* const*)b);
}

static void print_numbers(void) {
  const double numbers[] = {0,   -0.0,    1,        1.0 / 3, 1e300,     1e-300, DBL_MIN,
                            0.1, DBL_MAX, 4.9e-324, NAN,     -INFINITY, 2.5,    1e23};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; ++i) {
    printf("%g %.17g %a %-12.4e|\n", numbers[i], numbers[i], numbers[i], numbers[i]);
  }
  for (int i = 1; i < 12; ++i) {
    const double x = i * 0.37;
    printf("%.15g %.15g %.15g\n", sin(x) + exp(-x), log(x) * pow(x, 1.5), sqrt(x) + fmod(x, 0.7));
  }
}

static double read_numbers(void) {
  char text[64];
  double sum = 0;
  for (int i = 0; i < 100; ++i) {
    snprintf(text, sizeof text, "%d.%de%d", i, i * 13, i % 40 - 20);
    sum += strtod(text, NULL) * 1e-10;
  }
  return sum;
}

static unsigned sort_words(void) {
  static char text[6000];
  static char* words[2000];
  unsigned random = 1;
  size_t count = 0;
  unsigned hash = 5381;
  for (size_t i = 0; i + 1 < sizeof text; ++i) {
    random = random * 1103515245 + 12345;
    text[i] = (random >> 16) % 7 == 0 ? ' ' : (char)('a' + (random >> 18) % 26);
  }
  for (char* word = strtok(text, " "); word != NULL; word = strtok(NULL, " "))
    words[count++] = word;
  qsort(words, count, sizeof words[0], by_text);
  for (size_t i = 0; i < count; ++i) {
    for (const char* at = words[i]; *at != '\0'; ++at) hash = hash * 33 ^ (unsigned char)*at;
  }
  return hash;
}

static long use_memory(void) {
  unsigned char* pieces[100] = {NULL};
  unsigned random = 7;
  long sum = 0;
  for (int i = 0; i < 3000; ++i) {
    random = random * 1664525 + 1013904223;
    unsigned char** piece = &pieces[(random >> 8) % 100];
    const size_t size = 1 + (random >> 16) % (i % 50 == 0 ? 200000 : 700);
    if (*piece != NULL) sum += **piece;
    *piece = realloc(*piece, size);
    memset(*piece, (int)(size & 255), size > 100 ? 100 : size);
  }
  for (int i = 0; i < 100; ++i) free(pieces[i]);
  return sum;
}

int main(void) {
  print_numbers();
  printf("%.12g %ld %u %ld\n", read_numbers(), strtol("-0x7fff", NULL, 16), sort_words(),
         use_memory());
  return 3;
}
