/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Behaviours 1 to 6, 10 to 13 and 17 to 20: values by themselves, in enums and in themselves. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "behaviours.h"

bool same_text(hostcall_text one, hostcall_text other) {
  return one.length == other.length && (one.length == 0 || memcmp(one.data, other.data, one.length) == 0);
}

bool same_bytes(hostcall_bytes one, hostcall_bytes other) {
  return one.length == other.length && (one.length == 0 || memcmp(one.data, other.data, one.length) == 0);
}

static const char *basics(struct host *host, bool flag, hostcall_text text, hostcall_bytes bytes) {
  conformance_round_trip_basics_request request = {{.flag = flag, .text = text, .bytes = bytes, .data = bytes}};
  CALL(result, round_trip_basics, &request, NULL);
  EXPECT_OK(result);
  EXPECT(result.response->flag == flag && same_text(result.response->text, text));
  EXPECT(result.response->text.data[text.length] == '\0');
  EXPECT(same_bytes(result.response->bytes, bytes) && same_bytes(result.response->data, bytes));
  FREE(result, round_trip_basics);
  return NULL;
}

static const char *usual_basics(struct host *host) {
  const uint8_t bytes[] = {1, 2, 255};
  const char *failure = basics(host, true, HOSTCALL_TEXT("Ada"), (hostcall_bytes){bytes, sizeof bytes});
  return failure != NULL ? failure : basics(host, false, (hostcall_text){NULL, 0}, (hostcall_bytes){NULL, 0});
}

static const char *texts(struct host *host) {
  static char large[65536];
  memset(large, 'x', sizeof large);
  const hostcall_text all[] = {
      HOSTCALL_TEXT("\303\251\346\274\242\360\237\246\212e\314\201"), HOSTCALL_TEXT("a\0b"), {large, sizeof large}};
  for (int i = 0; i < 3; i++) {
    const char *failure = basics(host, true, all[i], (hostcall_bytes){NULL, 0});
    if (failure != NULL) return failure;
  }
  return NULL;
}

static const char *many_bytes(struct host *host) {
  size_t length = 1 << 20;
  uint8_t *bytes = malloc(length);
  for (size_t i = 0; i < length; i++) bytes[i] = (uint8_t)i;
  const char *failure = basics(host, true, HOSTCALL_TEXT(""), (hostcall_bytes){bytes, 256});
  if (failure != NULL) return failure;
  conformance_round_trip_bytes_request request = {{bytes, length}};
  CALL(result, round_trip_bytes, &request, NULL);
  EXPECT_OK(result);
  EXPECT(same_bytes(*result.response, request.value));
  FREE(result, round_trip_bytes);
  free(bytes);
  return NULL;
}

static const char *integers(struct host *host) {
  const conformance_integers all[] = {
      {INT8_MIN, INT16_MIN, INT32_MIN, INT64_MIN, INT64_MIN, 0, 0, 0, 0, 0},
      {INT8_MAX, INT16_MAX, INT32_MAX, INT64_MAX, INT64_MAX, UINT8_MAX, UINT16_MAX, UINT32_MAX, UINT64_MAX, UINT64_MAX},
      {0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
  };
  for (int i = 0; i < 3; i++) {
    conformance_round_trip_integers_request request = {all[i]};
    CALL(result, round_trip_integers, &request, NULL);
    EXPECT_OK(result);
    const conformance_integers *found = result.response;
    EXPECT(found->int8 == all[i].int8 && found->int16 == all[i].int16 && found->int32 == all[i].int32);
    EXPECT(found->int64 == all[i].int64 && found->number == all[i].number && found->count == all[i].count);
    EXPECT(found->uint8 == all[i].uint8 && found->uint16 == all[i].uint16 && found->uint32 == all[i].uint32);
    EXPECT(found->uint64 == all[i].uint64);
    FREE(result, round_trip_integers);
  }
  return NULL;
}

static const char *out_of_range(struct host *host) {
  (void)host;
  return SKIPPED "the compiler converts a number to the type of its field";
}

static bool same(double one, double other) { return isnan(one) ? isnan(other) : memcmp(&one, &other, sizeof one) == 0; }

static const char *floats(struct host *host) {
  const float singles[] = {0.1F, FLT_MAX, FLT_TRUE_MIN, 0.0F, -0.0F, INFINITY, -INFINITY, NAN};
  const double doubles[] = {0.1, DBL_MAX, DBL_TRUE_MIN, 0.0, -0.0, (double)INFINITY, -(double)INFINITY, (double)NAN};
  for (int i = 0; i < 8; i++) {
    conformance_round_trip_floats_request request = {
        {.single = singles[i], .double_ = doubles[i], .singles = {singles, 8}, .doubles = {doubles, 8}}};
    CALL(result, round_trip_floats, &request, NULL);
    EXPECT_OK(result);
    EXPECT(same((double)result.response->single, (double)singles[i]) && same(result.response->double_, doubles[i]));
    EXPECT(result.response->singles.count == 8 && result.response->doubles.count == 8);
    for (int j = 0; j < 8; j++) {
      EXPECT(same((double)result.response->singles.items[j], (double)singles[j]));
      EXPECT(same(result.response->doubles.items[j], doubles[j]));
    }
    FREE(result, round_trip_floats);
  }
  return NULL;
}

static const char *choices(struct host *host) {
  const conformance_mood moods[] = {CONFORMANCE_MOOD_CALM, CONFORMANCE_MOOD_MERRY, CONFORMANCE_MOOD_WORRIED};
  const conformance_level_map_entry levels[] = {{HOSTCALL_TEXT("a"), CONFORMANCE_LEVEL_BELOW},
                                                {HOSTCALL_TEXT("b"), CONFORMANCE_LEVEL_TOP}};
  const conformance_level all[] = {CONFORMANCE_LEVEL_BELOW, CONFORMANCE_LEVEL_GROUND, CONFORMANCE_LEVEL_TOP};
  for (int i = 0; i < 3; i++) {
    conformance_round_trip_choices_request request = {{.mood = moods[i],
                                                       .level = all[i],
                                                       .moods = {moods, 3},
                                                       .levels = {levels, 2},
                                                       .other = i == 0 ? NULL : &moods[i]}};
    CALL(result, round_trip_choices, &request, NULL);
    EXPECT_OK(result);
    const conformance_choices *found = result.response;
    EXPECT(found->mood == moods[i] && found->level == all[i]);
    EXPECT(found->moods.count == 3 && memcmp(found->moods.items, moods, sizeof moods) == 0);
    EXPECT(found->levels.count == 2);
    size_t first = hostcall_text_equals(found->levels.items[0].key, "a") ? 0 : 1;
    for (size_t j = 0; j < 2; j++) {
      const conformance_level_map_entry *entry = &found->levels.items[j == 0 ? first : 1 - first];
      EXPECT(same_text(entry->key, levels[j].key) && entry->value == levels[j].value);
    }
    EXPECT(i == 0 ? found->other == NULL : found->other != NULL && *found->other == moods[i]);
    FREE(result, round_trip_choices);
    conformance_round_trip_mood_request alone = {moods[i]};
    CALL(mood, round_trip_mood, &alone, NULL);
    EXPECT_OK(mood);
    EXPECT(*mood.response == moods[i]);
    FREE(mood, round_trip_mood);
  }
  conformance_round_trip_mood_request unset = {(conformance_mood)0};
  CALL(refused, round_trip_mood, &unset, NULL);
  EXPECT_IN(refused.status == HOSTCALL_INVALID_ARGUMENT && strstr(refused.message, "value") != NULL, refused.message);
  FREE(refused, round_trip_mood);
  return NULL;
}

static const char *shapes(struct host *host) {
  const conformance_point points[] = {{1, 2}, {-0.5, 1e300}};
  const hostcall_text name = HOSTCALL_TEXT("roof");
  const conformance_shape all[] = {
      {.kind = CONFORMANCE_SHAPE_EMPTY},
      {.kind = CONFORMANCE_SHAPE_CIRCLE, .circle = {.radius = 1.5, .center = points[0]}},
      {.kind = CONFORMANCE_SHAPE_SEGMENT, .segment = {points[0], points[1]}},
      {.kind = CONFORMANCE_SHAPE_POLYGON, .polygon = {.points = {points, 2}, .name = &name}},
      {.kind = CONFORMANCE_SHAPE_POLYGON, .polygon = {.points = {NULL, 0}}},
  };
  const conformance_shape group = {.kind = CONFORMANCE_SHAPE_GROUP, .group = {{all, 5}}};
  conformance_round_trip_shapes_request request = {{all, 5}}, nested = {{&group, 1}};
  CALL(result, round_trip_shapes, &request, NULL);
  EXPECT_OK(result);
  EXPECT(result.response->count == 5);
  for (int i = 0; i < 5; i++) EXPECT(result.response->items[i].kind == all[i].kind);
  const conformance_shape *found = result.response->items;
  EXPECT(same(found[1].circle.radius, 1.5) && memcmp(&found[1].circle.center, points, sizeof *points) == 0);
  EXPECT(memcmp(&found[2].segment.v0, &points[0], sizeof *points) == 0);
  EXPECT(memcmp(&found[2].segment.v1, &points[1], sizeof *points) == 0);
  EXPECT(found[3].polygon.points.count == 2 && memcmp(found[3].polygon.points.items, points, sizeof points) == 0);
  EXPECT(found[3].polygon.name != NULL && hostcall_text_equals(*found[3].polygon.name, "roof"));
  EXPECT(found[4].polygon.points.count == 0 && found[4].polygon.name == NULL);
  FREE(result, round_trip_shapes);
  const conformance_shape outer = {.kind = CONFORMANCE_SHAPE_GROUP, .group = {{&group, 1}}};
  nested.value.items = &outer;
  CALL(deep, round_trip_shapes, &nested, NULL);
  EXPECT_OK(deep);
  EXPECT(deep.response->items[0].group.v0.items[0].group.v0.count == 5);
  FREE(deep, round_trip_shapes);
  return NULL;
}

/* Nests a tree in itself; the levels are of the caller. */
static conformance_tree nested(conformance_tree *levels, int64_t count) {
  levels[0] = (conformance_tree){.value = 0};
  for (int64_t i = 1; i < count; i++) levels[i] = (conformance_tree){.value = i, .children = {&levels[i - 1], 1}};
  return levels[count - 1];
}

static const char *recursion(struct host *host) {
  conformance_tree levels[40];
  conformance_round_trip_tree_request request = {nested(levels, 40)};
  CALL(result, round_trip_tree, &request, NULL);
  EXPECT_OK(result);
  const conformance_tree *tree = result.response;
  for (int i = 39; i > 0; i--) {
    EXPECT(tree->value == i && tree->children.count == 1);
    tree = tree->children.items;
  }
  EXPECT(tree->value == 0 && tree->children.count == 0);
  FREE(result, round_trip_tree);

  conformance_expression expressions[40] = {{.kind = CONFORMANCE_EXPRESSION_NUMBER, .number = {-7}}}, numbers[40];
  for (int i = 1; i < 40; i++) {
    numbers[i] = (conformance_expression){.kind = CONFORMANCE_EXPRESSION_NUMBER, .number = {i}};
    const conformance_expression *inner = &expressions[i - 1];
    expressions[i] = i % 2 == 0 ? (conformance_expression){.kind = CONFORMANCE_EXPRESSION_NEGATED, .negated = {inner}}
                                : (conformance_expression){.kind = CONFORMANCE_EXPRESSION_SUM,
                                                           .sum = {.left = &numbers[i], .right = inner}};
  }
  conformance_round_trip_expression_request nesting = {expressions[39]};
  CALL(expression, round_trip_expression, &nesting, NULL);
  EXPECT_OK(expression);
  const conformance_expression *level = expression.response;
  for (int i = 39; i > 0; i--) {
    EXPECT(level->kind == (i % 2 == 0 ? CONFORMANCE_EXPRESSION_NEGATED : CONFORMANCE_EXPRESSION_SUM));
    if (i % 2 != 0) {
      EXPECT(level->sum.left->kind == CONFORMANCE_EXPRESSION_NUMBER && level->sum.left->number.v0 == i);
    }
    level = i % 2 == 0 ? level->negated.v0 : level->sum.right;
  }
  EXPECT(level->kind == CONFORMANCE_EXPRESSION_NUMBER && level->number.v0 == -7);
  FREE(expression, round_trip_expression);
  return NULL;
}

static const char *too_deep(struct host *host) {
  static conformance_tree levels[200];
  conformance_round_trip_tree_request request = {nested(levels, 200)};
  CALL(result, round_trip_tree, &request, NULL);
  EXPECT(result.outcome != HOSTCALL_REPLY_OK && strlen(result.message) > 0);
  FREE(result, round_trip_tree);
  /* A tree that contains itself twice has no end at all. */
  conformance_tree endless[2] = {{.value = 1}, {.value = 2}};
  endless[0].children = (conformance_tree_array){endless, 2};
  endless[1].children = (conformance_tree_array){endless, 2};
  request.value = endless[0];
  CALL(refused, round_trip_tree, &request, NULL);
  EXPECT_IN(refused.status == HOSTCALL_INVALID_ARGUMENT, refused.message);
  FREE(refused, round_trip_tree);
  return usual_basics(host);
}

static const char *keywords(struct host *host) {
  const hostcall_text new_ = HOSTCALL_TEXT("new");
  conformance_delete_request request = {{.class_ = 1,
                                         .default_ = HOSTCALL_TEXT("default"),
                                         .import = true,
                                         .int_ = 2,
                                         .new_ = &new_,
                                         .lambda = true,
                                         .from = 3,
                                         .await = 4,
                                         .delete_ = 5,
                                         .user_id = 6,
                                         .user_id_2 = 7}};
  /* The first case, whose name depends on that of the type. */
  memcpy(&request.value.type, &(int32_t){1}, sizeof(int32_t));
  CALL(result, delete, &request, NULL);
  EXPECT_OK(result);
  const conformance_keywords *found = result.response;
  EXPECT(found->class_ == 1 && hostcall_text_equals(found->default_, "default") && found->import && found->int_ == 2);
  EXPECT(found->new_ != NULL && same_text(*found->new_, new_) && found->lambda && found->from == 3);
  EXPECT(found->await == 4 && found->delete_ == 5 && found->user_id == 6 && found->user_id_2 == 7);
  EXPECT(memcmp(&found->type, &request.value.type, sizeof found->type) == 0);
  FREE(result, delete);
  return NULL;
}

static const char *arguments(struct host *host) {
  const hostcall_text second = HOSTCALL_TEXT("second");
  const conformance_point third[] = {{1, 2}};
  for (int i = 0; i < 2; i++) {
    conformance_round_trip_arguments_request request = {.first = -1,
                                                        .second = i == 0 ? &second : NULL,
                                                        .third = {third, 1},
                                                        .mood = CONFORMANCE_MOOD_MERRY,
                                                        .is_last = true};
    CALL(result, round_trip_arguments, &request, NULL);
    EXPECT_OK(result);
    const conformance_arguments *found = result.response;
    EXPECT(found->first == -1 && found->mood == CONFORMANCE_MOOD_MERRY && found->is_last);
    EXPECT(i == 1 ? found->second == NULL : found->second != NULL && same_text(*found->second, second));
    EXPECT(found->third.count == 1 && memcmp(found->third.items, third, sizeof third) == 0);
    FREE(result, round_trip_arguments);
  }
  const int64_t numbers[] = {1, -2};
  const conformance_int64_array_map_entry entries[] = {{HOSTCALL_TEXT("full"), {numbers, 2}},
                                                       {HOSTCALL_TEXT("none"), {NULL, 0}}};
  conformance_round_trip_table_request table = {{entries, 2}};
  CALL(result, round_trip_table, &table, NULL);
  EXPECT_OK(result);
  EXPECT(result.response->count == 2);
  for (size_t i = 0; i < 2; i++) {
    const conformance_int64_array_map_entry *entry = &result.response->items[i];
    bool is_full = hostcall_text_equals(entry->key, "full");
    EXPECT(is_full || hostcall_text_equals(entry->key, "none"));
    EXPECT(entry->value.count == (is_full ? 2 : 0));
    EXPECT(!is_full || memcmp(entry->value.items, numbers, sizeof numbers) == 0);
  }
  FREE(result, round_trip_table);
  return NULL;
}

static const char *sample(struct host *host) {
  conformance_round_trip_sample_request request = {.value_seconds = -DBL_MAX,
                                                   .value_position_x = FLT_MAX,
                                                   .value_position_y = -FLT_TRUE_MIN,
                                                   .value_channel = UINT32_MAX,
                                                   .value_level = INT16_MIN,
                                                   .value_flags = 255,
                                                   .value_is_new = true};
  CALL(result, round_trip_sample, &request, NULL);
  EXPECT_OK(result);
  EXPECT(same(result.response->seconds, -DBL_MAX) && same((double)result.response->position_x, (double)FLT_MAX));
  EXPECT(same((double)result.response->position_y, (double)-FLT_TRUE_MIN));
  EXPECT(result.response->channel == UINT32_MAX && result.response->level == INT16_MIN);
  EXPECT(result.response->flags == 255 && result.response->is_new);
  FREE(result, round_trip_sample);
  return NULL;
}

static const char *ping(struct host *host) {
  CALL(result, ping, NULL);
  EXPECT_OK(result);
  FREE(result, ping);
  return NULL;
}

const struct behaviour values[] = {{1, usual_basics}, {2, texts},     {3, many_bytes}, {4, integers},
                                   {5, out_of_range}, {6, floats},    {10, choices},   {11, shapes},
                                   {12, recursion},   {13, too_deep}, {17, keywords},  {18, arguments},
                                   {19, sample},      {20, ping},     {0, NULL}};
