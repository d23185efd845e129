/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Behaviours 7 to 9 and 14 to 16: optionals, lists and tables, and types of Swift's libraries. */
#include "behaviours.h"

static const char *optionals(struct host *host) {
  const int64_t number = -5;
  const int64_t *const sparse[] = {&number, NULL, &number};
  const conformance_int64_or_null_map_entry gaps[] = {{HOSTCALL_TEXT("gap"), NULL}, {HOSTCALL_TEXT("five"), &number}};
  conformance_round_trip_optionals_request request = {{.sparse = {sparse, 3}, .gaps = {gaps, 2}}};
  CALL(none, round_trip_optionals, &request, NULL);
  EXPECT_OK(none);
  const conformance_optionals *found = none.response;
  EXPECT(found->flag == NULL && found->number == NULL && found->ratio == NULL && found->text == NULL);
  EXPECT(found->bytes == NULL && found->point == NULL && found->mood == NULL && found->shape == NULL);
  EXPECT(found->numbers == NULL && found->table == NULL);
  EXPECT(found->sparse.count == 3 && found->sparse.items[0] != NULL && *found->sparse.items[0] == -5);
  EXPECT(found->sparse.items[1] == NULL && found->sparse.items[2] != NULL && *found->sparse.items[2] == -5);
  EXPECT(found->gaps.count == 2);
  for (size_t i = 0; i < 2; i++) {
    bool is_gap = hostcall_text_equals(found->gaps.items[i].key, "gap");
    EXPECT(is_gap || hostcall_text_equals(found->gaps.items[i].key, "five"));
    EXPECT(is_gap ? found->gaps.items[i].value == NULL : *found->gaps.items[i].value == -5);
  }
  FREE(none, round_trip_optionals);

  const conformance_int64_map_entry entry = {HOSTCALL_TEXT("key"), 9};
  request.value.flag = &(bool){false};
  request.value.number = &number;
  request.value.ratio = &(double){0.25};
  request.value.text = &HOSTCALL_TEXT("");
  request.value.bytes = &(hostcall_bytes){NULL, 0};
  request.value.point = &(conformance_point){1, 2};
  request.value.mood = &(conformance_mood){CONFORMANCE_MOOD_WORRIED};
  request.value.shape = &(conformance_shape){.kind = CONFORMANCE_SHAPE_EMPTY};
  request.value.numbers = &(conformance_int64_array){&number, 1};
  request.value.table = &(conformance_int64_map){&entry, 1};
  CALL(all, round_trip_optionals, &request, NULL);
  EXPECT_OK(all);
  found = all.response;
  EXPECT(found->flag != NULL && !*found->flag && found->number != NULL && *found->number == -5);
  EXPECT(found->ratio != NULL && memcmp(found->ratio, request.value.ratio, sizeof(double)) == 0);
  EXPECT(found->text != NULL && found->text->length == 0 && found->bytes != NULL && found->bytes->length == 0);
  EXPECT(found->point != NULL && memcmp(found->point, request.value.point, sizeof *found->point) == 0);
  EXPECT(found->mood != NULL && *found->mood == CONFORMANCE_MOOD_WORRIED);
  EXPECT(found->shape != NULL && found->shape->kind == CONFORMANCE_SHAPE_EMPTY);
  EXPECT(found->numbers != NULL && found->numbers->count == 1 && found->numbers->items[0] == -5);
  EXPECT(found->table != NULL && found->table->count == 1 && same_text(found->table->items[0].key, entry.key));
  EXPECT(found->table->items[0].value == 9);
  FREE(all, round_trip_optionals);
  return NULL;
}

static const char *optional_text(struct host *host) {
  const hostcall_text texts[] = {HOSTCALL_TEXT(""), HOSTCALL_TEXT("text")};
  for (int i = 0; i < 3; i++) {
    conformance_round_trip_optional_text_request request = {i == 2 ? NULL : &texts[i]};
    CALL(result, round_trip_optional_text, &request, NULL);
    EXPECT_OK(result);
    const hostcall_text *found = *result.response;
    EXPECT(i == 2 ? found == NULL : found != NULL && same_text(*found, texts[i]));
    FREE(result, round_trip_optional_text);
  }
  return NULL;
}

static bool same_texts(conformance_text_array found, const hostcall_text *expected, size_t count) {
  bool is_same = found.count == count;
  for (size_t i = 0; i < count && is_same; i++) is_same = same_text(found.items[i], expected[i]);
  return is_same;
}

static const char *containers_in_containers(struct host *host) {
  conformance_round_trip_containers_request empty = {{.numbers = {NULL, 0}}};
  CALL(none, round_trip_containers, &empty, NULL);
  EXPECT_OK(none);
  const conformance_containers *found = none.response;
  EXPECT(found->numbers.count == 0 && found->texts.count == 0 && found->matrix.count == 0 && found->points.count == 0);
  EXPECT(found->blobs.count == 0 && found->by_text.count == 0 && found->by_number.count == 0);
  EXPECT(found->points_by_text.count == 0 && found->lists_by_number.count == 0 && found->deep.count == 0);
  FREE(none, round_trip_containers);

  const int64_t numbers[] = {1, -1};
  const hostcall_text texts[] = {HOSTCALL_TEXT("\303\274"), HOSTCALL_TEXT("")};
  const double row[] = {0.5, 1};
  const conformance_double_array matrix[] = {{row, 2}, {NULL, 0}};
  const conformance_point points[] = {{1, 2}, {3, 4}};
  const hostcall_bytes blobs[] = {{(const uint8_t *)"ab", 2}, {NULL, 0}};
  const conformance_int64_map_entry by_text[] = {{HOSTCALL_TEXT("\346\274\242"), 1}, {HOSTCALL_TEXT(""), 2}};
  const conformance_text_numbered_map_entry by_number[] = {
      {-1, texts[0]}, {0, texts[1]}, {(INT64_C(1) << 53) + 1, texts[0]}};
  const conformance_point_map_entry points_by_text[] = {{HOSTCALL_TEXT("here"), points[1]}};
  const conformance_text_array_numbered_map_entry lists[] = {{7, {texts, 2}}};
  const conformance_point_array inner[] = {{points, 2}, {NULL, 0}};
  const conformance_point_array_array_map_entry deep[] = {{HOSTCALL_TEXT("deep"), {inner, 2}}};
  conformance_round_trip_containers_request full = {{.numbers = {numbers, 2},
                                                     .texts = {texts, 2},
                                                     .matrix = {matrix, 2},
                                                     .points = {points, 2},
                                                     .blobs = {blobs, 2},
                                                     .by_text = {by_text, 2},
                                                     .by_number = {by_number, 3},
                                                     .points_by_text = {points_by_text, 1},
                                                     .lists_by_number = {lists, 1},
                                                     .deep = {deep, 1}}};
  CALL(all, round_trip_containers, &full, NULL);
  EXPECT_OK(all);
  found = all.response;
  EXPECT(found->numbers.count == 2 && memcmp(found->numbers.items, numbers, sizeof numbers) == 0);
  EXPECT(same_texts(found->texts, texts, 2));
  EXPECT(found->matrix.count == 2 && found->matrix.items[0].count == 2 && found->matrix.items[1].count == 0);
  EXPECT(memcmp(found->matrix.items[0].items, row, sizeof row) == 0);
  EXPECT(found->points.count == 2 && memcmp(found->points.items, points, sizeof points) == 0);
  EXPECT(found->blobs.count == 2 && same_bytes(found->blobs.items[0], blobs[0]));
  EXPECT(same_bytes(found->blobs.items[1], blobs[1]));
  /* The entries of a table come in any order. */
  unsigned seen = 0;
  EXPECT(found->by_text.count == 2 && found->by_number.count == 3);
  for (size_t i = 0; i < 2; i++) {
    for (unsigned j = 0; j < 2; j++) {
      const conformance_int64_map_entry *entry = &found->by_text.items[i];
      if (same_text(entry->key, by_text[j].key) && entry->value == by_text[j].value) seen |= 1U << j;
    }
  }
  for (size_t i = 0; i < 3; i++) {
    for (unsigned j = 0; j < 3; j++) {
      const conformance_text_numbered_map_entry *entry = &found->by_number.items[i];
      if (entry->key == by_number[j].key && same_text(entry->value, by_number[j].value)) seen |= 4U << j;
    }
  }
  EXPECT(seen == 31);
  const conformance_point_map_entry *place = found->points_by_text.items;
  EXPECT(found->points_by_text.count == 1 && hostcall_text_equals(place->key, "here"));
  EXPECT(memcmp(&place->value, &points[1], sizeof *points) == 0);
  EXPECT(found->lists_by_number.count == 1 && found->lists_by_number.items[0].key == 7);
  EXPECT(same_texts(found->lists_by_number.items[0].value, texts, 2));
  EXPECT(found->deep.count == 1 && hostcall_text_equals(found->deep.items[0].key, "deep"));
  const conformance_point_array_array lists_of_points = found->deep.items[0].value;
  EXPECT(lists_of_points.count == 2 && lists_of_points.items[0].count == 2 && lists_of_points.items[1].count == 0);
  EXPECT(memcmp(lists_of_points.items[0].items, points, sizeof points) == 0);
  FREE(all, round_trip_containers);
  return NULL;
}

/* Compares decimals by value: 1 * 10^6 equals 1000000. */
static bool same_decimal(hostcall_decimal one, hostcall_decimal other) {
  hostcall_decimal *const both[] = {&one, &other};
  for (int i = 0; i < 2; i++) {
    for (; both[i]->mantissa.low != 0 && both[i]->mantissa.low % 10 == 0; both[i]->exponent++) {
      both[i]->mantissa.low /= 10;
    }
  }
  return one.is_negative == other.is_negative && one.exponent == other.exponent && one.mantissa.high == 0 &&
         other.mantissa.high == 0 && one.mantissa.low == other.mantissa.low;
}

static const char *foundation(struct host *host) {
  const double dates[] = {1700000000.25, -1.5, 0};
  const hostcall_decimal amounts[] = {{.exponent = -2, .mantissa = {0, 125}},
                                      {.is_negative = true, .mantissa = {0, 1000000}}};
  for (int i = 0; i < 2; i++) {
    conformance_round_trip_foundation_request request = {{.date = dates[i],
                                                          .dates = {dates, 3},
                                                          .later = i == 0 ? NULL : &dates[0],
                                                          .identifier = {{0x12, 0x34, 15, 0xff}},
                                                          .address = HOSTCALL_TEXT("https://example.com/a?b=c#d"),
                                                          .amount = amounts[i]}};
    CALL(result, round_trip_foundation, &request, NULL);
    EXPECT_OK(result);
    const conformance_foundation_values *found = result.response;
    EXPECT(memcmp(&found->date, &dates[i], sizeof *dates) == 0);
    EXPECT(found->dates.count == 3 && memcmp(found->dates.items, dates, sizeof dates) == 0);
    EXPECT(i == 0 ? found->later == NULL : found->later != NULL && memcmp(found->later, dates, sizeof *dates) == 0);
    EXPECT(memcmp(&found->identifier, &request.value.identifier, sizeof found->identifier) == 0);
    EXPECT(hostcall_text_equals(found->address, "https://example.com/a?b=c#d"));
    EXPECT(same_decimal(found->amount, amounts[i]));
    FREE(result, round_trip_foundation);
  }
  return NULL;
}

static const char *rarities(struct host *host) {
  const hostcall_text names[] = {HOSTCALL_TEXT("one"), HOSTCALL_TEXT("two")};
  const conformance_mood_int64_pairs_entry counts[] = {{CONFORMANCE_MOOD_MERRY, 3}};
  const conformance_uint8_text_pairs_entry labels[] = {{200, names[0]}, {7, names[1]}};
  conformance_round_trip_rarities_request request = {
      {.names = {names, 2}, .range = {-1, 5}, .counts = {counts, 1}, .labels = {labels, 2}}};
  CALL(result, round_trip_rarities, &request, NULL);
  EXPECT_OK(result);
  const conformance_rarities *found = result.response;
  EXPECT(found->range.v0 == -1 && found->range.v1 == 5);
  EXPECT(found->counts.count == 1 && found->counts.items[0].key == CONFORMANCE_MOOD_MERRY);
  EXPECT(found->counts.items[0].value == 3);
  /* A set, and the entries of a table, come in any order. */
  EXPECT(found->names.count == 2 && found->labels.count == 2);
  size_t name = same_text(found->names.items[0], names[0]) ? 0 : 1;
  EXPECT(same_text(found->names.items[name], names[0]) && same_text(found->names.items[1 - name], names[1]));
  size_t label = found->labels.items[0].key == 200 ? 0 : 1;
  EXPECT(found->labels.items[label].key == 200 && same_text(found->labels.items[label].value, names[0]));
  EXPECT(found->labels.items[1 - label].key == 7 && same_text(found->labels.items[1 - label].value, names[1]));
  FREE(result, round_trip_rarities);
  return NULL;
}

static const char *page(struct host *host) {
  const conformance_sensor sensors[] = {
      {.name = HOSTCALL_TEXT("roof"), .kind = CONFORMANCE_KIND_LIGHT, .range = {.low = -1, .high = 0.5}}};
  conformance_round_trip_page_request request = {{.items = {sensors, 1}, .next = &(int64_t){2}}};
  CALL(result, round_trip_page, &request, NULL);
  EXPECT_OK(result);
  const conformance_sensor *sensor = result.response->items.items;
  EXPECT(result.response->items.count == 1 && hostcall_text_equals(sensor->name, "roof"));
  EXPECT(sensor->kind == CONFORMANCE_KIND_LIGHT);
  EXPECT(memcmp(&sensor->range, &sensors[0].range, sizeof sensor->range) == 0);
  EXPECT(result.response->next != NULL && *result.response->next == 2);
  FREE(result, round_trip_page);
  return NULL;
}

const struct behaviour containers[] = {{7, optionals},   {8, optional_text}, {9, containers_in_containers},
                                       {14, foundation}, {15, rarities},     {16, page},
                                       {0, NULL}};
