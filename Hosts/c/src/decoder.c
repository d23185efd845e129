/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <math.h>
#include <string.h>

#include "decoder_heads.h"
#include "utf8.h"

void hostcall_typed_decoder_init(hostcall_typed_decoder *decoder, const uint8_t *bytes, size_t length,
                                 hostcall_typed_arena *arena) {
  decoder->bytes = bytes;
  decoder->length = length;
  decoder->offset = 0;
  decoder->depth = 0;
  decoder->arena = arena;
  decoder->fault.has_failed = false;
}

bool hostcall_typed_decode_end(hostcall_typed_decoder *decoder) {
  if (decoder->fault.has_failed) return false;
  if (decoder->offset == decoder->length) return true;
  return hostcall_typed_fail(&decoder->fault, "%zu bytes follow the item", decoder->length - decoder->offset);
}

bool hostcall_typed_take_null(hostcall_typed_decoder *decoder) {
  if (decoder->fault.has_failed || decoder->offset >= decoder->length) return false;
  uint8_t initial = decoder->bytes[decoder->offset];
  if (initial != 0xf6 && initial != 0xf7) return false;
  decoder->offset++;
  return true;
}

bool hostcall_typed_decode_bool(hostcall_typed_decoder *decoder, bool *value) {
  hostcall_cbor_head head;
  if (!hostcall_typed_take_head(decoder, &head)) return false;
  if (head.kind != HOSTCALL_CBOR_SIMPLE || (head.argument != 20 && head.argument != 21)) {
    return hostcall_typed_mismatch(decoder, "a Boolean value", &head);
  }
  *value = head.argument == 21;
  return true;
}

/* Takes an integer, or a bignum, as its argument and sign. */
static bool take_integer(hostcall_typed_decoder *decoder, hostcall_uint128 *argument, bool *is_negative) {
  hostcall_cbor_head head;
  if (!hostcall_typed_take_head(decoder, &head)) return false;
  *is_negative = head.kind == HOSTCALL_CBOR_NEGATIVE;
  *argument = (hostcall_uint128){0, head.argument};
  if (head.kind == HOSTCALL_CBOR_UNSIGNED || head.kind == HOSTCALL_CBOR_NEGATIVE) return true;
  if (head.kind != HOSTCALL_CBOR_TAG || (head.argument != 2 && head.argument != 3)) {
    return hostcall_typed_mismatch(decoder, "an integer", &head);
  }
  *is_negative = head.argument == 3;
  if (!hostcall_typed_take_head(decoder, &head)) return false;
  if (head.kind != HOSTCALL_CBOR_BYTES || head.is_indefinite) {
    return hostcall_typed_mismatch(decoder, "the bytes of a bignum", &head);
  }
  const uint8_t *bytes;
  if (!hostcall_typed_take_content(decoder, head.argument, &bytes)) return false;
  size_t length = (size_t)head.argument;
  for (; length > 0 && *bytes == 0; length--) bytes++;
  if (length > 16) return hostcall_typed_fail(&decoder->fault, "the integer has more than 128 bits");
  *argument = (hostcall_uint128){0, 0};
  for (; length > 0; length--) {
    argument->high = argument->high << 8 | argument->low >> 56;
    argument->low = argument->low << 8 | *bytes++;
  }
  return true;
}

bool hostcall_typed_decode_uint(hostcall_typed_decoder *decoder, uint64_t maximum, uint64_t *value) {
  hostcall_uint128 argument;
  bool is_negative;
  if (!take_integer(decoder, &argument, &is_negative)) return false;
  if (is_negative || argument.high != 0 || argument.low > maximum) {
    return hostcall_typed_fail(&decoder->fault, "the integer is not from 0 to %llu", (unsigned long long)maximum);
  }
  *value = argument.low;
  return true;
}

bool hostcall_typed_decode_int(hostcall_typed_decoder *decoder, int64_t minimum, int64_t maximum, int64_t *value) {
  hostcall_uint128 argument;
  bool is_negative;
  if (!take_integer(decoder, &argument, &is_negative)) return false;
  bool fits = argument.high == 0 && argument.low <= (uint64_t)INT64_MAX;
  int64_t found = !fits ? 0 : is_negative ? -1 - (int64_t)argument.low : (int64_t)argument.low;
  if (!fits || found < minimum || found > maximum) {
    return hostcall_typed_fail(&decoder->fault, "the integer is not from %lld to %lld", (long long)minimum,
                               (long long)maximum);
  }
  *value = found;
  return true;
}

bool hostcall_typed_decode_uint128(hostcall_typed_decoder *decoder, hostcall_uint128 *value) {
  bool is_negative;
  if (!take_integer(decoder, value, &is_negative)) return false;
  return !is_negative || hostcall_typed_fail(&decoder->fault, "the integer is negative");
}

bool hostcall_typed_decode_int128(hostcall_typed_decoder *decoder, hostcall_int128 *value) {
  hostcall_uint128 argument;
  bool is_negative;
  if (!take_integer(decoder, &argument, &is_negative)) return false;
  if (argument.high > (uint64_t)INT64_MAX) {
    return hostcall_typed_fail(&decoder->fault, "the integer does not fit into 128 bits with a sign");
  }
  int64_t high = (int64_t)argument.high;
  *value = is_negative ? (hostcall_int128){-1 - high, ~argument.low} : (hostcall_int128){high, argument.low};
  return true;
}

bool hostcall_typed_decode_double(hostcall_typed_decoder *decoder, double *value) {
  hostcall_cbor_head head;
  if (!hostcall_typed_take_head(decoder, &head)) return false;
  if (head.kind == HOSTCALL_CBOR_FLOAT) {
    memcpy(value, &head.argument, sizeof *value);
    return true;
  }
  if (head.kind != HOSTCALL_CBOR_UNSIGNED && head.kind != HOSTCALL_CBOR_NEGATIVE) {
    return hostcall_typed_mismatch(decoder, "a number", &head);
  }
  if (head.argument >= (uint64_t)1 << 53) {
    return hostcall_typed_fail(&decoder->fault, "the integer has more than 53 bits");
  }
  double magnitude = (double)head.argument;
  *value = head.kind == HOSTCALL_CBOR_NEGATIVE ? -1 - magnitude : magnitude;
  return true;
}

bool hostcall_typed_decode_float(hostcall_typed_decoder *decoder, float *value) {
  double number;
  if (!hostcall_typed_decode_double(decoder, &number)) return false;
  *value = fabs(number) <= 0x1.fffffep127 || !isfinite(number) ? (float)number : 0.0F;
  if (isnan(number) || memcmp(&(double){(double)*value}, &number, sizeof number) == 0) return true;
  return hostcall_typed_fail(&decoder->fault, "%.17g is not exactly a number of 32 bits", number);
}

/* Takes the tag `number`. */
static bool take_tag(hostcall_typed_decoder *decoder, uint64_t number, const char *expected) {
  hostcall_cbor_head head;
  if (!hostcall_typed_take_head(decoder, &head)) return false;
  return (head.kind == HOSTCALL_CBOR_TAG && head.argument == number) ||
         hostcall_typed_mismatch(decoder, expected, &head);
}

bool hostcall_typed_decode_time(hostcall_typed_decoder *decoder, double *seconds) {
  if (!take_tag(decoder, 1, "a time, with tag 1") || !hostcall_typed_decode_double(decoder, seconds)) return false;
  return isfinite(*seconds) || hostcall_typed_fail(&decoder->fault, "the time is not finite");
}

bool hostcall_typed_decode_uuid(hostcall_typed_decoder *decoder, hostcall_uuid *uuid) {
  hostcall_cbor_head head;
  const uint8_t *bytes;
  if (!take_tag(decoder, 37, "a UUID, with tag 37") || !hostcall_typed_take_head(decoder, &head)) return false;
  if (head.kind != HOSTCALL_CBOR_BYTES || head.is_indefinite || head.argument != sizeof uuid->bytes) {
    return hostcall_typed_mismatch(decoder, "16 bytes", &head);
  }
  if (!hostcall_typed_take_content(decoder, head.argument, &bytes)) return false;
  memcpy(uuid->bytes, bytes, sizeof uuid->bytes);
  return true;
}

bool hostcall_typed_decode_uri(hostcall_typed_decoder *decoder, hostcall_text *uri) {
  return take_tag(decoder, 32, "a URI, with tag 32") && hostcall_typed_decode_text(decoder, uri);
}

bool hostcall_typed_decode_decimal(hostcall_typed_decoder *decoder, hostcall_decimal *value) {
  hostcall_cbor_head head;
  if (!take_tag(decoder, 4, "a decimal fraction, with tag 4") || !hostcall_typed_take_head(decoder, &head))
    return false;
  if (head.kind != HOSTCALL_CBOR_ARRAY || head.is_indefinite || head.argument != 2) {
    return hostcall_typed_mismatch(decoder, "an array of exponent and mantissa", &head);
  }
  if (!hostcall_typed_decode_int(decoder, INT64_MIN, INT64_MAX, &value->exponent)) return false;
  if (!take_integer(decoder, &value->mantissa, &value->is_negative)) return false;
  if (value->is_negative) { /* -1 - argument */
    value->mantissa.low++;
    if (value->mantissa.low == 0 && ++value->mantissa.high == 0) {
      return hostcall_typed_fail(&decoder->fault, "the mantissa has more than 128 bits");
    }
  }
  return true;
}
