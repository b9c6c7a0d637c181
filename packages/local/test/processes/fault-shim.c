/*
 * Stands before the C library (LD_PRELOAD) and lets the n-th file operation under a folder go wrong.
 *
 * The folder is in KEYKIST_FAULT_FOLDER. The program gives its orders by opening paths that nobody has:
 *   /keykist-fault/<n>/<mode>   from now on count, and let the n-th operation go wrong; 0 for none
 *   /keykist-fault/report       a file that tells which operation went wrong; empty for none
 *
 * Modes: eio, enospc        the n-th fails; of a write, half is written
 *        eio-after          the n-th is done, and said to have failed
 *        eio-on, enospc-on  the n-th and all after it fail
 *        kill               the process is killed before the n-th, of a write after half of it
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#define ORDERS "/keykist-fault/"
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int failing_number = 0;
static int counted = 0;
static char mode[16] = "";
static char report[64] = "";

enum fate { GOES_ON, FAILS, FAILS_AFTER };

static int is_watched(const char *path) {
  const char *folder = getenv("KEYKIST_FAULT_FOLDER");
  return failing_number > 0 && folder != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_watched_descriptor(int descriptor) {
  char link[64];
  char path[PATH_MAX];
  if (failing_number == 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = '\0';
  return is_watched(path);
}

static int is_mode(const char *start) { return strncmp(mode, start, strlen(start)) == 0; }

/* Counts a watched operation. A write that is cut short is cut before this is called. */
static enum fate fate_of(const char *operation) {
  counted += 1;
  int persists = strstr(mode, "-on") != NULL;
  if (counted != failing_number && !(persists && counted > failing_number)) return GOES_ON;
  if (report[0] == '\0') snprintf(report, sizeof report, "%s", operation);
  if (is_mode("kill")) kill(getpid(), SIGKILL);
  errno = is_mode("enospc") ? ENOSPC : EIO;
  return strcmp(mode, "eio-after") == 0 ? FAILS_AFTER : FAILS;
}

static int is_next(void) { return counted + 1 == failing_number; }

static int ordered(const char *path) {
  if (strcmp(path, ORDERS "report") == 0) {
    int descriptor = memfd_create("report", MFD_CLOEXEC);
    if (write(descriptor, report, strlen(report)) < 0) return -1;
    lseek(descriptor, 0, SEEK_SET);
    return descriptor;
  }
  counted = 0;
  report[0] = '\0';
  if (sscanf(path, ORDERS "%d/%15s", &failing_number, mode) != 2) abort();
  errno = ENOENT;
  return -1;
}

/* What is done and then said to have failed. */
#define AFTER(fate, call)            \
  do {                               \
    int answer = (call);             \
    if ((fate) == GOES_ON) return answer; \
    errno = EIO;                     \
    return -1;                       \
  } while (0)

#define OPEN(name)                                                              \
  int name(const char *path, int flags, ...) {                                  \
    va_list rest;                                                               \
    va_start(rest, flags);                                                      \
    mode_t bits = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                               \
    if (strncmp(path, ORDERS, strlen(ORDERS)) == 0) return ordered(path);       \
    if (!is_watched(path)) return REAL(name)(path, flags, bits);                \
    /* An open that is done and said to have failed would only lose a descriptor. */ \
    if (fate_of("open") != GOES_ON) return -1;                                  \
    return REAL(name)(path, flags, bits);                                       \
  }

#define PWRITE(name, offset_type)                                               \
  ssize_t name(int descriptor, const void *bytes, size_t count, offset_type at) { \
    if (!is_watched_descriptor(descriptor)) return REAL(name)(descriptor, bytes, count, at); \
    if (is_next() && !is_mode("eio-after")) REAL(name)(descriptor, bytes, count / 2, at); \
    enum fate fate = fate_of("write");                                          \
    if (fate == FAILS) return -1;                                               \
    AFTER(fate, REAL(name)(descriptor, bytes, count, at));                      \
  }

#define FTRUNCATE(name, offset_type)                                            \
  int name(int descriptor, offset_type length) {                                \
    if (!is_watched_descriptor(descriptor)) return REAL(name)(descriptor, length); \
    enum fate fate = fate_of("ftruncate");                                      \
    if (fate == FAILS) return -1;                                               \
    AFTER(fate, REAL(name)(descriptor, length));                                \
  }

#define SYNC(name)                                                              \
  int name(int descriptor) {                                                    \
    if (!is_watched_descriptor(descriptor)) return REAL(name)(descriptor);      \
    enum fate fate = fate_of("sync");                                           \
    if (fate == FAILS) return -1;                                               \
    AFTER(fate, REAL(name)(descriptor));                                        \
  }

#define TWO_PATHS(name)                                                         \
  int name(const char *from, const char *to) {                                  \
    if (!is_watched(from) && !is_watched(to)) return REAL(name)(from, to);      \
    enum fate fate = fate_of(#name);                                            \
    if (fate == FAILS) return -1;                                               \
    AFTER(fate, REAL(name)(from, to));                                          \
  }

OPEN(open)
PWRITE(pwrite, off_t)
FTRUNCATE(ftruncate, off_t)
#ifdef __GLIBC__
OPEN(open64)
PWRITE(pwrite64, off64_t)
FTRUNCATE(ftruncate64, off64_t)
#endif
#define FCNTL(name)                                                             \
  int name(int descriptor, int command, ...) {                                  \
    va_list rest;                                                               \
    va_start(rest, command);                                                    \
    void *argument = va_arg(rest, void *);                                      \
    va_end(rest);                                                               \
    if (command != F_SETLK || !is_watched_descriptor(descriptor))               \
      return REAL(name)(descriptor, command, argument);                         \
    enum fate fate = fate_of("lock");                                           \
    if (fate == FAILS) return -1;                                               \
    AFTER(fate, REAL(name)(descriptor, command, argument));                     \
  }

FCNTL(fcntl)
#ifdef __GLIBC__
FCNTL(fcntl64)
#endif
SYNC(fsync)
SYNC(fdatasync)
TWO_PATHS(rename)
TWO_PATHS(link)

ssize_t write(int descriptor, const void *bytes, size_t count) {
  if (!is_watched_descriptor(descriptor)) return REAL(write)(descriptor, bytes, count);
  if (is_next() && !is_mode("eio-after") && REAL(write)(descriptor, bytes, count / 2) < 0) return -1;
  enum fate fate = fate_of("write");
  if (fate == FAILS) return -1;
  AFTER(fate, REAL(write)(descriptor, bytes, count));
}

int unlink(const char *path) {
  if (!is_watched(path)) return REAL(unlink)(path);
  enum fate fate = fate_of("unlink");
  if (fate == FAILS) return -1;
  AFTER(fate, REAL(unlink)(path));
}
