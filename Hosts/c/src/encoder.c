/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cbor_heads.h"
#include "hostcall_typed_codec.h"
#include "utf8.h"

void hostcall_typed_encoder_init(hostcall_typed_encoder *encoder) {
  encoder->bytes = NULL;
  encoder->length = encoder->capacity = 0;
  encoder->fault.has_failed = false;
}

void hostcall_typed_encoder_reset(hostcall_typed_encoder *encoder) {
  encoder->length = 0;
  encoder->fault.has_failed = false;
}

void hostcall_typed_encoder_free(hostcall_typed_encoder *encoder) {
  free(encoder->bytes);
  hostcall_typed_encoder_init(encoder);
}

/* Returns the place for `size` more bytes; NULL if the encoder has failed. */
static uint8_t *reserve(hostcall_typed_encoder *encoder, size_t size) {
  if (encoder->fault.has_failed) return NULL;
  if (size > HOSTCALL_TYPED_MAXIMUM_SIZE || encoder->length > HOSTCALL_TYPED_MAXIMUM_SIZE - size) {
    hostcall_typed_fail(&encoder->fault, "the message has more than %d bytes", HOSTCALL_TYPED_MAXIMUM_SIZE);
    return NULL;
  }
  if (encoder->capacity - encoder->length < size) {
    size_t capacity = encoder->capacity < 64 ? 128 : encoder->capacity * 2;
    if (capacity - encoder->length < size) capacity = encoder->length + size;
    uint8_t *bytes = realloc(encoder->bytes, capacity);
    if (bytes == NULL) {
      hostcall_typed_fail(&encoder->fault, "there is no memory for %zu bytes", size);
      return NULL;
    }
    encoder->bytes = bytes;
    encoder->capacity = capacity;
  }
  return encoder->bytes + encoder->length;
}

/* Appends the head that a writer of cbor_heads.h writes. */
#define APPEND_HEAD(encoder, writer, value)                   \
  do {                                                        \
    uint8_t *at_ = reserve(encoder, HOSTCALL_CBOR_HEAD_SIZE); \
    if (at_ == NULL) return false;                            \
    (encoder)->length += writer(value, at_);                  \
  } while (0)

static bool append(hostcall_typed_encoder *encoder, const void *bytes, size_t length) {
  uint8_t *at = reserve(encoder, length);
  if (at == NULL) return false;
  if (length > 0) memcpy(at, bytes, length);
  encoder->length += length;
  return true;
}

bool hostcall_typed_encode_null(hostcall_typed_encoder *encoder) {
  APPEND_HEAD(encoder, hostcall_write_cbor_simple, 22);
  return true;
}

bool hostcall_typed_encode_bool(hostcall_typed_encoder *encoder, bool value) {
  APPEND_HEAD(encoder, hostcall_write_cbor_bool, value);
  return true;
}

bool hostcall_typed_encode_uint(hostcall_typed_encoder *encoder, uint64_t value) {
  APPEND_HEAD(encoder, hostcall_write_cbor_unsigned, value);
  return true;
}

bool hostcall_typed_encode_int(hostcall_typed_encoder *encoder, int64_t value) {
  if (value >= 0) return hostcall_typed_encode_uint(encoder, (uint64_t)value);
  APPEND_HEAD(encoder, hostcall_write_cbor_negative, ~(uint64_t)value);
  return true;
}

/* Appends a bignum (RFC 8949, section 3.4.3) in the fewest bytes. */
static bool encode_bignum(hostcall_typed_encoder *encoder, uint64_t tag, hostcall_uint128 value) {
  uint8_t bytes[16];
  for (int place = 0; place < 8; place++) {
    bytes[place] = (uint8_t)(value.high >> (56 - 8 * place));
    bytes[8 + place] = (uint8_t)(value.low >> (56 - 8 * place));
  }
  size_t zeros = 0;
  while (zeros < 8 && bytes[zeros] == 0) zeros++;
  APPEND_HEAD(encoder, hostcall_write_cbor_tag, tag);
  return hostcall_typed_encode_bytes(encoder, (hostcall_bytes){bytes + zeros, sizeof bytes - zeros});
}

bool hostcall_typed_encode_uint128(hostcall_typed_encoder *encoder, hostcall_uint128 value) {
  return value.high == 0 ? hostcall_typed_encode_uint(encoder, value.low) : encode_bignum(encoder, 2, value);
}

bool hostcall_typed_encode_int128(hostcall_typed_encoder *encoder, hostcall_int128 value) {
  if (value.high >= 0) {
    return hostcall_typed_encode_uint128(encoder, (hostcall_uint128){(uint64_t)value.high, value.low});
  }
  hostcall_uint128 argument = {~(uint64_t)value.high, ~value.low};
  if (argument.high != 0) return encode_bignum(encoder, 3, argument);
  APPEND_HEAD(encoder, hostcall_write_cbor_negative, argument.low);
  return true;
}

/* Writes the bits of the half that equals `value` to `bits`; returns false if there is none. */
static bool half_of(float value, uint16_t *bits) {
  uint32_t single;
  memcpy(&single, &value, sizeof single);
  uint32_t sign = single >> 16 & 0x8000, exponent = single >> 23 & 0xff, fraction = single & 0x7fffff;
  if (exponent == 0xff) {
    *bits = (uint16_t)(sign | 0x7c00);
    return fraction == 0;
  }
  if (exponent == 0 && fraction == 0) {
    *bits = (uint16_t)sign;
    return true;
  }
  if (exponent >= 113 && exponent <= 142) {
    *bits = (uint16_t)(sign | (exponent - 112) << 10 | fraction >> 13);
    return (fraction & 0x1fff) == 0;
  }
  if (exponent >= 103 && exponent < 113) { /* subnormal: a multiple of 2^-24 */
    uint32_t shift = 126 - exponent, whole = fraction | 0x800000;
    *bits = (uint16_t)(sign | whole >> shift);
    return (whole & ((1u << shift) - 1)) == 0;
  }
  return false;
}

bool hostcall_typed_encode_float(hostcall_typed_encoder *encoder, double value) {
  uint16_t half = 0x7e00;
  if (isnan(value)) {
    APPEND_HEAD(encoder, hostcall_write_cbor_half, half);
    return true;
  }
  float single = fabs(value) <= (double)FLT_MAX || isinf(value) ? (float)value : 0.0F;
  if (memcmp(&(double){(double)single}, &value, sizeof value) != 0) {
    APPEND_HEAD(encoder, hostcall_write_cbor_double, value);
  } else if (half_of(single, &half)) {
    APPEND_HEAD(encoder, hostcall_write_cbor_half, half);
  } else {
    APPEND_HEAD(encoder, hostcall_write_cbor_single, single);
  }
  return true;
}

bool hostcall_typed_encode_text(hostcall_typed_encoder *encoder, hostcall_text text) {
  if (text.data == NULL && text.length > 0) return hostcall_typed_fail(&encoder->fault, "the text is NULL");
  if (!hostcall_typed_is_utf8(text.data == NULL ? "" : text.data, text.length)) {
    return hostcall_typed_fail(&encoder->fault, "the text is not UTF-8");
  }
  APPEND_HEAD(encoder, hostcall_write_cbor_text, text.length);
  return append(encoder, text.data, text.length);
}

bool hostcall_typed_encode_key(hostcall_typed_encoder *encoder, const char *key) {
  size_t length = strlen(key);
  APPEND_HEAD(encoder, hostcall_write_cbor_text, length);
  return append(encoder, key, length);
}

bool hostcall_typed_encode_bytes(hostcall_typed_encoder *encoder, hostcall_bytes bytes) {
  if (bytes.data == NULL && bytes.length > 0) return hostcall_typed_fail(&encoder->fault, "the bytes are NULL");
  APPEND_HEAD(encoder, hostcall_write_cbor_bytes, bytes.length);
  return append(encoder, bytes.data, bytes.length);
}

bool hostcall_typed_encode_time(hostcall_typed_encoder *encoder, double seconds) {
  if (!isfinite(seconds)) return hostcall_typed_fail(&encoder->fault, "the time is not finite");
  APPEND_HEAD(encoder, hostcall_write_cbor_tag, 1);
  /* An integer would lose the sign of -0.0, which CBOR's floats keep. */
  int64_t whole = fabs(seconds) < 9007199254740992.0 ? (int64_t)seconds : 0;
  bool is_whole = memcmp(&(double){(double)whole}, &seconds, sizeof seconds) == 0;
  return is_whole ? hostcall_typed_encode_int(encoder, whole) : hostcall_typed_encode_float(encoder, seconds);
}

bool hostcall_typed_encode_uuid(hostcall_typed_encoder *encoder, hostcall_uuid uuid) {
  APPEND_HEAD(encoder, hostcall_write_cbor_tag, 37);
  return hostcall_typed_encode_bytes(encoder, (hostcall_bytes){uuid.bytes, sizeof uuid.bytes});
}

bool hostcall_typed_encode_uri(hostcall_typed_encoder *encoder, hostcall_text uri) {
  APPEND_HEAD(encoder, hostcall_write_cbor_tag, 32);
  return hostcall_typed_encode_text(encoder, uri);
}

bool hostcall_typed_encode_decimal(hostcall_typed_encoder *encoder, hostcall_decimal value) {
  APPEND_HEAD(encoder, hostcall_write_cbor_tag, 4);
  if (!hostcall_typed_encode_array(encoder, 2) || !hostcall_typed_encode_int(encoder, value.exponent)) return false;
  hostcall_uint128 mantissa = value.mantissa;
  if (!value.is_negative || (mantissa.high == 0 && mantissa.low == 0)) {
    return hostcall_typed_encode_uint128(encoder, mantissa);
  }
  hostcall_uint128 argument = {mantissa.high - (mantissa.low == 0), mantissa.low - 1};
  if (argument.high != 0) return encode_bignum(encoder, 3, argument);
  APPEND_HEAD(encoder, hostcall_write_cbor_negative, argument.low);
  return true;
}

bool hostcall_typed_encode_item(hostcall_typed_encoder *encoder, hostcall_item item) {
  hostcall_typed_decoder decoder;
  hostcall_typed_decoder_init(&decoder, item.data, item.data == NULL ? 0 : item.length, NULL);
  if (!hostcall_typed_skip(&decoder) || !hostcall_typed_decode_end(&decoder)) {
    return hostcall_typed_fail(&encoder->fault, "no CBOR item: %s", decoder.fault.reason);
  }
  return append(encoder, item.data, item.length);
}

bool hostcall_typed_encode_array(hostcall_typed_encoder *encoder, size_t count) {
  APPEND_HEAD(encoder, hostcall_write_cbor_array, count);
  return true;
}

bool hostcall_typed_encode_map(hostcall_typed_encoder *encoder, size_t count) {
  APPEND_HEAD(encoder, hostcall_write_cbor_map, count);
  return true;
}
