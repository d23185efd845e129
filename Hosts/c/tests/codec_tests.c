/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The expected bytes are those of RFC 8949, appendix A, or were written by hand. */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "hostcall_typed_codec.h"

static hostcall_typed_encoder encoder;

/* Compares what was encoded with bytes in hexadecimal, and begins again. */
static bool encoded(bool is_encoded, const char *hex) {
  char found[512] = "";
  for (size_t i = 0; i < encoder.length && i < 255; i++) snprintf(found + 2 * i, 3, "%02x", encoder.bytes[i]);
  bool is_right = is_encoded && strcmp(found, hex) == 0;
  if (!is_right) printf("  found %s, expected %s\n", found, hex);
  hostcall_typed_encoder_reset(&encoder);
  return is_right;
}

static void integers_take_the_fewest_bytes(void) {
  hostcall_typed_encoder_init(&encoder);
  CHECK(encoded(hostcall_typed_encode_uint(&encoder, 23), "17"));
  CHECK(encoded(hostcall_typed_encode_uint(&encoder, 1000), "1903e8"));
  CHECK(encoded(hostcall_typed_encode_uint(&encoder, UINT64_MAX), "1bffffffffffffffff"));
  CHECK(encoded(hostcall_typed_encode_int(&encoder, -1000), "3903e7"));
  CHECK(encoded(hostcall_typed_encode_int(&encoder, INT64_MIN), "3b7fffffffffffffff"));
  CHECK(encoded(hostcall_typed_encode_uint128(&encoder, (hostcall_uint128){1, 0}), "c249010000000000000000"));
  CHECK(encoded(hostcall_typed_encode_int128(&encoder, (hostcall_int128){-2, UINT64_MAX}), "c349010000000000000000"));
  CHECK(encoded(hostcall_typed_encode_int128(&encoder, (hostcall_int128){-1, 0}), "3bffffffffffffffff"));
  hostcall_typed_encoder_free(&encoder);
}

static void floats_take_the_fewest_bytes(void) {
  const struct {
    double value;
    const char *hex;
  } all[] = {{0.0, "f90000"},
             {-0.0, "f98000"},
             {1.5, "f93e00"},
             {65504.0, "f97bff"},
             {100000.0, "fa47c35000"},
             {3.4028234663852886e+38, "fa7f7fffff"},
             {1.1, "fb3ff199999999999a"},
             {5.960464477539063e-8, "f90001"},
             {0.00006103515625, "f90400"},
             {1e300, "fb7e37e43c8800759c"},
             {(double)INFINITY, "f97c00"},
             {-(double)INFINITY, "f9fc00"},
             {(double)NAN, "f97e00"}};
  hostcall_typed_encoder_init(&encoder);
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    CHECK(encoded(hostcall_typed_encode_float(&encoder, all[i].value), all[i].hex));
  }
  hostcall_typed_encoder_free(&encoder);
}

static void tagged_values_have_their_tags(void) {
  hostcall_typed_encoder_init(&encoder);
  CHECK(encoded(hostcall_typed_encode_time(&encoder, 1363896240), "c11a514b67b0"));
  CHECK(encoded(hostcall_typed_encode_time(&encoder, 1363896240.5), "c1fb41d452d9ec200000"));
  CHECK(encoded(hostcall_typed_encode_time(&encoder, -1), "c120"));
  CHECK(encoded(hostcall_typed_encode_uri(&encoder, HOSTCALL_TEXT("a:b")), "d82063613a62"));
  CHECK(encoded(hostcall_typed_encode_decimal(&encoder, (hostcall_decimal){false, -2, {0, 27315}}), "c48221196ab3"));
  CHECK(encoded(hostcall_typed_encode_decimal(&encoder, (hostcall_decimal){true, 0, {0, 1}}), "c4820020"));
  CHECK(!hostcall_typed_encode_time(&encoder, (double)NAN));
  hostcall_typed_encoder_free(&encoder);
}

static void text_that_is_not_utf8_is_refused(void) {
  const char *const all[] = {"\377",         "\303",        "\300\257", "\355\240\200", "\364\220\200\200",
                             "\340\237\277", "abcdefgh\200"};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    hostcall_typed_encoder_init(&encoder);
    CHECK(!hostcall_typed_encode_text(&encoder, hostcall_text_of(all[i])));
    CHECK_IN("UTF-8", encoder.fault.reason);
    CHECK(!hostcall_typed_encode_null(&encoder)); /* after a failure nothing succeeds */
    hostcall_typed_encoder_free(&encoder);
  }
  hostcall_typed_encoder_init(&encoder);
  CHECK(hostcall_typed_encode_text(&encoder, HOSTCALL_TEXT("\303\251\346\274\242\360\237\246\212")));
  CHECK(!hostcall_typed_encode_text(&encoder, (hostcall_text){NULL, 1}));
  hostcall_typed_encoder_free(&encoder);
}

static hostcall_typed_decoder decoder;
static hostcall_typed_arena arena;

static hostcall_typed_decoder *decode(const char *bytes, size_t length) {
  hostcall_typed_decoder_init(&decoder, (const uint8_t *)bytes, length, &arena);
  return &decoder;
}
#define DECODE(literal) decode(literal, sizeof(literal) - 1)

static void numbers_are_read_in_every_width(void) {
  uint64_t number;
  int64_t signed_number;
  double real;
  CHECK(hostcall_typed_decode_uint(DECODE("\x1b\0\0\0\0\0\0\0\7"), 255, &number) && number == 7);
  CHECK(!hostcall_typed_decode_uint(DECODE("\x19\1\0"), 255, &number));
  CHECK_IN("255", decoder.fault.reason);
  CHECK(!hostcall_typed_decode_uint(DECODE("\x20"), 255, &number));
  CHECK(
      hostcall_typed_decode_int(DECODE("\x3b\x7f\xff\xff\xff\xff\xff\xff\xff"), INT64_MIN, INT64_MAX, &signed_number));
  CHECK(signed_number == INT64_MIN);
  CHECK(!hostcall_typed_decode_int(DECODE("\x3b\x80\0\0\0\0\0\0\0"), INT64_MIN, INT64_MAX, &signed_number));
  CHECK(hostcall_typed_decode_uint(DECODE("\xc2\x42\0\7"), 255, &number) && number == 7);
  CHECK(!hostcall_typed_decode_uint(DECODE("\xc2\x49\1\0\0\0\0\0\0\0\7"), UINT64_MAX, &number));
  hostcall_uint128 wide;
  CHECK(hostcall_typed_decode_uint128(&decoder, &wide) == false); /* after a failure nothing succeeds */
  CHECK(hostcall_typed_decode_uint128(DECODE("\xc2\x49\1\0\0\0\0\0\0\0\7"), &wide) && wide.high == 1 && wide.low == 7);
  CHECK(hostcall_typed_decode_double(DECODE("\xf9\x3e\0"), &real) && real > 1.4 && real < 1.6);
  CHECK(hostcall_typed_decode_double(DECODE("\x17"), &real) && real > 22.9 && real < 23.1);
  CHECK(hostcall_typed_decode_double(DECODE("\x1b\0\x1f\xff\xff\xff\xff\xff\xff"), &real) && real > 0x1.fp52);
  CHECK(!hostcall_typed_decode_double(DECODE("\x1b\0\x40\0\0\0\0\0\0"), &real));
  CHECK_IN("the integer has more than 53 bits", decoder.fault.reason);
  float single;
  CHECK(!hostcall_typed_decode_float(DECODE("\xfb\x3f\xf1\x99\x99\x99\x99\x99\x9a"), &single));
}

static void chunks_are_joined(void) {
  hostcall_text text;
  CHECK(hostcall_typed_decode_text(DECODE("\x7f\x62"
                                          "ab\x61"
                                          "c\xff"),
                                   &text));
  CHECK(hostcall_text_equals(text, "abc") && text.data[3] == '\0');
  CHECK(hostcall_typed_decode_text(DECODE("\x61z"), &text) && hostcall_text_equals(text, "z"));
  CHECK(!hostcall_text_equals(text, NULL) && hostcall_text_equals((hostcall_text){NULL, 0}, NULL));
  CHECK(!hostcall_typed_decode_text(DECODE("\x7f\x41"
                                           "a\xff"),
                                    &text));
  CHECK(!hostcall_typed_decode_text(DECODE("\x7f\x62"
                                           "ab"),
                                    &text));
}

static void views_are_in_the_message(void) {
  hostcall_text text;
  hostcall_bytes bytes;
  hostcall_item item;
  hostcall_typed_arena_free(&arena);
  CHECK(hostcall_typed_view_text(DECODE("\x62zy"), &text) && hostcall_text_equals(text, "zy"));
  CHECK(text.data == (const char *)decoder.bytes + 1);
  CHECK(hostcall_typed_view_bytes(DECODE("\x42\1\2"), &bytes) && bytes.length == 2);
  CHECK(bytes.data == decoder.bytes + 1);
  CHECK(hostcall_typed_view_item(DECODE("\x81\1\2"), &item) && item.length == 2 && item.data == decoder.bytes);
  CHECK(arena.chunk == NULL);
  CHECK(hostcall_typed_view_text(DECODE("\x7f\x61z\x61y\xff"), &text) && hostcall_text_equals(text, "zy"));
  CHECK(!hostcall_typed_view_text(DECODE("\x41z"), &text));
  CHECK_IN("expected text, but found bytes", decoder.fault.reason);
  CHECK(!hostcall_typed_view_bytes(DECODE("\x43zy"), &bytes));
}

/* No claim of a length costs memory, and no bytes are read beyond the message. */
static void malformed_messages_are_refused(void) {
  static const struct {
    const char *bytes;
    size_t length;
  } all[] = {{"", 0},
             {"\x1c", 1},
             {"\x1b\1", 2},
             {"\x5b\xff\xff\xff\xff\xff\xff\xff\xff", 9},
             {"\x9b\xff\xff\xff\xff\xff\xff\xff\xff", 9},
             {"\xbf\1\xff", 3},
             {"\xff", 1},
             {"\xf8\1", 2},
             {"\x9f\1", 2},
             {"\xc1", 1}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    uint8_t *exact = malloc(all[i].length + (all[i].length == 0)); /* so that a sanitizer sees what is beyond */
    memcpy(exact, all[i].bytes, all[i].length);
    hostcall_typed_decoder_init(&decoder, exact, all[i].length, &arena);
    CHECK(!hostcall_typed_skip(&decoder) && decoder.fault.has_failed);
    free(exact);
  }
  CHECK(hostcall_typed_skip(DECODE("\1\2")) && !hostcall_typed_decode_end(&decoder));
  char nested[1000];
  memset(nested, '\x81', sizeof nested);
  CHECK(!hostcall_typed_skip(decode(nested, sizeof nested)));
  CHECK_IN("nested", decoder.fault.reason);
}

static void an_item_is_checked_before_it_is_appended(void) {
  hostcall_typed_encoder_init(&encoder);
  CHECK(encoded(hostcall_typed_encode_item(&encoder, (hostcall_item){(const uint8_t *)"\x82\1\2", 3}), "820102"));
  CHECK(!hostcall_typed_encode_item(&encoder, (hostcall_item){(const uint8_t *)"\x82\1", 2}));
  hostcall_typed_encoder_free(&encoder);
  hostcall_typed_encoder_init(&encoder);
  CHECK(!hostcall_typed_encode_item(&encoder, (hostcall_item){NULL, 0}));
  hostcall_typed_encoder_free(&encoder);
  hostcall_typed_arena_free(&arena);
}

const struct test codec_tests[] = {
    {"integers take the fewest bytes", integers_take_the_fewest_bytes},
    {"floats take the fewest bytes", floats_take_the_fewest_bytes},
    {"tagged values have their tags", tagged_values_have_their_tags},
    {"text that is not UTF-8 is refused", text_that_is_not_utf8_is_refused},
    {"numbers are read in every width", numbers_are_read_in_every_width},
    {"chunks are joined", chunks_are_joined},
    {"views are in the message", views_are_in_the_message},
    {"malformed messages are refused", malformed_messages_are_refused},
    {"an item is checked before it is appended", an_item_is_checked_before_it_is_appended},
    {NULL, NULL}};
