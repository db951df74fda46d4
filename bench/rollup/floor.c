/* The floor: one thread reading and summing the same bytes. Prints milliseconds of every run as a JSON array. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  const size_t n = strtoull(argv[1], NULL, 10);
  int32_t *cells = malloc(n * sizeof *cells);
  if (cells == NULL) return 1;
  for (size_t i = 0; i < n; i++) cells[i] = (int32_t)(i % 97);
  volatile int64_t out = 0;
  printf("[");
  for (int run = 0; run < 15; run++) {
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) sum += cells[i];
    out = sum;
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%s%.6f", run ? "," : "", (end.tv_sec - start.tv_sec) * 1e3 + (end.tv_nsec - start.tv_nsec) / 1e6);
  }
  printf("]\n");
  return out == -1;
}
