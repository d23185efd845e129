/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "check.h"
#include "hostcall_typed_types.h"

typedef struct node node;
struct node {
  uint8_t small;
  int32_t color;
  const hostcall_text *note;
  struct {
    const node *items;
    size_t count;
  } children;
};

static const hostcall_typed_case color_cases[] = {{.text = "red"}, {.text = "dark green"}};
static const hostcall_typed_type color_type = {.kind = HOSTCALL_TYPED_ENUM,
                                               .size = sizeof(int32_t),
                                               .name = "Color",
                                               .element = &hostcall_typed_text,
                                               .cases = color_cases,
                                               .count = 2};
static const hostcall_typed_type note_type = {
    .kind = HOSTCALL_TYPED_OPTIONAL, .size = sizeof(void *), .element = &hostcall_typed_text};
static const hostcall_typed_type node_type;
static const hostcall_typed_type nodes_type = {
    .kind = HOSTCALL_TYPED_ARRAY, .size = sizeof(hostcall_typed_list), .element = &node_type};
static const hostcall_typed_field node_fields[] = {
    {.key = "small", .type = &hostcall_typed_uint8, .offset = offsetof(node, small)},
    {.key = "color", .type = &color_type, .offset = offsetof(node, color)},
    {.key = "note", .type = &note_type, .offset = offsetof(node, note), .is_optional = true},
    {.key = "children", .type = &nodes_type, .offset = offsetof(node, children)},
};
static const hostcall_typed_type node_type = {
    .kind = HOSTCALL_TYPED_RECORD, .size = sizeof(node), .name = "Node", .fields = node_fields, .count = 4};

static hostcall_typed_arena arena;
static char words[400];

static const node *decode(const char *bytes, size_t length) {
  hostcall_typed_fault fault;
  const node *value = hostcall_typed_decode_payload(&node_type, (const uint8_t *)bytes, length, &arena, &fault);
  words[0] = '\0';
  if (value == NULL) hostcall_typed_describe_fault(&fault, "request", words, sizeof words);
  return value;
}
#define DECODE(literal) decode(literal, sizeof(literal) - 1)

#define SMALL "\x65small"
#define COLOR \
  "\x65"      \
  "color"
#define CHILDREN \
  "\x68"         \
  "children"
#define NOTE "\x64note"

static void fields_may_come_in_any_order_and_with_others(void) {
  const node *value = DECODE("\xa5" CHILDREN
                             "\x80"
                             "\x65"
                             "later"
                             "\xa1\x61x\x9f\1\xff" COLOR "\x63red" NOTE "\xf6" SMALL "\x18\7");
  CHECK(value != NULL && value->small == 7 && value->color == 1 && value->note == NULL && value->children.count == 0);
  value = DECODE("\xbf" SMALL "\1" COLOR
                 "\x6a"
                 "dark green" CHILDREN "\x81\xa3" SMALL "\2" COLOR "\x63red" CHILDREN "\x80\xff");
  CHECK(value != NULL && value->color == 2 && value->children.items[0].small == 2);
}

static void keys_that_are_not_text_are_of_no_field_and_undefined_is_null(void) {
  const node *value =
      DECODE("\xa7\1\x82\1\2" SMALL "\1\xf6\xa0\x81\x20\x63red" COLOR "\x63red" NOTE "\xf7" CHILDREN "\x80");
  CHECK(value != NULL && value->small == 1 && value->color == 1 && value->note == NULL);
  CHECK(DECODE("\xa4" SMALL "\1" COLOR "\x63red" CHILDREN "\x80\1") == NULL);
  CHECK_IN("the message ends", words);
}

static void a_failure_names_its_place(void) {
  CHECK(DECODE("\xa2" SMALL "\1" COLOR "\x63red") == NULL);
  CHECK_IN("request.children: the field is missing", words);
  CHECK(DECODE("\xa3" SMALL "\x19\1\0" COLOR "\x63red" CHILDREN "\x80") == NULL);
  CHECK_IN("request.small: the integer is not from 0 to 255", words);
  CHECK(DECODE("\xa3" SMALL "\1" COLOR "\x66purple" CHILDREN "\x80") == NULL);
  CHECK_IN("request.color: Color has no case \"purple\", but \"red\", \"dark green\"", words);
  CHECK(DECODE("\xa3" SMALL "\1" COLOR "\x63red" CHILDREN "\x82\xa3" SMALL "\2" COLOR "\x63red" CHILDREN "\x80"
               "\xa1" SMALL "\xf5") == NULL);
  CHECK_IN("request.children[1].small: expected an integer, but found a Boolean value", words);
  CHECK(DECODE("\xa4" SMALL "\1" SMALL "\1" COLOR "\x63red" CHILDREN "\x80") == NULL);
  CHECK_IN("occurs twice", words);
  CHECK(DECODE("\xa3" SMALL "\1" COLOR "\x63red" CHILDREN "\x80\1") == NULL);
  CHECK(DECODE("\xa3" SMALL "\1" COLOR "\x63red" CHILDREN "\x9b\x00\xff\xff\xff\xff\xff\xff\xff") == NULL);
  CHECK(DECODE("") == NULL);
}

static void a_value_that_cannot_be_encoded_is_refused_with_its_place(void) {
  hostcall_typed_encoder encoder;
  node unset = {.small = 1};
  hostcall_typed_encoder_init(&encoder);
  CHECK(!hostcall_typed_encode_payload(&encoder, &node_type, &unset));
  hostcall_typed_describe_fault(&encoder.fault, "response", words, sizeof words);
  CHECK_IN("response.color: Color has no case of the number 0", words);
  node broken = {.color = 1, .children = {NULL, 3}};
  CHECK(!hostcall_typed_encode_payload(&encoder, &node_type, &broken));
  node endless = {.color = 1};
  endless.children.items = &endless;
  endless.children.count = 1;
  CHECK(!hostcall_typed_encode_payload(&encoder, &node_type, &endless));
  CHECK_IN("too deeply", encoder.fault.reason);
  CHECK(!hostcall_typed_encode_payload(&encoder, &node_type, NULL));
  node right = {.small = 7, .color = 2};
  CHECK(hostcall_typed_encode_payload(&encoder, &node_type, &right));
  const char expected[] = "\xa3" SMALL "\7" COLOR
                          "\x6a"
                          "dark green" CHILDREN "\x80";
  CHECK(encoder.length == sizeof expected - 1 && memcmp(encoder.bytes, expected, encoder.length) == 0);
  hostcall_typed_encoder_free(&encoder);
}

static void long_arrays_are_read_whole(void) {
  static char message[3 + 5000 + 1];
  hostcall_typed_fault fault;
  static const hostcall_typed_type bytes_type = {
      .kind = HOSTCALL_TYPED_ARRAY, .size = sizeof(hostcall_typed_list), .element = &hostcall_typed_uint8};
  memset(message + 3, 7, 5000);
  for (int is_indefinite = 0; is_indefinite < 2; is_indefinite++) {
    memcpy(message, "\x99\x13\x88", 3);
    if (is_indefinite) message[2] = '\x9f', message[5003] = '\xff';
    const uint8_t *start = (const uint8_t *)message + (is_indefinite ? 2 : 0);
    const hostcall_typed_list *list =
        hostcall_typed_decode_payload(&bytes_type, start, is_indefinite ? 5002 : 5003, &arena, &fault);
    CHECK(list != NULL && list->count == 5000);
    for (size_t i = 0; list != NULL && i < list->count; i++) CHECK(((const uint8_t *)list->items)[i] == 7);
  }
}

typedef struct sample {
  double seconds;
  uint16_t channel;
  bool is_new;
} sample;

static void raw_values_have_the_layout_of_the_core(void) {
  static const hostcall_typed_field fields[] = {
      {.key = "isNew", .type = &hostcall_typed_bool, .offset = offsetof(sample, is_new), .raw_offset = 0},
      {.key = "channel", .type = &hostcall_typed_uint16, .offset = offsetof(sample, channel), .raw_offset = 1},
      {.key = "seconds", .type = &hostcall_typed_double, .offset = offsetof(sample, seconds), .raw_offset = 3}};
  static const hostcall_typed_type type = {
      .kind = HOSTCALL_TYPED_RAW, .size = sizeof(sample), .fields = fields, .count = 3, .raw_size = 11};
  hostcall_typed_encoder encoder;
  hostcall_typed_fault fault;
  sample value = {.seconds = 1, .channel = 0x0102, .is_new = true};
  hostcall_typed_encoder_init(&encoder);
  CHECK(hostcall_typed_encode_payload(&encoder, &type, &value) && encoder.length == 11);
  CHECK(memcmp(encoder.bytes, "\1\2\1\0\0\0\0\0\0\xf0\x3f", 11) == 0);
  const sample *found = hostcall_typed_decode_payload(&type, encoder.bytes, 11, &arena, &fault);
  CHECK(found != NULL && found->channel == 0x0102 && found->is_new);
  CHECK(hostcall_typed_decode_payload(&type, encoder.bytes, 10, &arena, &fault) == NULL);
  encoder.bytes[0] = 2;
  CHECK(hostcall_typed_decode_payload(&type, encoder.bytes, 11, &arena, &fault) == NULL);
  hostcall_typed_encoder_free(&encoder);
}

static void a_number_that_is_no_raw_value_is_no_case(void) {
  static const hostcall_typed_case cases[] = {{.number = 0.5}, {.number = 2}};
  static const hostcall_typed_type type = {.kind = HOSTCALL_TYPED_ENUM,
                                           .size = sizeof(int32_t),
                                           .name = "Ratio",
                                           .element = &hostcall_typed_double,
                                           .cases = cases,
                                           .count = 2};
  hostcall_typed_fault fault;
  const int32_t *found = hostcall_typed_decode_payload(&type, (const uint8_t *)"\2", 1, &arena, &fault);
  CHECK(found != NULL && *found == 2);
  CHECK(hostcall_typed_decode_payload(&type, (const uint8_t *)"\1", 1, &arena, &fault) == NULL);
  CHECK_IN("Ratio has no case 1, but 0.5, 2", fault.reason);
  CHECK(hostcall_typed_decode_payload(&type, (const uint8_t *)"\xf9\x7e\0", 3, &arena, &fault) == NULL);
  CHECK_IN("Ratio has no case nan, but 0.5, 2", fault.reason);
  hostcall_typed_arena_free(&arena);
}

static void any_item_counts_as_an_empty_payload(void) {
  static const char *const items[] = {"\xa0", "\xa1\x61x\1", "\5", "\x82\1\2", "\xf6", "\xc1\7"};
  hostcall_typed_fault fault;
  const hostcall_typed_type *type = &hostcall_typed_empty;
  for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
    const uint8_t *bytes = (const uint8_t *)items[i];
    CHECK(hostcall_typed_decode_payload(type, bytes, strlen(items[i]), &arena, &fault) != NULL);
  }
  CHECK(hostcall_typed_decode_payload(type, (const uint8_t *)"\x82\1", 2, &arena, &fault) == NULL);
  CHECK(hostcall_typed_decode_payload(type, (const uint8_t *)"\5\5", 2, &arena, &fault) == NULL);
  CHECK(hostcall_typed_decode_payload(type, NULL, 0, &arena, &fault) == NULL);
  hostcall_typed_arena_free(&arena);
}

/* Generated messages: each byte of a right one takes every value, and each prefix is tried. */
static void no_message_does_harm(void) {
  char message[] = "\xa4" NOTE
                   "\x62"
                   "ab" SMALL "\1" COLOR "\x63red" CHILDREN "\x81\xa3" SMALL "\2" COLOR "\x63red" CHILDREN "\x80";
  size_t length = sizeof message - 1;
  CHECK(decode(message, length) != NULL);
  for (size_t i = 0; i < length; i++) {
    CHECK(decode(message, i) == NULL);
    char right = message[i];
    for (int value = 0; value < 256; value++) {
      message[i] = (char)value;
      decode(message, length);
      hostcall_typed_arena_free(&arena);
    }
    message[i] = right;
  }
  hostcall_typed_arena_free(&arena);
}

const struct test value_tests[] = {
    {"fields may come in any order and with others", fields_may_come_in_any_order_and_with_others},
    {"keys that are not text are of no field, and undefined is null",
     keys_that_are_not_text_are_of_no_field_and_undefined_is_null},
    {"a failure names its place", a_failure_names_its_place},
    {"a number that is no raw value is no case", a_number_that_is_no_raw_value_is_no_case},
    {"any item counts as an empty payload", any_item_counts_as_an_empty_payload},
    {"a value that cannot be encoded is refused with its place",
     a_value_that_cannot_be_encoded_is_refused_with_its_place},
    {"long arrays are read whole", long_arrays_are_read_whole},
    {"raw values have the layout of the core", raw_values_have_the_layout_of_the_core},
    {"no message does harm", no_message_does_harm},
    {NULL, NULL}};
