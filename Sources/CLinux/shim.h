/* What the Glibc module leaves out: glibc declares it for _GNU_SOURCE only. */

/* Writes everything of the file system that holds an open file to disk; see syncfs(2). */
int syncfs(int fd);
