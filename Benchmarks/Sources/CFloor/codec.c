#include <cbor.h>
#include <string.h>

#include "floor.h"

// Through libcbor's encoders of single items, as a careful programmer in C writes it: one buffer, no tree.

static size_t text(uint8_t *buffer, size_t size, const char *string, size_t length) {
  size_t head = cbor_encode_string_start(length, buffer, size);
  memcpy(buffer + head, string, length);
  return head + length;
}

size_t floor_encode_small(uint8_t *buffer, size_t size, uint64_t id, const char *name, size_t name_length, bool flag) {
  size_t at = cbor_encode_map_start(3, buffer, size);
  at += text(buffer + at, size - at, "id", 2);
  at += cbor_encode_uint(id, buffer + at, size - at);
  at += text(buffer + at, size - at, "name", 4);
  at += text(buffer + at, size - at, name, name_length);
  at += text(buffer + at, size - at, "flag", 4);
  at += cbor_encode_bool(flag, buffer + at, size - at);
  return at;
}

size_t floor_encode_doubles(uint8_t *buffer, size_t size, const double *values, size_t count) {
  size_t at = cbor_encode_array_start(count, buffer, size);
  for (size_t i = 0; i < count; i++) at += cbor_encode_double(values[i], buffer + at, size - at);
  return at;
}

size_t floor_encode_uints(uint8_t *buffer, size_t size, const uint64_t *values, size_t count) {
  size_t at = cbor_encode_array_start(count, buffer, size);
  for (size_t i = 0; i < count; i++) at += cbor_encode_uint(values[i], buffer + at, size - at);
  return at;
}

size_t floor_encode_profile(uint8_t *buffer, size_t size, const floor_profile *profile) {
#define KEY(name) text(buffer + at, size - at, name, sizeof name - 1)
#define TEXT(field) text(buffer + at, size - at, (field).bytes, (field).length)
  size_t at = cbor_encode_map_start(11, buffer, size);
  at += KEY("id");
  at += cbor_encode_uint(profile->id, buffer + at, size - at);
  at += KEY("name");
  at += TEXT(profile->name);
  at += KEY("email");
  at += TEXT(profile->email);
  at += KEY("age");
  at += cbor_encode_uint(profile->age, buffer + at, size - at);
  at += KEY("score");
  at += cbor_encode_half((float)profile->score, buffer + at, size - at);
  at += KEY("isActive");
  at += cbor_encode_bool(profile->is_active, buffer + at, size - at);
  at += KEY("created");
  at += cbor_encode_tag(1, buffer + at, size - at);
  at += cbor_encode_uint(profile->created, buffer + at, size - at);
  at += KEY("tags");
  at += cbor_encode_array_start(profile->tag_count, buffer + at, size - at);
  for (size_t i = 0; i < profile->tag_count; i++) at += TEXT(profile->tags[i]);
  at += KEY("address");
  at += cbor_encode_map_start(3, buffer + at, size - at);
  at += KEY("street");
  at += TEXT(profile->street);
  at += KEY("city");
  at += TEXT(profile->city);
  at += KEY("zip");
  at += cbor_encode_uint(profile->zip, buffer + at, size - at);
  at += KEY("manager");
  at += cbor_encode_uint(profile->manager, buffer + at, size - at);
  at += KEY("rating");
  at += cbor_encode_half((float)profile->rating, buffer + at, size - at);
  return at;
#undef KEY
#undef TEXT
}

size_t floor_encode_pairs(uint8_t *buffer, size_t size, const floor_pair *pairs, size_t count) {
  size_t at = cbor_encode_map_start(count, buffer, size);
  for (size_t i = 0; i < count; i++) {
    at += text(buffer + at, size - at, pairs[i].key.bytes, pairs[i].key.length);
    at += cbor_encode_uint(pairs[i].value, buffer + at, size - at);
  }
  return at;
}

// -- Reading ------------------------------------------------------------------------------------------

// What the callbacks of libcbor's decoder found last.
struct item {
  enum { other, number, string, map, array, boolean, real } kind;
  uint64_t value;
  double real_value;
  const uint8_t *bytes;
};

static void on_uint8(void *context, uint8_t value) { *(struct item *)context = (struct item){number, value, 0, NULL}; }
static void on_uint16(void *context, uint16_t value) { *(struct item *)context = (struct item){number, value, 0, NULL}; }
static void on_uint32(void *context, uint32_t value) { *(struct item *)context = (struct item){number, value, 0, NULL}; }
static void on_uint64(void *context, uint64_t value) { *(struct item *)context = (struct item){number, value, 0, NULL}; }
static void on_string(void *context, cbor_data bytes, size_t length) {
  *(struct item *)context = (struct item){string, length, 0, bytes};
}
static void on_map(void *context, size_t count) { *(struct item *)context = (struct item){map, count, 0, NULL}; }
static void on_array(void *context, size_t count) { *(struct item *)context = (struct item){array, count, 0, NULL}; }
static void on_bool(void *context, bool value) { *(struct item *)context = (struct item){boolean, value, 0, NULL}; }
static void on_double(void *context, double value) { *(struct item *)context = (struct item){real, 0, value, NULL}; }
static void on_float(void *context, float value) { *(struct item *)context = (struct item){real, 0, value, NULL}; }

// A tag says nothing that its reader does not know.
static void on_tag(void *context, uint64_t value) { (void)context, (void)value; }

static struct cbor_callbacks callbacks;

static bool next(const uint8_t **at, const uint8_t *end, struct item *item) {
  if (callbacks.uint8 != on_uint8) {
    callbacks = cbor_empty_callbacks;
    callbacks.uint8 = on_uint8;
    callbacks.uint16 = on_uint16;
    callbacks.uint32 = on_uint32;
    callbacks.uint64 = on_uint64;
    callbacks.string = on_string;
    callbacks.map_start = on_map;
    callbacks.array_start = on_array;
    callbacks.boolean = on_bool;
    callbacks.tag = on_tag;
    callbacks.float8 = on_double;
    callbacks.float4 = on_float;
    callbacks.float2 = on_float;
  }
  item->kind = other;
  struct cbor_decoder_result result = cbor_stream_decode(*at, (size_t)(end - *at), &callbacks, item);
  *at += result.read;
  return result.status == CBOR_DECODER_FINISHED;
}

bool floor_decode_small(const uint8_t *bytes, size_t length, uint64_t *id, const uint8_t **name, size_t *name_length,
                        bool *flag) {
  const uint8_t *at = bytes, *end = bytes + length;
  struct item item;
  if (!next(&at, end, &item) || item.kind != map) return false;
  for (uint64_t left = item.value; left > 0; left--) {
    struct item value;
    if (!next(&at, end, &item) || item.kind != string || !next(&at, end, &value)) return false;
    if (item.value == 2 && memcmp(item.bytes, "id", 2) == 0 && value.kind == number) {
      *id = value.value;
    } else if (item.value == 4 && memcmp(item.bytes, "name", 4) == 0 && value.kind == string) {
      *name = value.bytes;
      *name_length = value.value;
    } else if (item.value == 4 && memcmp(item.bytes, "flag", 4) == 0 && value.kind == boolean) {
      *flag = value.value != 0;
    }
  }
  return at == end;
}

bool floor_decode_doubles(const uint8_t *bytes, size_t length, double *values, size_t count) {
  const uint8_t *at = bytes, *end = bytes + length;
  struct item item;
  if (!next(&at, end, &item) || item.kind != array || item.value != count) return false;
  for (size_t i = 0; i < count; i++) {
    if (!next(&at, end, &item) || item.kind != real) return false;
    values[i] = item.real_value;
  }
  return true;
}

bool floor_decode_uints(const uint8_t *bytes, size_t length, uint64_t *values, size_t count) {
  const uint8_t *at = bytes, *end = bytes + length;
  struct item item;
  if (!next(&at, end, &item) || item.kind != array || item.value != count) return false;
  for (size_t i = 0; i < count; i++) {
    if (!next(&at, end, &item) || item.kind != number) return false;
    values[i] = item.value;
  }
  return true;
}

static bool is(const struct item *item, const char *key) {
  return item->kind == string && item->value == strlen(key) && memcmp(item->bytes, key, item->value) == 0;
}

static floor_text text_of(const struct item *item) { return (floor_text){(const char *)item->bytes, item->value}; }

static bool decode_address(const uint8_t **at, const uint8_t *end, uint64_t pairs, floor_profile *profile) {
  for (; pairs > 0; pairs--) {
    struct item key, value;
    if (!next(at, end, &key) || !next(at, end, &value)) return false;
    if (is(&key, "street")) profile->street = text_of(&value);
    else if (is(&key, "city")) profile->city = text_of(&value);
    else if (is(&key, "zip")) profile->zip = value.value;
  }
  return true;
}

bool floor_decode_profile(const uint8_t *bytes, size_t length, floor_profile *profile) {
  const uint8_t *at = bytes, *end = bytes + length;
  struct item key, value;
  if (!next(&at, end, &key) || key.kind != map) return false;
  for (uint64_t left = key.value; left > 0; left--) {
    if (!next(&at, end, &key) || !next(&at, end, &value)) return false;
    if (is(&key, "id")) profile->id = value.value;
    else if (is(&key, "name")) profile->name = text_of(&value);
    else if (is(&key, "email")) profile->email = text_of(&value);
    else if (is(&key, "age")) profile->age = value.value;
    else if (is(&key, "score")) profile->score = value.real_value;
    else if (is(&key, "isActive")) profile->is_active = value.value != 0;
    else if (is(&key, "created")) {
      if (!next(&at, end, &value)) return false;
      profile->created = value.value;
    } else if (is(&key, "tags")) {
      profile->tag_count = value.value < 8 ? value.value : 8;
      for (size_t i = 0; i < profile->tag_count; i++) {
        if (!next(&at, end, &value)) return false;
        profile->tags[i] = text_of(&value);
      }
    } else if (is(&key, "address")) {
      if (!decode_address(&at, end, value.value, profile)) return false;
    } else if (is(&key, "manager")) profile->manager = value.value;
    else if (is(&key, "rating")) profile->rating = value.real_value;
  }
  return at == end;
}

bool floor_decode_pairs(const uint8_t *bytes, size_t length, floor_pair *pairs, size_t count) {
  const uint8_t *at = bytes, *end = bytes + length;
  struct item key, value;
  if (!next(&at, end, &key) || key.kind != map || key.value != count) return false;
  for (size_t i = 0; i < count; i++) {
    if (!next(&at, end, &key) || !next(&at, end, &value) || key.kind != string || value.kind != number) return false;
    pairs[i] = (floor_pair){text_of(&key), value.value};
  }
  return at == end;
}
