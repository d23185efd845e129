/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* hostcall_typed_codec.h - writes and reads CBOR (RFC 8949) item by item, for generated code in C and C++.
 *
 * Every function returns whether it succeeded. After the first failure an encoder or decoder has failed: all further
 * functions do nothing and return false, so code may check only at its end. `fault` then says what was found and what
 * was expected, behind the path to the place, which callers extend from the inside to the outside with
 * hostcall_typed_in_field and _in_element. No function reads beyond the message, whatever its bytes are.
 *
 * An encoder or decoder is for one thread at a time. */
#ifndef HOSTCALL_TYPED_CODEC_H
#define HOSTCALL_TYPED_CODEC_H

#include "hostcall_typed_values.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How many arrays, maps and tags may be around an item, as in the core. */
#define HOSTCALL_TYPED_MAXIMUM_DEPTH 128u

/* The largest message that is encoded, in bytes: a value that contains itself ends there. A core accepts fewer. */
#define HOSTCALL_TYPED_MAXIMUM_SIZE (1 << 28)

/* The description of a failure. */
typedef struct hostcall_typed_fault {
  bool has_failed;
  char path[160];   /* such as "tags[2]", cut at its front; empty for the whole message */
  char reason[200]; /* what was found and expected, without the path */
} hostcall_typed_fault;

/* -- Encoding -------------------------------------------------------------------------------------- */

/* A message that grows. */
typedef struct hostcall_typed_encoder {
  uint8_t *bytes; /* the encoder's, until hostcall_typed_encoder_free */
  size_t length;
  size_t capacity;
  hostcall_typed_fault fault;
} hostcall_typed_encoder;

/* Prepares an encoder for a message. */
void hostcall_typed_encoder_init(hostcall_typed_encoder *encoder);
/* Empties an encoder, whose memory is used again. */
void hostcall_typed_encoder_reset(hostcall_typed_encoder *encoder);
/* Frees an encoder's memory. */
void hostcall_typed_encoder_free(hostcall_typed_encoder *encoder);

bool hostcall_typed_encode_null(hostcall_typed_encoder *encoder);
bool hostcall_typed_encode_bool(hostcall_typed_encoder *encoder, bool value);
bool hostcall_typed_encode_uint(hostcall_typed_encoder *encoder, uint64_t value);
bool hostcall_typed_encode_int(hostcall_typed_encoder *encoder, int64_t value);
bool hostcall_typed_encode_uint128(hostcall_typed_encoder *encoder, hostcall_uint128 value);
bool hostcall_typed_encode_int128(hostcall_typed_encoder *encoder, hostcall_int128 value);
/* Takes the fewest bytes that preserve the value. */
bool hostcall_typed_encode_float(hostcall_typed_encoder *encoder, double value);
/* Fails if the text is not UTF-8. */
bool hostcall_typed_encode_text(hostcall_typed_encoder *encoder, hostcall_text text);
bool hostcall_typed_encode_bytes(hostcall_typed_encoder *encoder, hostcall_bytes bytes);
/* Seconds since 1970, with tag 1; fails if they are not finite. */
bool hostcall_typed_encode_time(hostcall_typed_encoder *encoder, double seconds);
bool hostcall_typed_encode_uuid(hostcall_typed_encoder *encoder, hostcall_uuid uuid);
/* Text with tag 32. */
bool hostcall_typed_encode_uri(hostcall_typed_encoder *encoder, hostcall_text uri);
/* A decimal fraction, with tag 4. */
bool hostcall_typed_encode_decimal(hostcall_typed_encoder *encoder, hostcall_decimal value);
/* Appends an encoded item; fails if it is not exactly one well-formed item. */
bool hostcall_typed_encode_item(hostcall_typed_encoder *encoder, hostcall_item item);
/* Begins an array of `count` items, which follow. */
bool hostcall_typed_encode_array(hostcall_typed_encoder *encoder, size_t count);
/* Begins a map of `count` pairs, which follow, each as key and value. */
bool hostcall_typed_encode_map(hostcall_typed_encoder *encoder, size_t count);
/* Appends a key of ASCII that ends with a NUL. */
bool hostcall_typed_encode_key(hostcall_typed_encoder *encoder, const char *key);

/* -- Decoding -------------------------------------------------------------------------------------- */

/* A place in a message. */
typedef struct hostcall_typed_decoder {
  const uint8_t *bytes;
  size_t length;
  size_t offset;
  unsigned depth;
  hostcall_typed_arena *arena;
  hostcall_typed_fault fault;
} hostcall_typed_decoder;

/* An array or a map that is being read. */
typedef struct hostcall_typed_container {
  uint64_t left; /* items, or pairs, that follow; of indefinite ones the number is not known */
  bool is_indefinite;
} hostcall_typed_container;

/* Prepares a decoder for the message of `length` bytes, which must stay valid. Text, bytes and items that are read are
 * copied into `arena`. */
void hostcall_typed_decoder_init(hostcall_typed_decoder *decoder, const uint8_t *bytes, size_t length,
                                 hostcall_typed_arena *arena);
/* Fails unless the message ends here. */
bool hostcall_typed_decode_end(hostcall_typed_decoder *decoder);

/* Takes a null or undefined, if it is the next item. Returns false if it is not, which is no failure. */
bool hostcall_typed_take_null(hostcall_typed_decoder *decoder);
bool hostcall_typed_decode_bool(hostcall_typed_decoder *decoder, bool *value);
/* Fails if the integer is above `maximum`. */
bool hostcall_typed_decode_uint(hostcall_typed_decoder *decoder, uint64_t maximum, uint64_t *value);
/* Fails if the integer is not from `minimum` to `maximum`. */
bool hostcall_typed_decode_int(hostcall_typed_decoder *decoder, int64_t minimum, int64_t maximum, int64_t *value);
bool hostcall_typed_decode_uint128(hostcall_typed_decoder *decoder, hostcall_uint128 *value);
bool hostcall_typed_decode_int128(hostcall_typed_decoder *decoder, hostcall_int128 *value);
/* Reads a float of any width, or an integer of at most 53 bits. */
bool hostcall_typed_decode_double(hostcall_typed_decoder *decoder, double *value);
/* Fails, in addition, if the number is not exactly a `float`. */
bool hostcall_typed_decode_float(hostcall_typed_decoder *decoder, float *value);
/* Fails if the text is not UTF-8. */
bool hostcall_typed_decode_text(hostcall_typed_decoder *decoder, hostcall_text *text);
bool hostcall_typed_decode_bytes(hostcall_typed_decoder *decoder, hostcall_bytes *bytes);
/* Reads seconds since 1970 with tag 1. */
bool hostcall_typed_decode_time(hostcall_typed_decoder *decoder, double *seconds);
bool hostcall_typed_decode_uuid(hostcall_typed_decoder *decoder, hostcall_uuid *uuid);
bool hostcall_typed_decode_uri(hostcall_typed_decoder *decoder, hostcall_text *uri);
bool hostcall_typed_decode_decimal(hostcall_typed_decoder *decoder, hostcall_decimal *value);
/* Copies the next item, whatever it is. */
bool hostcall_typed_decode_item(hostcall_typed_decoder *decoder, hostcall_item *item);
/* The same without a copy: what is read is in the message, or in the arena if it came in chunks, and need not end with
 * a NUL. For a caller that makes a copy of its own. */
bool hostcall_typed_view_text(hostcall_typed_decoder *decoder, hostcall_text *text);
bool hostcall_typed_view_bytes(hostcall_typed_decoder *decoder, hostcall_bytes *bytes);
bool hostcall_typed_view_item(hostcall_typed_decoder *decoder, hostcall_item *item);
/* Skips the next item, whatever it is. */
bool hostcall_typed_skip(hostcall_typed_decoder *decoder);

/* Begins an array; read its elements while hostcall_typed_next returns true. */
bool hostcall_typed_begin_array(hostcall_typed_decoder *decoder, hostcall_typed_container *container);
/* Begins a map; read its keys and values while hostcall_typed_next returns true. */
bool hostcall_typed_begin_map(hostcall_typed_decoder *decoder, hostcall_typed_container *container);
/* Returns whether another element, or pair, follows. At the end of the container, and after a failure, it does not;
 * check `fault.has_failed` after the loop. Every container must be read to its end. */
bool hostcall_typed_next(hostcall_typed_decoder *decoder, hostcall_typed_container *container);
/* Reads the key of a pair. It is in the message or in the arena, and need not end with a NUL. */
bool hostcall_typed_decode_key(hostcall_typed_decoder *decoder, hostcall_text *key);
/* Reads the key of a field. Skips one that is not text, which names no field, and stores a NULL `data`. */
bool hostcall_typed_decode_field_key(hostcall_typed_decoder *decoder, hostcall_text *key);

/* -- Failures -------------------------------------------------------------------------------------- */

/* Records a failure, unless there is one; `format` is as for printf. Returns false. */
#if defined(__GNUC__) || defined(__clang__)
__attribute__((format(printf, 2, 3)))
#endif
bool hostcall_typed_fail(hostcall_typed_fault *fault, const char *format, ...);

/* Says that the failure is in a field, or in an element, of what is read or written around it. Returns false. */
bool hostcall_typed_in_field(hostcall_typed_fault *fault, hostcall_text key);
bool hostcall_typed_in_element(hostcall_typed_fault *fault, size_t index);

/* Writes the whole description, such as "request.tags[2]: expected text, but found 7", to a buffer of `size` bytes, cut
 * if it is too long, with a NUL. `root` is the name of the whole message. Returns `buffer`. */
const char *hostcall_typed_describe_fault(const hostcall_typed_fault *fault, const char *root, char *buffer,
                                          size_t size);

#ifdef __cplusplus
}
#endif

#endif /* HOSTCALL_TYPED_CODEC_H */
