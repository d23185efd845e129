/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#ifndef HOSTCALL_TYPED_UTF8_H
#define HOSTCALL_TYPED_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Returns whether bytes are UTF-8 (RFC 3629): no overlong form, surrogate, or code point above 10FFFF. */
bool hostcall_typed_is_utf8(const char *bytes, size_t length);

#endif
