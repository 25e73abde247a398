/* What the Glibc module leaves out: the knobs of malloc, and what glibc declares for _GNU_SOURCE only. */

#include <malloc.h>

/* Writes everything of the file system that holds an open file to disk; see syncfs(2). */
int syncfs(int fd);
