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

/* Takes a string of one kind, and copies it. */
static uint8_t *decode_string(hostcall_typed_decoder *decoder, uint8_t kind, size_t *length) {
  hostcall_cbor_head head;
  const uint8_t *content;
  if (!hostcall_typed_take_head(decoder, &head)) return NULL;
  if (head.kind != kind) {
    hostcall_typed_mismatch(decoder, kind == HOSTCALL_CBOR_TEXT ? "text" : "bytes", &head);
    return NULL;
  }
  return take_string(decoder, head, &content, length) ? copy(decoder, content, *length) : NULL;
}

bool hostcall_typed_decode_text(hostcall_typed_decoder *decoder, hostcall_text *text) {
  text->data = (const char *)decode_string(decoder, HOSTCALL_CBOR_TEXT, &text->length);
  return text->data != NULL;
}

bool hostcall_typed_decode_bytes(hostcall_typed_decoder *decoder, hostcall_bytes *bytes) {
  bytes->data = decode_string(decoder, HOSTCALL_CBOR_BYTES, &bytes->length);
  return bytes->data != NULL;
}

bool hostcall_typed_decode_key(hostcall_typed_decoder *decoder, hostcall_text *key) {
  hostcall_cbor_head head;
  const uint8_t *content;
  if (!hostcall_typed_take_head(decoder, &head)) return false;
  if (head.kind != HOSTCALL_CBOR_TEXT) return hostcall_typed_mismatch(decoder, "a key of text", &head);
  if (!take_string(decoder, head, &content, &key->length)) return false;
  key->data = (const char *)content;
  return true;
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

bool hostcall_typed_decode_item(hostcall_typed_decoder *decoder, hostcall_item *item) {
  size_t start = decoder->offset;
  if (!hostcall_typed_skip(decoder)) return false;
  item->length = decoder->offset - start;
  item->data = copy(decoder, decoder->bytes + start, item->length);
  return item->data != NULL;
}
