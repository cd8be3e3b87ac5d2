#pragma once
#include <stdarg.h>
#include <gd.h>

// gd writes what it dislikes about a file to the standard error; we say it ourselves.
static void cgd_ignore(int priority, const char *format, va_list arguments) {
    (void)priority;
    (void)format;
    (void)arguments;
}
static inline void cgd_be_quiet(void) { gdSetErrorMethod(cgd_ignore); }
