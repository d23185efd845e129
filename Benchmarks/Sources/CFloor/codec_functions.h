/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

// The functions of a codec floor, based on PUT(kind), which writes a head, and `next`, which reads an item. Each floor
// defines these and includes this file; FLOOR(name) is a function's name.

static size_t text(uint8_t *buffer, size_t size, const char *string, size_t length) {
  size_t head = PUT(string_start)(length, buffer, size);
  memcpy(buffer + head, string, length);
  return head + length;
}

size_t FLOOR(encode_small)(uint8_t *buffer, size_t size, uint64_t id, const char *name, size_t name_length, bool flag) {
  size_t at = PUT(map_start)(3, buffer, size);
  at += text(buffer + at, size - at, "id", 2);
  at += PUT(uint)(id, buffer + at, size - at);
  at += text(buffer + at, size - at, "name", 4);
  at += text(buffer + at, size - at, name, name_length);
  at += text(buffer + at, size - at, "flag", 4);
  at += PUT(bool)(flag, buffer + at, size - at);
  return at;
}

size_t FLOOR(encode_doubles)(uint8_t *buffer, size_t size, const double *values, size_t count) {
  size_t at = PUT(array_start)(count, buffer, size);
  for (size_t i = 0; i < count; i++) at += PUT(double)(values[i], buffer + at, size - at);
  return at;
}

size_t FLOOR(encode_uints)(uint8_t *buffer, size_t size, const uint64_t *values, size_t count) {
  size_t at = PUT(array_start)(count, buffer, size);
  for (size_t i = 0; i < count; i++) at += PUT(uint)(values[i], buffer + at, size - at);
  return at;
}

size_t FLOOR(encode_profile)(uint8_t *buffer, size_t size, const floor_profile *profile) {
#define KEY(name) text(buffer + at, size - at, name, sizeof name - 1)
#define TEXT(field) text(buffer + at, size - at, (field).bytes, (field).length)
  size_t at = PUT(map_start)(11, buffer, size);
  at += KEY("id");
  at += PUT(uint)(profile->id, buffer + at, size - at);
  at += KEY("name");
  at += TEXT(profile->name);
  at += KEY("email");
  at += TEXT(profile->email);
  at += KEY("age");
  at += PUT(uint)(profile->age, buffer + at, size - at);
  at += KEY("score");
  at += PUT(half)((float)profile->score, buffer + at, size - at);
  at += KEY("isActive");
  at += PUT(bool)(profile->is_active, buffer + at, size - at);
  at += KEY("created");
  at += PUT(tag)(1, buffer + at, size - at);
  at += PUT(uint)(profile->created, buffer + at, size - at);
  at += KEY("tags");
  at += PUT(array_start)(profile->tag_count, buffer + at, size - at);
  for (size_t i = 0; i < profile->tag_count; i++) at += TEXT(profile->tags[i]);
  at += KEY("address");
  at += PUT(map_start)(3, buffer + at, size - at);
  at += KEY("street");
  at += TEXT(profile->street);
  at += KEY("city");
  at += TEXT(profile->city);
  at += KEY("zip");
  at += PUT(uint)(profile->zip, buffer + at, size - at);
  at += KEY("manager");
  at += PUT(uint)(profile->manager, buffer + at, size - at);
  at += KEY("rating");
  at += PUT(half)((float)profile->rating, buffer + at, size - at);
  return at;
#undef KEY
#undef TEXT
}

size_t FLOOR(encode_pairs)(uint8_t *buffer, size_t size, const floor_pair *pairs, size_t count) {
  size_t at = PUT(map_start)(count, buffer, size);
  for (size_t i = 0; i < count; i++) {
    at += text(buffer + at, size - at, pairs[i].key.bytes, pairs[i].key.length);
    at += PUT(uint)(pairs[i].value, buffer + at, size - at);
  }
  return at;
}

bool FLOOR(decode_small)(const uint8_t *bytes, size_t length, uint64_t *id, const uint8_t **name, size_t *name_length,
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

bool FLOOR(decode_doubles)(const uint8_t *bytes, size_t length, double *values, size_t count) {
  const uint8_t *at = bytes, *end = bytes + length;
  struct item item;
  if (!next(&at, end, &item) || item.kind != array || item.value != count) return false;
  for (size_t i = 0; i < count; i++) {
    if (!next(&at, end, &item) || item.kind != real) return false;
    values[i] = item.real_value;
  }
  return true;
}

bool FLOOR(decode_uints)(const uint8_t *bytes, size_t length, uint64_t *values, size_t count) {
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

bool FLOOR(decode_profile)(const uint8_t *bytes, size_t length, floor_profile *profile) {
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

bool FLOOR(decode_pairs)(const uint8_t *bytes, size_t length, floor_pair *pairs, size_t count) {
  const uint8_t *at = bytes, *end = bytes + length;
  struct item key, value;
  if (!next(&at, end, &key) || key.kind != map || key.value != count) return false;
  for (size_t i = 0; i < count; i++) {
    if (!next(&at, end, &key) || !next(&at, end, &value) || key.kind != string || value.kind != number) return false;
    pairs[i] = (floor_pair){text_of(&key), value.value};
  }
  return at == end;
}
