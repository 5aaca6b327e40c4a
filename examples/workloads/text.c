/* Counts the words of a text with the C library: strings, a hash table, sorting, printing. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workload.h"

enum { kBuckets = 256, kMaxWords = 200, kRepeats = 20 };

static const char kText[] =
    "A simulator that counts cycles tells where time goes before there is silicon to measure. "
    "It runs the program as the core would, instruction by instruction, and keeps a record of "
    "what the caches held, which branches were guessed and which were not, and how long each "
    "unit had to wait. The record is as good as the model, and the model is as good as the care "
    "that went into it; so a number without its model is a rumour, and a model without a number "
    "is a wish.";

struct word {
  char text[16];
  int count;
  struct word* next;
};

static struct word words[kMaxWords];
static int used;
static struct word* buckets[kBuckets];

static unsigned hash(const char* text) {
  unsigned value = 2166136261u;
  for (; *text != 0; ++text) value = (value ^ (unsigned char)*text) * 16777619u;
  return value % kBuckets;
}

static void count_word(const char* text) {
  struct word** bucket = &buckets[hash(text)];
  struct word* found = *bucket;
  while (found != NULL && strcmp(found->text, text) != 0) found = found->next;
  if (found == NULL && used < kMaxWords) {
    found = &words[used++];
    strncpy(found->text, text, sizeof found->text - 1);
    found->next = *bucket;
    *bucket = found;
  }
  if (found != NULL) ++found->count;
}

static void count_words(const char* text) {
  char buffer[sizeof kText];
  strcpy(buffer, text);
  for (char* at = buffer; *at != 0; ++at) *at = isalpha((unsigned char)*at) ? tolower(*at) : ' ';
  for (char* word = strtok(buffer, " "); word != NULL; word = strtok(NULL, " ")) count_word(word);
}

static int more_frequent(const void* left, const void* right) {
  const struct word *a = left, *b = right;
  return a->count != b->count ? b->count - a->count : strcmp(a->text, b->text);
}

int main(void) {
  ROI_BEGIN();
  for (int i = 0; i < kRepeats; ++i) count_words(kText);
  ROI_END();
  qsort(words, (size_t)used, sizeof words[0], more_frequent);
  for (int i = 0; i < 5; ++i) printf("%4d %s\n", words[i].count, words[i].text);
  return used == 0;
}
