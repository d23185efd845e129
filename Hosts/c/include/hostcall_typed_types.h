/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* hostcall_typed_types.h - descriptions of types in C, from which their values are encoded and decoded.
 *
 * Generated code has a description for each type of its interface; see `hostcall generate c`. The descriptions are
 * constant, and may be used by any number of threads. */
#ifndef HOSTCALL_TYPED_TYPES_H
#define HOSTCALL_TYPED_TYPES_H

#include "hostcall_typed_codec.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The kinds of types, each with its type in C. */
typedef enum hostcall_typed_kind {
  HOSTCALL_TYPED_BOOL,     /* bool */
  HOSTCALL_TYPED_INT,      /* int8_t to int64_t, as `size` says */
  HOSTCALL_TYPED_UINT,     /* uint8_t to uint64_t, as `size` says */
  HOSTCALL_TYPED_INT128,   /* hostcall_int128 */
  HOSTCALL_TYPED_UINT128,  /* hostcall_uint128 */
  HOSTCALL_TYPED_FLOAT,    /* float */
  HOSTCALL_TYPED_DOUBLE,   /* double */
  HOSTCALL_TYPED_TEXT,     /* hostcall_text */
  HOSTCALL_TYPED_BYTES,    /* hostcall_bytes */
  HOSTCALL_TYPED_TIME,     /* double */
  HOSTCALL_TYPED_UUID,     /* hostcall_uuid */
  HOSTCALL_TYPED_URI,      /* hostcall_text */
  HOSTCALL_TYPED_DECIMAL,  /* hostcall_decimal */
  HOSTCALL_TYPED_ITEM,     /* hostcall_item */
  HOSTCALL_TYPED_OPTIONAL, /* a pointer to an `element`, or NULL */
  HOSTCALL_TYPED_BOX,      /* a pointer to an `element`, never NULL */
  HOSTCALL_TYPED_ARRAY,    /* hostcall_typed_list, of `element` */
  HOSTCALL_TYPED_TUPLE,    /* a struct; in CBOR an array of its `fields` */
  HOSTCALL_TYPED_RECORD,   /* a struct; in CBOR a map of its `fields` */
  HOSTCALL_TYPED_MAP,      /* hostcall_typed_list, of entries with the two `fields` of `element`, a tuple; the keys are
                            * text, or integers that are text in CBOR */
  HOSTCALL_TYPED_PAIRS,    /* the same; in CBOR an array of alternating keys and values */
  HOSTCALL_TYPED_ENUM,     /* an int32_t, the number of one of `cases`, from 1; `element` is text, int64 or double */
  HOSTCALL_TYPED_UNION,    /* a struct that begins with such an int32_t; in CBOR a map of the case and its values */
  HOSTCALL_TYPED_RAW,      /* a struct, or a number: no CBOR, but `size` bytes of its memory as the core has it */
  HOSTCALL_TYPED_PAYLOAD   /* hostcall_bytes: the payload itself */
} hostcall_typed_kind;

/* What every array and map of generated code begins with: a pointer to elements, and their number. */
typedef struct hostcall_typed_list {
  const void *items;
  size_t count;
} hostcall_typed_list;

/* A field of a struct. */
typedef struct hostcall_typed_field {
  const char *key; /* of a record and a raw value, for messages */
  const struct hostcall_typed_type *type;
  size_t offset;     /* in the struct */
  size_t raw_offset; /* in a raw value, of a number of `type->size` bytes */
  bool is_optional;  /* whether the key may be missing; the type is then OPTIONAL */
} hostcall_typed_field;

/* A case of an enum. */
typedef struct hostcall_typed_case {
  const char *text;                       /* the raw value or, of a UNION, the name */
  int64_t integer;                        /* the raw value of an enum of integers */
  double number;                          /* the raw value of an enum of floats */
  const struct hostcall_typed_type *type; /* of a UNION: the RECORD of the associated values */
  size_t offset;                          /* of a UNION: the record's, in the struct */
} hostcall_typed_case;

/* A type. */
typedef struct hostcall_typed_type {
  hostcall_typed_kind kind;
  size_t size;      /* sizeof the type in C, in bytes */
  const char *name; /* in Swift, for messages; may be NULL */
  const struct hostcall_typed_type *element;
  const hostcall_typed_field *fields;
  const hostcall_typed_case *cases;
  size_t count;    /* of fields, at most 256 in a record, or of cases */
  size_t raw_size; /* of a raw value, in bytes */
} hostcall_typed_type;

/* The types that need no description of their own. */
extern const hostcall_typed_type hostcall_typed_bool, hostcall_typed_int8, hostcall_typed_int16, hostcall_typed_int32,
    hostcall_typed_int64, hostcall_typed_uint8, hostcall_typed_uint16, hostcall_typed_uint32, hostcall_typed_uint64,
    hostcall_typed_int128, hostcall_typed_uint128, hostcall_typed_float, hostcall_typed_double, hostcall_typed_text,
    hostcall_typed_bytes, hostcall_typed_time, hostcall_typed_uuid, hostcall_typed_uri, hostcall_typed_decimal,
    hostcall_typed_item, hostcall_typed_payload;
/* A record without fields. Its value is not read, and may be NULL; decoding it writes one byte of 0. */
extern const hostcall_typed_type hostcall_typed_empty;

/* Appends the encoded value. The value is only read. A value that contains itself is refused, by its depth. */
bool hostcall_typed_encode_value(hostcall_typed_encoder *encoder, const hostcall_typed_type *type, const void *value);

/* Reads a value of `type->size` bytes. What it refers to is in the decoder's arena. Ignores keys that a record lacks;
 * fails, among others, if a field that is not optional is missing, if a key occurs twice, and if an enum has no such
 * case. On failure the content of `value` is undefined. */
bool hostcall_typed_decode_value(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, void *value);

/* Encodes a payload, which is the value in CBOR or raw. */
bool hostcall_typed_encode_payload(hostcall_typed_encoder *encoder, const hostcall_typed_type *type, const void *value);

/* Decodes a whole payload into `arena`. On failure, writes the fault and returns NULL. */
void *hostcall_typed_decode_payload(const hostcall_typed_type *type, const uint8_t *payload, size_t length,
                                    hostcall_typed_arena *arena, hostcall_typed_fault *fault);

#ifdef __cplusplus
}
#endif

#endif /* HOSTCALL_TYPED_TYPES_H */
