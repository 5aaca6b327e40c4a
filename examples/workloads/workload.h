/* What the example workloads share. */
#ifndef WORKLOAD_H
#define WORKLOAD_H

/* The simulators take these two instructions, which compute nothing, as the ends of a region of
 * interest. */
#define ROI_BEGIN() __asm__ volatile("xor x0, x0, x0" ::: "memory")
#define ROI_END() __asm__ volatile("xor x0, x1, x1" ::: "memory")

/* Numbers that look random and are the same in every run. */
static inline unsigned draw(unsigned* state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

#endif
