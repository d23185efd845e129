/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

// The head shim: the codec's entire use of libcbor, one CBOR head at a time.
//
// A head (RFC 8949 §3) is the initial byte of an item and the argument after it:
//
//   19 03e8          unsigned, argument 1000                 3 bytes
//   58 20 …          byte string, argument 32 (its length)   2 bytes, without the content
//   9f               array, indefinite                       1 byte
//   f9 3c00          float, argument: the bits of 1.0        3 bytes
//
// All functions are `static inline`, so a library that links this exports no C symbols for it. This is also the only
// file that depends on the version of libcbor (0.8 to 0.14).
//
// It is longer than 350 lines because reading and writing heads share the same workarounds, and are inlined together.

#ifndef HOSTCALL_CBOR_SHIM_H
#define HOSTCALL_CBOR_SHIM_H

#include <cbor.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// The size of the longest head: an initial byte and an eight-byte argument. Every writer below needs this much space.
#define HOSTCALL_CBOR_HEAD_SIZE 9

// The type of the lengths and counts in libcbor's callbacks: `size_t` up to 0.8, `uint64_t` from 0.9.
#if CBOR_MAJOR_VERSION == 0 && CBOR_MINOR_VERSION < 9
typedef size_t hostcall_cbor_length;
// Where `size_t` has 32 bits, 0.8 silently truncates a count to its low half.
_Static_assert(sizeof(size_t) == 8, "libcbor 0.8 reads 64-bit counts only on 64-bit machines");
#else
typedef uint64_t hostcall_cbor_length;
#endif

// The kinds of heads. The first seven are the major types of RFC 8949 §3.1; major type 7 is split in three.
enum {
  HOSTCALL_CBOR_UNSIGNED = 0,
  HOSTCALL_CBOR_NEGATIVE = 1,
  HOSTCALL_CBOR_BYTES = 2,
  HOSTCALL_CBOR_TEXT = 3,
  HOSTCALL_CBOR_ARRAY = 4,
  HOSTCALL_CBOR_MAP = 5,
  HOSTCALL_CBOR_TAG = 6,
  HOSTCALL_CBOR_SIMPLE = 7,
  HOSTCALL_CBOR_FLOAT = 8,
  HOSTCALL_CBOR_BREAK = 9,
};

// The results of reading a head.
enum {
  HOSTCALL_CBOR_READ = 0,
  HOSTCALL_CBOR_TRUNCATED = 1,
  HOSTCALL_CBOR_MALFORMED = 2,
};

// A head. Valid only if `status` is HOSTCALL_CBOR_READ.
typedef struct {
  // The value, length, count, tag number or simple value. For a negative integer n, -1 - n; for a float of any width,
  // the bits of the same number as a `double`; 0 if the length is indefinite.
  uint64_t argument;
  uint8_t kind;
  uint8_t is_indefinite;
  // The size of the head in bytes, 1 to 9.
  uint8_t length;
  uint8_t status;
} hostcall_cbor_head;

// The report of a libcbor callback. Its fields are words, each read in the width in which it was written: loading one
// word from bytes that were just stored separately defeats store forwarding, and the stall takes longer than the rest
// of reading a head.
typedef struct {
  uint64_t kind;
  uint64_t argument;
  uint64_t is_indefinite;
} hostcall_cbor_report;

static inline void hostcall_set_cbor_head(void *context, uint8_t kind, uint64_t argument) {
  hostcall_cbor_report *report = (hostcall_cbor_report *)context;
  report->kind = kind;
  report->argument = argument;
}

static inline void hostcall_set_cbor_indefinite_head(void *context, uint8_t kind) {
  hostcall_set_cbor_head(context, kind, 0);
  ((hostcall_cbor_report *)context)->is_indefinite = 1;
}

static inline void hostcall_set_cbor_float_head(void *context, double value) {
  // The bits, so that one field serves all kinds of heads.
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_FLOAT, bits);
}

// libcbor has a callback for each width of an integer; the codec does not distinguish them.
static inline void hostcall_on_cbor_uint8(void *context, uint8_t value) {
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_UNSIGNED, value);
}
static inline void hostcall_on_cbor_uint16(void *context, uint16_t value) {
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_UNSIGNED, value);
}
static inline void hostcall_on_cbor_uint32(void *context, uint32_t value) {
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_UNSIGNED, value);
}
static inline void hostcall_on_cbor_uint64(void *context, uint64_t value) {
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_UNSIGNED, value);
}
static inline void hostcall_on_cbor_negint8(void *context, uint8_t value) {
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_NEGATIVE, value);
}
static inline void hostcall_on_cbor_negint16(void *context, uint16_t value) {
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_NEGATIVE, value);
}
static inline void hostcall_on_cbor_negint32(void *context, uint32_t value) {
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_NEGATIVE, value);
}
static inline void hostcall_on_cbor_negint64(void *context, uint64_t value) {
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_NEGATIVE, value);
}

// Definite-length strings never reach these (see hostcall_read_cbor_head), but libcbor calls every pointer in its table
// unchecked, so none may be missing.
static inline void hostcall_on_cbor_bytes(void *context, cbor_data content, hostcall_cbor_length length) {
  (void)content;
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_BYTES, length);
}
static inline void hostcall_on_cbor_text(void *context, cbor_data content, hostcall_cbor_length length) {
  (void)content;
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_TEXT, length);
}
static inline void hostcall_on_cbor_bytes_start(void *context) {
  hostcall_set_cbor_indefinite_head(context, HOSTCALL_CBOR_BYTES);
}
static inline void hostcall_on_cbor_text_start(void *context) {
  hostcall_set_cbor_indefinite_head(context, HOSTCALL_CBOR_TEXT);
}

static inline void hostcall_on_cbor_array(void *context, hostcall_cbor_length count) {
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_ARRAY, count);
}
static inline void hostcall_on_cbor_map(void *context, hostcall_cbor_length count) {
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_MAP, count);
}
static inline void hostcall_on_cbor_array_start(void *context) {
  hostcall_set_cbor_indefinite_head(context, HOSTCALL_CBOR_ARRAY);
}
static inline void hostcall_on_cbor_map_start(void *context) {
  hostcall_set_cbor_indefinite_head(context, HOSTCALL_CBOR_MAP);
}

static inline void hostcall_on_cbor_tag(void *context, uint64_t number) {
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_TAG, number);
}

// Widening to `double` is exact, except for a NaN's payload, which the codec drops.
static inline void hostcall_on_cbor_float(void *context, float value) {
  hostcall_set_cbor_float_head(context, value);
}
static inline void hostcall_on_cbor_double(void *context, double value) {
  hostcall_set_cbor_float_head(context, value);
}

// Converts the four simple values that libcbor knows back to their numbers (RFC 8949 §3.3), so that the codec has one
// kind of simple value.
static inline void hostcall_on_cbor_boolean(void *context, bool value) {
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_SIMPLE, value ? 21 : 20);
}
static inline void hostcall_on_cbor_null(void *context) {
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_SIMPLE, 22);
}
static inline void hostcall_on_cbor_undefined(void *context) {
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_SIMPLE, 23);
}

static inline void hostcall_on_cbor_break(void *context) {
  hostcall_set_cbor_head(context, HOSTCALL_CBOR_BREAK, 0);
}

// Calls libcbor once, and reports the result in `length` and `status`.
static inline hostcall_cbor_head hostcall_stream_cbor_head(const uint8_t *bytes, size_t available) {
  static const struct cbor_callbacks callbacks = {
      .uint8 = hostcall_on_cbor_uint8,
      .uint16 = hostcall_on_cbor_uint16,
      .uint32 = hostcall_on_cbor_uint32,
      .uint64 = hostcall_on_cbor_uint64,
      .negint64 = hostcall_on_cbor_negint64,
      .negint32 = hostcall_on_cbor_negint32,
      .negint16 = hostcall_on_cbor_negint16,
      .negint8 = hostcall_on_cbor_negint8,
      .byte_string_start = hostcall_on_cbor_bytes_start,
      .byte_string = hostcall_on_cbor_bytes,
      .string = hostcall_on_cbor_text,
      .string_start = hostcall_on_cbor_text_start,
      .indef_array_start = hostcall_on_cbor_array_start,
      .array_start = hostcall_on_cbor_array,
      .indef_map_start = hostcall_on_cbor_map_start,
      .map_start = hostcall_on_cbor_map,
      .tag = hostcall_on_cbor_tag,
      .float2 = hostcall_on_cbor_float,
      .float4 = hostcall_on_cbor_float,
      .float8 = hostcall_on_cbor_double,
      .undefined = hostcall_on_cbor_undefined,
      .null = hostcall_on_cbor_null,
      .boolean = hostcall_on_cbor_boolean,
      .indef_break = hostcall_on_cbor_break,
  };
  hostcall_cbor_report report = {0, 0, 0};
  struct cbor_decoder_result result = cbor_stream_decode(bytes, available, &callbacks, &report);
  bool is_read = result.status == CBOR_DECODER_FINISHED;
  uint8_t failure = result.status == CBOR_DECODER_NEDATA ? HOSTCALL_CBOR_TRUNCATED : HOSTCALL_CBOR_MALFORMED;
  hostcall_cbor_head head = {report.argument, (uint8_t)report.kind, (uint8_t)report.is_indefinite,
                             is_read ? (uint8_t)result.read : 0, is_read ? HOSTCALL_CBOR_READ : failure};
  return head;
}

// Reads the head at `bytes`, of which `available` may be read. Content after the head is not read.
//
// Three kinds of heads cannot be passed to libcbor unchanged:
//  - A definite-length string: libcbor requires all of its content before it reports the length, and adds the claimed
//    length to its own count. All major types encode their argument in the same way (RFC 8949 §3), so a copy of the
//    head is passed to libcbor as an unsigned integer, which needs no content and cannot overflow.
//  - A tag: 0.8 rejects the bytes c6 to d4 (tags 6 to 20). Tags are passed in the same way.
//  - Unassigned simple values (e0 to f3, f8 20 to f8 ff): every release rejects them, though they are well-formed (RFC
//    8949 §3.3). f8 00 to f8 1f are malformed.
static inline hostcall_cbor_head hostcall_read_cbor_head(const void *bytes, size_t available) {
  hostcall_cbor_head head = {0, 0, 0, 0, HOSTCALL_CBOR_TRUNCATED};
  if (available == 0) {
    return head;
  }
  const uint8_t *source = (const uint8_t *)bytes;
  uint8_t initial = source[0];
  uint8_t major = initial >> 5;
  uint8_t additional = initial & 0x1f;

  if (major == HOSTCALL_CBOR_TAG ||
      ((major == HOSTCALL_CBOR_BYTES || major == HOSTCALL_CBOR_TEXT) && additional != 31)) {
    uint8_t copy[HOSTCALL_CBOR_HEAD_SIZE];
    size_t size = sizeof copy;
    if (available >= sizeof copy) {
      memcpy(copy, source, sizeof copy);  // of a constant size, so the compiler inlines it
    } else {
      size = available;
      memcpy(copy, source, size);
    }
    copy[0] = additional;
    head = hostcall_stream_cbor_head(copy, size);
    head.kind = major;
    return head;
  }
  if (initial >= 0xe0 && initial <= 0xf3) {
    head.kind = HOSTCALL_CBOR_SIMPLE;
    head.argument = additional;
    head.length = 1;
    head.status = HOSTCALL_CBOR_READ;
    return head;
  }
  if (initial == 0xf8) {
    if (available < 2) {
      return head;
    }
    head.kind = HOSTCALL_CBOR_SIMPLE;
    head.argument = source[1];
    head.length = 2;
    head.status = source[1] < 32 ? HOSTCALL_CBOR_MALFORMED : HOSTCALL_CBOR_READ;
    return head;
  }
  return hostcall_stream_cbor_head(source, available);
}

// Reads the head at `bytes` again after hostcall_read_cbor_head, with the same result in less time.
//
// The decoder scans a message head by head with libcbor before it decodes anything from it by offset. After that, the
// message is well-formed, so common heads are parsed here without a call; others go to libcbor again. The function is
// safe for any bytes: it reads nothing beyond `available`, and leaves malformed and incomplete heads to libcbor.
//
// It is always inlined: the compiler considers it too long, but a call would cost as much as its work.
static inline __attribute__((always_inline)) hostcall_cbor_head hostcall_reread_cbor_head(const void *bytes, size_t available) {
  const uint8_t *source = (const uint8_t *)bytes;
  if (available < HOSTCALL_CBOR_HEAD_SIZE) {
    // Near the end, only one-byte heads are read here.
    if (available == 0 || (source[0] & 0x1f) > 23 || source[0] >= 0xe0) {
      return hostcall_read_cbor_head(bytes, available);
    }
  }
  uint8_t major = source[0] >> 5;
  uint8_t additional = source[0] & 0x1f;
  // Simple values up to `undefined` need no conversion, since 7 is HOSTCALL_CBOR_SIMPLE.
  hostcall_cbor_head head = {additional, major, 0, 1, HOSTCALL_CBOR_READ};
  if (additional <= 23) {
    return head;
  }
  if (additional > 27 || (major == 7 && additional != 27)) {
    return hostcall_read_cbor_head(bytes, available);
  }
  // Takes an argument of 1, 2, 4 or 8 bytes, in network order, from the next eight bytes.
  uint64_t argument;
  memcpy(&argument, source + 1, sizeof argument);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  argument = __builtin_bswap64(argument);
#endif
  unsigned size = 1u << (additional - 24);
  head.argument = argument >> (64 - 8 * size);
  head.length = (uint8_t)(1 + size);
  if (major == 7) {
    head.kind = HOSTCALL_CBOR_FLOAT;
  }
  return head;
}

// The writers. Each writes one head to `target`, which has space for HOSTCALL_CBOR_HEAD_SIZE bytes, in its shortest
// form (RFC 8949 §4.1), and returns the number of bytes written.

// Uses libcbor's function that chooses the width, instead of the four with a given width.
static inline size_t hostcall_write_cbor_unsigned(uint64_t value, uint8_t *target) {
  return cbor_encode_uint(value, target, HOSTCALL_CBOR_HEAD_SIZE);
}

// Takes the argument, -1 - value, since the integer -2^64 has no C type.
static inline size_t hostcall_write_cbor_negative(uint64_t argument, uint8_t *target) {
  return cbor_encode_negint(argument, target, HOSTCALL_CBOR_HEAD_SIZE);
}

// Writes the head only; the caller copies the content directly to its final position.
static inline size_t hostcall_write_cbor_bytes(size_t length, uint8_t *target) {
  return cbor_encode_bytestring_start(length, target, HOSTCALL_CBOR_HEAD_SIZE);
}

// Writes the head only. libcbor would not validate the UTF-8, but Swift's strings are always valid.
static inline size_t hostcall_write_cbor_text(size_t length, uint8_t *target) {
  return cbor_encode_string_start(length, target, HOSTCALL_CBOR_HEAD_SIZE);
}

// The count is in elements.
static inline size_t hostcall_write_cbor_array(size_t count, uint8_t *target) {
  return cbor_encode_array_start(count, target, HOSTCALL_CBOR_HEAD_SIZE);
}

// The count is in pairs.
static inline size_t hostcall_write_cbor_map(size_t count, uint8_t *target) {
  return cbor_encode_map_start(count, target, HOSTCALL_CBOR_HEAD_SIZE);
}

// Accepts any tag number; the fault of 0.8 with tags 6 to 20 affects only its reader.
static inline size_t hostcall_write_cbor_tag(uint64_t number, uint8_t *target) {
  return cbor_encode_tag(number, target, HOSTCALL_CBOR_HEAD_SIZE);
}

// Writes nothing and returns 0 for 24 to 31, which have no well-formed encoding (RFC 8949 §3.3), but which
// cbor_encode_ctrl would write.
static inline size_t hostcall_write_cbor_simple(uint8_t value, uint8_t *target) {
  if (value >= 24 && value <= 31) {
    return 0;
  }
  return cbor_encode_ctrl(value, target, HOSTCALL_CBOR_HEAD_SIZE);
}

static inline size_t hostcall_write_cbor_bool(bool value, uint8_t *target) {
  return cbor_encode_bool(value, target, HOSTCALL_CBOR_HEAD_SIZE);
}

// Writes the bits without libcbor: cbor_encode_half takes a `float`, and writes wrong bytes without an error for values
// that a half cannot represent (100000 becomes NaN) and for subnormals.
static inline size_t hostcall_write_cbor_half(uint16_t bits, uint8_t *target) {
  target[0] = 0xf9;
  target[1] = (uint8_t)(bits >> 8);
  target[2] = (uint8_t)bits;
  return 3;
}

// Writes a head whose argument takes 1, 2, 4 or 8 bytes, for a width of 0 to 3, even if fewer are enough, for
// diagnostic notation with encoding indicators. libcbor has no function that writes a value below 24 with a one-byte
// argument.
static inline size_t hostcall_write_cbor_wide(uint8_t major, uint64_t argument, uint8_t width, uint8_t *target) {
  size_t size = (size_t)1 << (width & 3);
  target[0] = (uint8_t)(major << 5 | (24 + (width & 3)));
  for (size_t place = 0; place < size; place++) {
    target[1 + place] = (uint8_t)(argument >> 8 * (size - 1 - place));
  }
  return 1 + size;
}

// Never called with a NaN, since its payload survives in 0.8 but changes in 0.12 and 0.14.
static inline size_t hostcall_write_cbor_single(float value, uint8_t *target) {
  return cbor_encode_single(value, target, HOSTCALL_CBOR_HEAD_SIZE);
}

// Never called with a NaN, as above.
static inline size_t hostcall_write_cbor_double(double value, uint8_t *target) {
  return cbor_encode_double(value, target, HOSTCALL_CBOR_HEAD_SIZE);
}

#endif
