/* For tests: a file system that does not lock files, as NFS without its lock service. See fcntl(2), ENOLCK. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>

#define SHIM(name)                                                                   \
  int name(int fd, int command, ...) {                                               \
    static int (*original)(int, int, void *);                                        \
    va_list rest;                                                                    \
    void *argument;                                                                  \
    va_start(rest, command);                                                         \
    argument = va_arg(rest, void *);                                                 \
    va_end(rest);                                                                    \
    if (command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK) {       \
      errno = ENOLCK;                                                                \
      return -1;                                                                     \
    }                                                                                \
    if (original == 0) original = (int (*)(int, int, void *))dlsym(RTLD_NEXT, #name); \
    return original(fd, command, argument);                                          \
  }

SHIM(fcntl)
SHIM(fcntl64)
