/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

// The codec floor without libcbor: heads are written and read in place.

#include <string.h>

#include "floor.h"

#define FLOOR(name) raw_floor_##name
#define PUT(kind) put_##kind

static size_t put_head(uint8_t major, uint64_t value, uint8_t *buffer, size_t size) {
  size_t bytes = value < 24 ? 0 : value < 0x100 ? 1 : value < 0x10000 ? 2 : value < 0x100000000 ? 4 : 8;
  if (size < 1 + bytes) return 0;
  switch (bytes) {
    case 0: buffer[0] = major | (uint8_t)value; return 1;
    case 1: buffer[0] = major | 24, buffer[1] = (uint8_t)value; return 2;
    case 2: {
      uint16_t swapped = __builtin_bswap16((uint16_t)value);
      buffer[0] = major | 25, memcpy(buffer + 1, &swapped, 2);
      return 3;
    }
    case 4: {
      uint32_t swapped = __builtin_bswap32((uint32_t)value);
      buffer[0] = major | 26, memcpy(buffer + 1, &swapped, 4);
      return 5;
    }
    default: {
      uint64_t swapped = __builtin_bswap64(value);
      buffer[0] = major | 27, memcpy(buffer + 1, &swapped, 8);
      return 9;
    }
  }
}

static size_t put_uint(uint64_t value, uint8_t *buffer, size_t size) { return put_head(0x00, value, buffer, size); }
static size_t put_string_start(size_t length, uint8_t *buffer, size_t size) {
  return put_head(0x60, length, buffer, size);
}
static size_t put_array_start(size_t count, uint8_t *buffer, size_t size) {
  return put_head(0x80, count, buffer, size);
}
static size_t put_map_start(size_t count, uint8_t *buffer, size_t size) { return put_head(0xa0, count, buffer, size); }
static size_t put_tag(uint64_t tag, uint8_t *buffer, size_t size) { return put_head(0xc0, tag, buffer, size); }

static size_t put_bool(bool value, uint8_t *buffer, size_t size) {
  if (size < 1) return 0;
  buffer[0] = value ? 0xf5 : 0xf4;
  return 1;
}

static size_t put_half(float value, uint8_t *buffer, size_t size) {
  if (size < 3) return 0;
  _Float16 half = (_Float16)value;
  uint16_t bits;
  memcpy(&bits, &half, 2);
  buffer[0] = 0xf9, buffer[1] = (uint8_t)(bits >> 8), buffer[2] = (uint8_t)bits;
  return 3;
}

static size_t put_double(double value, uint8_t *buffer, size_t size) {
  if (size < 9) return 0;
  uint64_t bits;
  memcpy(&bits, &value, 8);
  bits = __builtin_bswap64(bits);
  buffer[0] = 0xfb, memcpy(buffer + 1, &bits, 8);
  return 9;
}

struct item {
  enum { other, number, string, map, array, boolean, real } kind;
  uint64_t value;
  double real_value;
  const uint8_t *bytes;
};

static inline bool next(const uint8_t **at, const uint8_t *end, struct item *item) {
  const uint8_t *bytes = *at;
  if (bytes == end) return false;
  uint8_t major = *bytes >> 5, info = *bytes & 31;
  bytes++;
  uint64_t value = info;
  if (info >= 24) {
    if (info > 27 || (size_t)(end - bytes) < (size_t)1 << (info - 24)) return false;
    switch (info) {
      case 24: value = *bytes; break;
      case 25: {
        uint16_t word;
        memcpy(&word, bytes, 2);
        value = __builtin_bswap16(word);
        break;
      }
      case 26: {
        uint32_t word;
        memcpy(&word, bytes, 4);
        value = __builtin_bswap32(word);
        break;
      }
      default: {
        uint64_t word;
        memcpy(&word, bytes, 8);
        value = __builtin_bswap64(word);
      }
    }
    bytes += (size_t)1 << (info - 24);
  }
  *item = (struct item){other, value, 0, NULL};
  switch (major) {
    case 0: item->kind = number; break;
    case 3:
      if ((uint64_t)(end - bytes) < value) return false;
      item->kind = string, item->bytes = bytes, bytes += value;
      break;
    case 4: item->kind = array; break;
    case 5: item->kind = map; break;
    case 7:
      item->kind = real;
      if (info == 20 || info == 21) {
        item->kind = boolean, item->value = info == 21;
      } else if (info == 25) {
        uint16_t bits = (uint16_t)value;
        _Float16 half;
        memcpy(&half, &bits, 2);
        item->real_value = (double)half;
      } else if (info == 26) {
        uint32_t bits = (uint32_t)value;
        float single;
        memcpy(&single, &bits, 4);
        item->real_value = single;
      } else if (info == 27) {
        memcpy(&item->real_value, &value, 8);
      } else {
        item->kind = other;
      }
      break;
    default: break;
  }
  *at = bytes;
  return true;
}

#include "codec_functions.h"
