/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* HAS_THREAD_SANITIZER and HAS_SANITIZER: with which sanitizer the tests are compiled, if with any. */
#ifndef SANITIZERS_H
#define SANITIZERS_H

#if defined(__SANITIZE_THREAD__)
#define HAS_THREAD_SANITIZER 1
#elif defined(__SANITIZE_ADDRESS__)
#define HAS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HAS_THREAD_SANITIZER 1
#elif __has_feature(address_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif
#ifdef HAS_THREAD_SANITIZER
#define HAS_SANITIZER 1
#endif

#endif
