/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Strings, containers, and items of any kind. */
#include <string.h>

#include "decoder_heads.h"
#include "utf8.h"

/* Takes the chunks of a string, each with its head, up to the break after them. Copies them to `joined` unless that is
 * NULL, and writes their length. */
static bool take_chunks(hostcall_typed_decoder *decoder, uint8_t kind, uint8_t *joined, size_t *length) {
  *length = 0;
  for (;;) {
    hostcall_cbor_head chunk;
    const uint8_t *bytes;
    if (!hostcall_typed_take_head(decoder, &chunk)) return false;
    if (chunk.kind == HOSTCALL_CBOR_BREAK) return true;
    if (chunk.kind != kind || chunk.is_indefinite) return hostcall_typed_mismatch(decoder, "a chunk", &chunk);
    if (!hostcall_typed_take_content(decoder, chunk.argument, &bytes)) return false;
    if (kind == HOSTCALL_CBOR_TEXT && !hostcall_typed_is_utf8((const char *)bytes, (size_t)chunk.argument)) {
      return hostcall_typed_fail(&decoder->fault, "the text is not UTF-8");
    }
    if (joined != NULL) memcpy(joined + *length, bytes, (size_t)chunk.argument);
    *length += (size_t)chunk.argument;
  }
}

/* Takes the content of a string whose head was taken. Content in chunks is joined in the arena; without an arena it is
 * only checked. */
static bool take_string(hostcall_typed_decoder *decoder, hostcall_cbor_head head, const uint8_t **content,
                        size_t *length) {
  *content = NULL;
  if (!head.is_indefinite) {
    *length = (size_t)head.argument;
    if (!hostcall_typed_take_content(decoder, head.argument, content)) return false;
    return head.kind != HOSTCALL_CBOR_TEXT || hostcall_typed_is_utf8((const char *)*content, *length) ||
           hostcall_typed_fail(&decoder->fault, "the text is not UTF-8");
  }
  /* Measured first, so that no more memory is taken than the content needs. */
  size_t start = decoder->offset;
  if (!take_chunks(decoder, head.kind, NULL, length) || decoder->arena == NULL) return !decoder->fault.has_failed;
  uint8_t *joined = hostcall_typed_allocate(decoder->arena, *length);
  if (joined == NULL) return hostcall_typed_fail(&decoder->fault, "there is no memory for %zu bytes", *length);
  decoder->offset = start;
  *content = joined;
  return take_chunks(decoder, head.kind, joined, length);
}

/* Copies bytes into the arena, with a NUL after them. */
static uint8_t *copy(hostcall_typed_decoder *decoder, const uint8_t *bytes, size_t length) {
  uint8_t *copied = hostcall_typed_allocate(decoder->arena, length + 1);
  if (copied == NULL) {
    hostcall_typed_fail(&decoder->fault, "there is no memory for %zu bytes", length);
    return NULL;
  }
  if (length > 0) memcpy(copied, bytes, length);
  copied[length] = 0;
  return copied;
}

/* Takes a string of one kind. */
static bool view(hostcall_typed_decoder *decoder, uint8_t kind, const char *expected, const uint8_t **content,
                 size_t *length) {
  hostcall_cbor_head head;
  if (!hostcall_typed_take_head(decoder, &head)) return false;
  if (head.kind != kind) return hostcall_typed_mismatch(decoder, expected, &head);
  return take_string(decoder, head, content, length);
}

static bool view_text(hostcall_typed_decoder *decoder, const char *expected, hostcall_text *text) {
  const uint8_t *content;
  if (!view(decoder, HOSTCALL_CBOR_TEXT, expected, &content, &text->length)) return false;
  text->data = (const char *)content;
  return true;
}

bool hostcall_typed_view_text(hostcall_typed_decoder *decoder, hostcall_text *text) {
  return view_text(decoder, "text", text);
}

bool hostcall_typed_decode_key(hostcall_typed_decoder *decoder, hostcall_text *key) {
  return view_text(decoder, "a key of text", key);
}

bool hostcall_typed_view_bytes(hostcall_typed_decoder *decoder, hostcall_bytes *bytes) {
  return view(decoder, HOSTCALL_CBOR_BYTES, "bytes", &bytes->data, &bytes->length);
}

bool hostcall_typed_decode_text(hostcall_typed_decoder *decoder, hostcall_text *text) {
  if (!hostcall_typed_view_text(decoder, text)) return false;
  text->data = (const char *)copy(decoder, (const uint8_t *)text->data, text->length);
  return text->data != NULL;
}

bool hostcall_typed_decode_bytes(hostcall_typed_decoder *decoder, hostcall_bytes *bytes) {
  if (!hostcall_typed_view_bytes(decoder, bytes)) return false;
  bytes->data = copy(decoder, bytes->data, bytes->length);
  return bytes->data != NULL;
}

/* -- Containers ------------------------------------------------------------------------------------ */

static bool enter(hostcall_typed_decoder *decoder) {
  if (decoder->depth < HOSTCALL_TYPED_MAXIMUM_DEPTH) {
    decoder->depth++;
    return true;
  }
  return hostcall_typed_fail(&decoder->fault, "items are nested more than %u deep", HOSTCALL_TYPED_MAXIMUM_DEPTH);
}

static bool begin(hostcall_typed_decoder *decoder, hostcall_typed_container *container, uint8_t kind) {
  hostcall_cbor_head head;
  *container = (hostcall_typed_container){0, false};
  if (!hostcall_typed_take_head(decoder, &head)) return false;
  if (head.kind != kind)
    return hostcall_typed_mismatch(decoder, kind == HOSTCALL_CBOR_MAP ? "a map" : "an array", &head);
  *container = (hostcall_typed_container){head.argument, head.is_indefinite != 0};
  return enter(decoder);
}

bool hostcall_typed_begin_array(hostcall_typed_decoder *decoder, hostcall_typed_container *container) {
  return begin(decoder, container, HOSTCALL_CBOR_ARRAY);
}

bool hostcall_typed_begin_map(hostcall_typed_decoder *decoder, hostcall_typed_container *container) {
  return begin(decoder, container, HOSTCALL_CBOR_MAP);
}

bool hostcall_typed_next(hostcall_typed_decoder *decoder, hostcall_typed_container *container) {
  if (decoder->fault.has_failed) return false;
  if (!container->is_indefinite) {
    if (container->left == 0) {
      decoder->depth--;
      return false;
    }
    container->left--;
    return true;
  }
  if (decoder->offset < decoder->length && decoder->bytes[decoder->offset] == 0xff) {
    decoder->offset++;
    decoder->depth--;
    return false;
  }
  return true;
}

/* -- Items of any kind ----------------------------------------------------------------------------- */

/* Skips an item without joining chunks: recursive, within the limit on depth. */
static bool skip(hostcall_typed_decoder *decoder) {
  hostcall_cbor_head head;
  const uint8_t *content;
  size_t length;
  if (!hostcall_typed_take_head(decoder, &head)) return false;
  switch (head.kind) {
    case HOSTCALL_CBOR_BYTES:
    case HOSTCALL_CBOR_TEXT: return take_string(decoder, head, &content, &length);
    case HOSTCALL_CBOR_ARRAY:
    case HOSTCALL_CBOR_MAP: {
      hostcall_typed_container container = {head.argument, head.is_indefinite != 0};
      if (!enter(decoder)) return false;
      while (hostcall_typed_next(decoder, &container)) {
        if (!skip(decoder) || (head.kind == HOSTCALL_CBOR_MAP && !skip(decoder))) return false;
      }
      return !decoder->fault.has_failed;
    }
    case HOSTCALL_CBOR_TAG:
      if (!enter(decoder) || !skip(decoder)) return false;
      decoder->depth--;
      return true;
    case HOSTCALL_CBOR_BREAK: return hostcall_typed_mismatch(decoder, "an item", &head);
    default: return true;
  }
}

bool hostcall_typed_skip(hostcall_typed_decoder *decoder) {
  hostcall_typed_arena *arena = decoder->arena;
  decoder->arena = NULL;
  bool is_skipped = skip(decoder);
  decoder->arena = arena;
  return is_skipped;
}

bool hostcall_typed_view_item(hostcall_typed_decoder *decoder, hostcall_item *item) {
  size_t start = decoder->offset;
  if (!hostcall_typed_skip(decoder)) return false;
  *item = (hostcall_item){decoder->bytes + start, decoder->offset - start};
  return true;
}

bool hostcall_typed_decode_field_key(hostcall_typed_decoder *decoder, hostcall_text *key) {
  bool has_ended = decoder->offset >= decoder->length;
  if (has_ended || decoder->bytes[decoder->offset] >> 5 == HOSTCALL_CBOR_TEXT) {
    return hostcall_typed_decode_key(decoder, key);
  }
  *key = (hostcall_text){NULL, 0};
  return hostcall_typed_skip(decoder);
}

bool hostcall_typed_decode_item(hostcall_typed_decoder *decoder, hostcall_item *item) {
  if (!hostcall_typed_view_item(decoder, item)) return false;
  item->data = copy(decoder, item->data, item->length);
  return item->data != NULL;
}
