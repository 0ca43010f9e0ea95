/* What a process asks of the disk, in order: preloaded (ld.so(8), LD_PRELOAD), it writes to the file $POWER_LOG each
 * successful change of what lies in the folder $POWER_FOLDER. lab/power.py reads it.
 *
 * A record: one letter, then inode, offset and length (64 bits each, of this machine), then so many bytes:
 *   O  a file was made          name           W  bytes were written at the offset
 *   M  a folder was made        name           T  a file was cut or grown to the offset
 *   R  a name was changed       old NUL new    S  the content of an inode was waited for
 *   U  a name was taken away    name           D  the names in a folder were waited for; its name
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Not kept: several functions share a place, and a look-up costs less than what is noted. */
#define REAL(type, name, ...) type (*real)(__VA_ARGS__) = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static void note(char what, uint64_t inode, uint64_t offset, const void *bytes, uint64_t length)
{
    static int log = -1;
    uint64_t numbers[3] = {inode, offset, length};
    struct { char what; char numbers[sizeof numbers]; } head = {what, {0}};

    memcpy(head.numbers, numbers, sizeof numbers);
    if (log < 0)
        log = (int)syscall(SYS_openat, AT_FDCWD, getenv("POWER_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (syscall(SYS_write, log, &head, sizeof head) != (long)sizeof head ||
        (length && syscall(SYS_write, log, bytes, length) != (long)length))
        abort();
}

static int watched(const char *path)
{
    const char *folder = getenv("POWER_FOLDER");
    return folder && !strncmp(path, folder, strlen(folder)) && path[strlen(folder)] == '/';
}

/* Whether the file lies, or lay when it had a name, in the folder; its name then is in path. */
static int watched_file(int file, struct stat *found, char path[PATH_MAX])
{
    char link[40];
    ssize_t length;

    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    if ((length = readlink(link, path, PATH_MAX - 2)) < 0 || fstat(file, found))
        return 0;
    path[length] = 0;
    if (S_ISDIR(found->st_mode))
        return watched(path) || (getenv("POWER_FOLDER") && !strcmp(path, getenv("POWER_FOLDER")));
    return S_ISREG(found->st_mode) && watched(path);
}

static int opened(const char *symbol, int at, const char *path, int flags, mode_t mode)
{
    REAL(int, symbol, int, const char *, int, ...);
    struct stat found;
    int file, before;

    if (!watched(path))
        return real(at, path, flags, mode);
    pthread_mutex_lock(&one_at_a_time);
    before = stat(path, &found) == 0;
    file = real(at, path, flags, mode);
    if (file >= 0 && !fstat(file, &found) && S_ISREG(found.st_mode)) {
        if (!before)
            note('O', found.st_ino, 0, path, strlen(path));
        else if (flags & O_TRUNC)
            note('T', found.st_ino, 0, NULL, 0);
    }
    pthread_mutex_unlock(&one_at_a_time);
    return file;
}

#define OPEN(symbol, ...)                                                \
    {                                                                          \
        va_list rest;                                                          \
        mode_t mode;                                                           \
        va_start(rest, flags);                                                 \
        mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;       \
        va_end(rest);                                                          \
        return opened(symbol, __VA_ARGS__, path, flags, mode);                 \
    }

int open(const char *path, int flags, ...) OPEN("openat", AT_FDCWD)
int open64(const char *path, int flags, ...) OPEN("openat64", AT_FDCWD)
int openat(int at, const char *path, int flags, ...) OPEN("openat", at)
int openat64(int at, const char *path, int flags, ...) OPEN("openat64", at)

/* Does CALL, whose answer is done, and notes what it changed in the file. */
#define CHANGE(CALL, is_done, what, offset, bytes, length)                     \
    {                                                                          \
        char path[PATH_MAX];                                                   \
        struct stat found;                                                     \
        int ours;                                                              \
        pthread_mutex_lock(&one_at_a_time);                                    \
        ours = watched_file(file, &found, path);                               \
        done = CALL;                                                           \
        if (ours && (is_done))                                                 \
            note(what, found.st_ino, offset, bytes, length);                   \
        pthread_mutex_unlock(&one_at_a_time);                                  \
        return done;                                                           \
    }

ssize_t write(int file, const void *bytes, size_t length)
{
    REAL(ssize_t, "write", int, const void *, size_t);
    ssize_t done;
    CHANGE(real(file, bytes, length), done > 0, 'W', lseek(file, 0, SEEK_CUR) - done, bytes, done)
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset)
{
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    ssize_t done;
    CHANGE(real(file, bytes, length, offset), done > 0, 'W', offset, bytes, done)
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset)
{
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    ssize_t done;
    CHANGE(real(file, bytes, length, offset), done > 0, 'W', offset, bytes, done)
}

int ftruncate(int file, off_t size)
{
    REAL(int, "ftruncate", int, off_t);
    int done;
    CHANGE(real(file, size), !done, 'T', size, NULL, 0)
}

int ftruncate64(int file, off64_t size)
{
    REAL(int, "ftruncate64", int, off64_t);
    int done;
    CHANGE(real(file, size), !done, 'T', size, NULL, 0)
}

#define SYNC(name)                                                             \
    int name(int file)                                                         \
    {                                                                          \
        REAL(int, #name, int);                                                 \
        int done;                                                              \
        CHANGE(real(file), !done, S_ISDIR(found.st_mode) ? 'D' : 'S', 0, path, \
               S_ISDIR(found.st_mode) ? strlen(path) : 0)                      \
    }

SYNC(fsync)
SYNC(fdatasync)

static int renamed(int done, const char *old, const char *new)
{
    char names[2 * PATH_MAX];
    if (!done && (watched(old) || watched(new)))
        note('R', 0, 0, names, (uint64_t)snprintf(names, sizeof names, "%s%c%s", old, 0, new));
    return done;
}

static int named(int done, char what, const char *path)
{
    if (!done && watched(path))
        note(what, 0, 0, path, strlen(path));
    return done;
}

/* Does CALL and notes it while nothing else is noted. */
#define NAMES(NOTED)                                                           \
    {                                                                          \
        int done;                                                              \
        pthread_mutex_lock(&one_at_a_time);                                    \
        done = NOTED;                                                          \
        pthread_mutex_unlock(&one_at_a_time);                                  \
        return done;                                                           \
    }

int rename(const char *old, const char *new)
{
    REAL(int, "rename", const char *, const char *);
    NAMES(renamed(real(old, new), old, new))
}

int renameat(int from, const char *old, int to, const char *new)
{
    REAL(int, "renameat", int, const char *, int, const char *);
    NAMES(renamed(real(from, old, to, new), old, new))
}

int unlink(const char *path)
{
    REAL(int, "unlink", const char *);
    NAMES(named(real(path), 'U', path))
}

int unlinkat(int at, const char *path, int flags)
{
    REAL(int, "unlinkat", int, const char *, int);
    NAMES(named(real(at, path, flags), 'U', path))
}

int mkdir(const char *path, mode_t mode)
{
    REAL(int, "mkdir", const char *, mode_t);
    NAMES(named(real(path, mode), 'M', path))
}

int mkdirat(int at, const char *path, mode_t mode)
{
    REAL(int, "mkdirat", int, const char *, mode_t);
    NAMES(named(real(at, path, mode), 'M', path))
}
