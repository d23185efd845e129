/* Written by `hostcall generate c`; do not edit. */

/* The typed side of a host of every_type: what the core's calls consist of, and functions for them. The rules on
 * threads, ownership and answers are those of hostcall_typed.h. */
#ifndef EVERY_TYPE_HOST_H
#define EVERY_TYPE_HOST_H

#include "hostcall_typed.h"

#ifdef __cplusplus
extern "C" {
#endif

/* -- Types ----------------------------------------------------------------------------------------------- */

typedef enum every_type_color {
  /* The warmest. */
  EVERY_TYPE_COLOR_RED = 1,
  EVERY_TYPE_COLOR_DARK_GREEN,
  EVERY_TYPE_COLOR_CLASS,
  EVERY_TYPE_COLOR_NONE,
} every_type_color;

typedef enum every_type_level {
  EVERY_TYPE_LEVEL_LOW = 1,
  EVERY_TYPE_LEVEL_HIGH,
} every_type_level;

typedef enum every_type_ratio {
  EVERY_TYPE_RATIO_HALF = 1,
  EVERY_TYPE_RATIO_V2_0,
} every_type_ratio;

/* The cases of every_type_profile_failure. */
typedef enum every_type_profile_failure_kind {
  EVERY_TYPE_PROFILE_FAILURE_NOT_FOUND = 1,
  /* Someone else has it. */
  EVERY_TYPE_PROFILE_FAILURE_LOCKED,
  EVERY_TYPE_PROFILE_FAILURE_OTHER,
} every_type_profile_failure_kind;

/* The cases of every_type_shape. */
typedef enum every_type_shape_kind {
  EVERY_TYPE_SHAPE_CIRCLE = 1,
  /* Several shapes. */
  EVERY_TYPE_SHAPE_GROUP,
  EVERY_TYPE_SHAPE_EMPTY,
  EVERY_TYPE_SHAPE_INVERSE,
} every_type_shape_kind;

typedef struct every_type_theme_changed every_type_theme_changed;
typedef struct every_type_battery_changed_cells every_type_battery_changed_cells;
typedef struct every_type_battery_changed_cells_array every_type_battery_changed_cells_array;
typedef struct every_type_battery_changed every_type_battery_changed;
typedef struct every_type_fetch_profile_request every_type_fetch_profile_request;
typedef struct every_type_profile_array every_type_profile_array;
typedef struct every_type_profile every_type_profile;
typedef struct every_type_profile_failure every_type_profile_failure;
typedef struct every_type_everything_inline_inner every_type_everything_inline_inner;
typedef struct every_type_everything_inline_inner_array every_type_everything_inline_inner_array;
typedef struct every_type_everything_inline every_type_everything_inline;
typedef struct every_type_shape_array every_type_shape_array;
typedef struct every_type_shape every_type_shape;
typedef struct every_type_time_or_null_array every_type_time_or_null_array;
typedef struct every_type_int64_text_or_null_color_tuple every_type_int64_text_or_null_color_tuple;
typedef struct every_type_level_map every_type_level_map;
typedef struct every_type_level_map_entry every_type_level_map_entry;
typedef struct every_type_bytes_numbered_map every_type_bytes_numbered_map;
typedef struct every_type_bytes_numbered_map_entry every_type_bytes_numbered_map_entry;
typedef struct every_type_color_ratio_pairs every_type_color_ratio_pairs;
typedef struct every_type_color_ratio_pairs_entry every_type_color_ratio_pairs_entry;
typedef struct every_type_shape_array_map every_type_shape_array_map;
typedef struct every_type_shape_array_map_entry every_type_shape_array_map_entry;
typedef struct every_type_everything every_type_everything;
typedef struct every_type_keys_request every_type_keys_request;
typedef struct every_type_profile_2 every_type_profile_2;
typedef struct every_type_search_request every_type_search_request;
typedef struct every_type_watch_balance_request every_type_watch_balance_request;
typedef struct every_type_balance every_type_balance;
typedef struct every_type_locate_request every_type_locate_request;
typedef struct every_type_read_clock_request every_type_read_clock_request;
typedef struct every_type_text_array every_type_text_array;

struct every_type_theme_changed {
  bool is_dark;
  /* The colour of buttons. NULL for no value. */
  const every_type_color *accent;
};

/* The values of `BatteryChanged.cells`. */
struct every_type_battery_changed_cells {
  double volts;
};

struct every_type_battery_changed_cells_array {
  const every_type_battery_changed_cells *items;
  size_t count;
};

struct every_type_battery_changed {
  double level;
  every_type_battery_changed_cells_array cells;
};

struct every_type_fetch_profile_request {
  /* The user's ID. */
  uint64_t user_id;
  /* NULL for no value. */
  const every_type_text_array *fields;
};

struct every_type_profile_array {
  const every_type_profile *items;
  size_t count;
};

/* A user.
 *
 * Its name is "quoted", ends * / comments, has / and é, and """ quotes. */
struct every_type_profile {
  hostcall_text name;
  every_type_color color;
  /* NULL for no value. */
  const every_type_level *level;
  /* A picture, if there is one. NULL for no value. */
  const hostcall_bytes *avatar;
  every_type_profile_array friends;
  /* NULL for no value. */
  const every_type_profile *best;
};

typedef struct every_type_profile_failure_not_found {
  uint64_t user_id;
} every_type_profile_failure_not_found;

typedef struct every_type_profile_failure_other {
  hostcall_text v0;
  bool v1;
} every_type_profile_failure_other;

/* Why there is no profile. */
struct every_type_profile_failure {
  every_type_profile_failure_kind kind;
  union {
    every_type_profile_failure_not_found not_found;
    every_type_profile_failure_other other;
  };
};

/* The values of `Everything.inline.inner`. */
struct every_type_everything_inline_inner {
  double x;
};

struct every_type_everything_inline_inner_array {
  const every_type_everything_inline_inner *items;
  size_t count;
};

/* The values of `Everything.inline`. */
struct every_type_everything_inline {
  hostcall_text text;
  every_type_everything_inline_inner_array inner;
};

struct every_type_shape_array {
  const every_type_shape *items;
  size_t count;
};

typedef struct every_type_shape_circle {
  double radius;
} every_type_shape_circle;

/* Several shapes. */
typedef struct every_type_shape_group {
  every_type_shape_array v0;
} every_type_shape_group;

typedef struct every_type_shape_inverse {
  /* Not NULL. */
  const every_type_shape *of;
} every_type_shape_inverse;

struct every_type_shape {
  every_type_shape_kind kind;
  union {
    every_type_shape_circle circle;
    every_type_shape_group group;
    every_type_shape_inverse inverse;
  };
};

struct every_type_time_or_null_array {
  const double *const *items;
  size_t count;
};

struct every_type_int64_text_or_null_color_tuple {
  int64_t v0;
  /* NULL for no value. */
  const hostcall_text *v1;
  every_type_color v2;
};

struct every_type_level_map {
  const every_type_level_map_entry *items;
  size_t count;
};

struct every_type_bytes_numbered_map {
  const every_type_bytes_numbered_map_entry *items;
  size_t count;
};

struct every_type_color_ratio_pairs {
  const every_type_color_ratio_pairs_entry *items;
  size_t count;
};

struct every_type_shape_array_map {
  const every_type_shape_array_map_entry *items;
  size_t count;
};

struct every_type_everything {
  bool bool_;
  int8_t int8;
  int16_t int16;
  int32_t int32;
  int64_t int64;
  hostcall_int128 int128;
  uint8_t uint8;
  uint16_t uint16;
  uint32_t uint32;
  uint64_t uint64;
  hostcall_uint128 uint128;
  float float16;
  float float_;
  double double_;
  hostcall_text text;
  hostcall_bytes bytes;
  /* Seconds since 1970. */
  double date;
  hostcall_uuid uuid;
  hostcall_text uri;
  hostcall_decimal decimal;
  /* An item of CBOR: any value. */
  hostcall_item any;
  /* NULL for no value. */
  const int64_t *null;
  every_type_time_or_null_array dates;
  every_type_int64_text_or_null_color_tuple tuple;
  /* An item of CBOR: an array of several types. */
  hostcall_item sequence;
  every_type_level_map dictionary;
  every_type_bytes_numbered_map numbered;
  every_type_color_ratio_pairs pairs;
  /* An item of CBOR: one of several types. */
  hostcall_item choice;
  every_type_everything_inline inline_;
  every_type_shape shape;
  every_type_shape_array_map shapes;
  hostcall_text email;
  /* An item of CBOR: in CDDL: 1..65535. */
  hostcall_item port;
  /* An item of CBOR: its init(from:) rejects every made-up value. */
  hostcall_item gap;
  /* An item of CBOR: a type of the unknown kind hologram. */
  hostcall_item later;
  /* An item of CBOR: the type Nowhere, which the descriptor lacks. */
  hostcall_item missing;
};

struct every_type_keys_request {
  int64_t class_;
  int64_t from;
  /* NULL for no value. */
  const int64_t *default_;
  uint64_t user_id;
  uint64_t user_id_2;
  /* NULL for no value. */
  const int64_t *a_key_with_spaces;
  /* NULL for no value. */
  const int64_t *value;
  /* NULL for no value. */
  const int64_t *v2nd;
  /* NULL for no value. */
  const int64_t *value_2;
  bool self;
};

struct every_type_profile_2 {
  hostcall_text name;
};

struct every_type_search_request {
  /* What to look for. */
  hostcall_text text;
  /* NULL for no value. */
  const uint32_t *limit;
  /* NULL for no value. */
  const every_type_profile_2 *near;
};

struct every_type_watch_balance_request {
  uint64_t user_id;
};

struct every_type_balance {
  int64_t cents;
  /* NULL for no value. */
  const bool *is_final;
};

/* The values of `locate.request`. */
struct every_type_locate_request {
  double position_x;
  double position_y;
  uint32_t id;
  bool is_new;
  uint8_t rest[2];
  int8_t last;
};

/* The values of `read_clock.request`. */
struct every_type_read_clock_request {
  uint32_t clock;
};

struct every_type_text_array {
  const hostcall_text *items;
  size_t count;
};

struct every_type_level_map_entry {
  hostcall_text key;
  every_type_level value;
};

struct every_type_bytes_numbered_map_entry {
  int64_t key;
  hostcall_bytes value;
};

struct every_type_color_ratio_pairs_entry {
  every_type_color key;
  every_type_ratio value;
};

struct every_type_shape_array_map_entry {
  hostcall_text key;
  every_type_shape_array value;
};

/* -- The bridge ------------------------------------------------------------------------------------------ */

/* Opens a bridge, which the host closes with hostcall_close. Returns 0 on failure. */
hostcall_bridge every_type_open(void);

/* Uses the functions in the core's table in place of those that the program is linked with: for a core that is
 * loaded, or one of two cores. Before all other functions here. */
void every_type_use_api(const hostcall_api *api);

/* -- Calls and streams that the core makes, and the host answers ----------------------------------------- */

/* A call of echo, which the host answers. */
#define EVERY_TYPE_ECHO_FINGERPRINT UINT64_C(0x0000000000000001)
typedef struct every_type_echo_call {
  hostcall_typed_call base;
} every_type_echo_call;
/* Answers a call. */
int32_t every_type_echo_reply(every_type_echo_call call, const every_type_everything *response);
/* Answers a call with one of gRPC's codes, 1 to 16, or 0 for none, and a message. */
int32_t every_type_echo_error(every_type_echo_call call, int32_t code, const char *message);

/* A call of fetch_profile, which the host answers. */
#define EVERY_TYPE_FETCH_PROFILE_FINGERPRINT UINT64_C(0xd9cfd868ed9eeac0)
typedef struct every_type_fetch_profile_call {
  hostcall_typed_call base;
} every_type_fetch_profile_call;
/* Answers a call. */
int32_t every_type_fetch_profile_reply(every_type_fetch_profile_call call, const every_type_profile *response);
/* Answers a call with the failure that it declares. */
int32_t every_type_fetch_profile_fail(every_type_fetch_profile_call call, const every_type_profile_failure *failure);
/* Answers a call with one of gRPC's codes, 1 to 16, or 0 for none, and a message. */
int32_t every_type_fetch_profile_error(every_type_fetch_profile_call call, int32_t code, const char *message);

/* A call of keys, which the host answers. */
#define EVERY_TYPE_KEYS_FINGERPRINT UINT64_C(0x0000000000000002)
typedef struct every_type_keys_call {
  hostcall_typed_call base;
} every_type_keys_call;
/* Answers a call. */
int32_t every_type_keys_reply(every_type_keys_call call, const every_type_keys_request *response);
/* Answers a call with one of gRPC's codes, 1 to 16, or 0 for none, and a message. */
int32_t every_type_keys_error(every_type_keys_call call, int32_t code, const char *message);

/* A call of locate, which the host answers. */
#define EVERY_TYPE_LOCATE_FINGERPRINT UINT64_C(0x0000000000000003)
typedef struct every_type_locate_call {
  hostcall_typed_call base;
} every_type_locate_call;
/* Answers a call. */
int32_t every_type_locate_reply(every_type_locate_call call, double response);
/* Answers a call with one of gRPC's codes, 1 to 16, or 0 for none, and a message. */
int32_t every_type_locate_error(every_type_locate_call call, int32_t code, const char *message);

/* A call of plain_bytes, which the host answers. */
typedef struct every_type_plain_bytes_call {
  hostcall_typed_call base;
} every_type_plain_bytes_call;
/* Answers a call. */
int32_t every_type_plain_bytes_reply(every_type_plain_bytes_call call, hostcall_bytes response);
/* Answers a call with the failure that it declares. */
int32_t every_type_plain_bytes_fail(every_type_plain_bytes_call call, hostcall_bytes failure);
/* Answers a call with one of gRPC's codes, 1 to 16, or 0 for none, and a message. */
int32_t every_type_plain_bytes_error(every_type_plain_bytes_call call, int32_t code, const char *message);

/* A call of read_clock, which the host answers. */
#define EVERY_TYPE_READ_CLOCK_FINGERPRINT UINT64_C(0x198117c403824aed)
typedef struct every_type_read_clock_call {
  hostcall_typed_call base;
} every_type_read_clock_call;
/* Answers a call. */
int32_t every_type_read_clock_reply(every_type_read_clock_call call, double response);
/* Answers a call with one of gRPC's codes, 1 to 16, or 0 for none, and a message. */
int32_t every_type_read_clock_error(every_type_read_clock_call call, int32_t code, const char *message);

/* A call of rename, which the host answers. */
#define EVERY_TYPE_RENAME_FINGERPRINT UINT64_C(0x0000000000000004)
typedef struct every_type_rename_call {
  hostcall_typed_call base;
} every_type_rename_call;
/* Answers a call. */
int32_t every_type_rename_reply(every_type_rename_call call);
/* Answers a call with one of gRPC's codes, 1 to 16, or 0 for none, and a message. */
int32_t every_type_rename_error(every_type_rename_call call, int32_t code, const char *message);

/* A call of shutdown, which the host answers. */
#define EVERY_TYPE_SHUTDOWN_FINGERPRINT UINT64_C(0x0000000000000005)
typedef struct every_type_shutdown_call {
  hostcall_typed_call base;
} every_type_shutdown_call;
/* Answers a call. */
int32_t every_type_shutdown_reply(every_type_shutdown_call call);
/* Answers a call with one of gRPC's codes, 1 to 16, or 0 for none, and a message. */
int32_t every_type_shutdown_error(every_type_shutdown_call call, int32_t code, const char *message);

/* A call of tree, which the host answers. */
#define EVERY_TYPE_TREE_FINGERPRINT UINT64_C(0x0000000000000006)
typedef struct every_type_tree_call {
  hostcall_typed_call base;
} every_type_tree_call;
/* Answers a call. */
int32_t every_type_tree_reply(every_type_tree_call call, const hostcall_item *response);
/* Answers a call with one of gRPC's codes, 1 to 16, or 0 for none, and a message. */
int32_t every_type_tree_error(every_type_tree_call call, int32_t code, const char *message);

/* A stream of watch_balance, which the host answers. */
#define EVERY_TYPE_WATCH_BALANCE_FINGERPRINT UINT64_C(0x0000000000000009)
typedef struct every_type_watch_balance_stream {
  hostcall_typed_call base;
} every_type_watch_balance_stream;
/* Sends an item: HOSTCALL_WOULD_BLOCK without credit. */
int32_t every_type_watch_balance_send(every_type_watch_balance_stream stream, const every_type_balance *item);
/* Sends an item, and waits for credit; not inside a callback. */
int32_t every_type_watch_balance_send_wait(every_type_watch_balance_stream stream, const every_type_balance *item);
/* Ends a stream after its items. */
int32_t every_type_watch_balance_end(every_type_watch_balance_stream stream);
/* Ends a stream with the failure that it declares. */
int32_t every_type_watch_balance_fail(every_type_watch_balance_stream stream,
                                      const every_type_profile_failure *failure);
/* Ends a stream with one of gRPC's codes, 1 to 16, or 0 for none, and a message. */
int32_t every_type_watch_balance_error(every_type_watch_balance_stream stream, int32_t code, const char *message);

/* The host's functions. Each starts its work and returns, on the thread of the Swift code that calls; the answer may
 * follow later, from any thread. A function that is NULL is not registered. A request is valid until its call is
 * answered. */
typedef struct every_type_handlers {
  void (*echo)(every_type_echo_call call, const every_type_everything *request, void *user_data);
  /* May be NULL: the call has ended by itself; answer it nevertheless. */
  void (*echo_cancelled)(every_type_echo_call call, void *user_data);
  /* Fetches a profile. In two lines. Repeating the call has no further effect. */
  void (*fetch_profile)(every_type_fetch_profile_call call, const every_type_fetch_profile_request *request,
                        void *user_data);
  /* May be NULL: the call has ended by itself; answer it nevertheless. */
  void (*fetch_profile_cancelled)(every_type_fetch_profile_call call, void *user_data);
  void (*keys)(every_type_keys_call call, const every_type_keys_request *request, void *user_data);
  /* May be NULL: the call has ended by itself; answer it nevertheless. */
  void (*keys_cancelled)(every_type_keys_call call, void *user_data);
  void (*locate)(every_type_locate_call call, const every_type_locate_request *request, void *user_data);
  /* May be NULL: the call has ended by itself; answer it nevertheless. */
  void (*locate_cancelled)(every_type_locate_call call, void *user_data);
  void (*plain_bytes)(every_type_plain_bytes_call call, hostcall_bytes request, void *user_data);
  /* May be NULL: the call has ended by itself; answer it nevertheless. */
  void (*plain_bytes_cancelled)(every_type_plain_bytes_call call, void *user_data);
  /* Repeating the call has no further effect. */
  void (*read_clock)(every_type_read_clock_call call, const every_type_read_clock_request *request, void *user_data);
  /* May be NULL: the call has ended by itself; answer it nevertheless. */
  void (*read_clock_cancelled)(every_type_read_clock_call call, void *user_data);
  /* Renames the user. */
  void (*rename)(every_type_rename_call call, hostcall_text request, void *user_data);
  /* May be NULL: the call has ended by itself; answer it nevertheless. */
  void (*rename_cancelled)(every_type_rename_call call, void *user_data);
  void (*shutdown)(every_type_shutdown_call call, void *user_data);
  /* May be NULL: the call has ended by itself; answer it nevertheless. */
  void (*shutdown_cancelled)(every_type_shutdown_call call, void *user_data);
  void (*tree)(every_type_tree_call call, hostcall_item request, void *user_data);
  /* May be NULL: the call has ended by itself; answer it nevertheless. */
  void (*tree_cancelled)(every_type_tree_call call, void *user_data);
  /* The balances of a user, as they change. */
  void (*watch_balance)(every_type_watch_balance_stream stream, const every_type_watch_balance_request *request,
                        void *user_data);
  /* May be NULL: `more` items may be sent. */
  void (*watch_balance_credit)(every_type_watch_balance_stream stream, uint32_t more, void *user_data);
  /* May be NULL: the stream has ended by itself; answer it nevertheless. */
  void (*watch_balance_cancelled)(every_type_watch_balance_stream stream, uint64_t taken, void *user_data);
  /* Runs once, when no function uses `user_data` any more, also if registering fails. May be NULL. */
  void (*released)(void *user_data);
} every_type_handlers;

/* Registers the host's functions, all or none. A core that has changed since this file was written refuses them with
 * HOSTCALL_SCHEMA_MISMATCH, and hostcall_typed_last_error says what has changed. */
int32_t every_type_register(hostcall_bridge bridge, const every_type_handlers *handlers, void *user_data);

/* -- Functions and streams of the core ------------------------------------------------------------------- */

/* How a call of bytes has ended; see hostcall_typed_result. */
typedef struct every_type_bytes_result {
  int32_t status;
  int32_t outcome;
  int32_t code;
  const char *message;
  const hostcall_bytes *response;
  const hostcall_bytes *failure;
  hostcall_typed_arena arena;
} every_type_bytes_result;

/* Frees what a result refers to. */
void every_type_bytes_result_free(every_type_bytes_result *result);

typedef void (*every_type_bytes_reply)(const every_type_bytes_result *result, void *user_data);

/* `reply` runs once, on a thread of the bridge. `options` and `call_id_out` may be NULL. */
int32_t every_type_bytes(hostcall_bridge bridge, hostcall_bytes request, const hostcall_typed_options *options,
                         every_type_bytes_reply reply, void *user_data, uint64_t *call_id_out);

/* Calls and waits; not inside a callback. The caller frees the result. */
every_type_bytes_result every_type_bytes_wait(hostcall_bridge bridge, hostcall_bytes request,
                                              const hostcall_typed_options *options);

/* How a call of class has ended; see hostcall_typed_result. */
#define EVERY_TYPE_CLASS_FINGERPRINT UINT64_C(0x0000000000000007)
typedef struct every_type_class_result {
  int32_t status;
  int32_t outcome;
  int32_t code;
  const char *message;
  const every_type_shape *response;
  const every_type_profile_failure *failure;
  hostcall_typed_arena arena;
} every_type_class_result;

/* Frees what a result refers to. */
void every_type_class_result_free(every_type_class_result *result);

typedef void (*every_type_class_reply)(const every_type_class_result *result, void *user_data);

/* `reply` runs once, on a thread of the bridge. `options` and `call_id_out` may be NULL. */
int32_t every_type_class(hostcall_bridge bridge, const hostcall_typed_options *options, every_type_class_reply reply,
                         void *user_data, uint64_t *call_id_out);

/* Calls and waits; not inside a callback. The caller frees the result. */
every_type_class_result every_type_class_wait(hostcall_bridge bridge, const hostcall_typed_options *options);

/* How a call of search has ended; see hostcall_typed_result. */
#define EVERY_TYPE_SEARCH_FINGERPRINT UINT64_C(0x8000000000000008)
typedef struct every_type_search_result {
  int32_t status;
  int32_t outcome;
  int32_t code;
  const char *message;
  const every_type_profile_array *response;
  const every_type_profile_failure *failure;
  hostcall_typed_arena arena;
} every_type_search_result;

/* Frees what a result refers to. */
void every_type_search_result_free(every_type_search_result *result);

typedef void (*every_type_search_reply)(const every_type_search_result *result, void *user_data);

/* Searches for users. Repeating the call has no further effect. `reply` runs once, on a thread of the bridge.
 * `options` and `call_id_out` may be NULL. */
int32_t every_type_search(hostcall_bridge bridge, const every_type_search_request *request,
                          const hostcall_typed_options *options, every_type_search_reply reply, void *user_data,
                          uint64_t *call_id_out);

/* Calls and waits; not inside a callback. The caller frees the result. */
every_type_search_result every_type_search_wait(hostcall_bridge bridge, const every_type_search_request *request,
                                                const hostcall_typed_options *options);

/* How a stream of ticks has ended; see hostcall_typed_result. */
#define EVERY_TYPE_TICKS_FINGERPRINT UINT64_C(0x000000000000000a)
typedef struct every_type_ticks_result {
  int32_t status;
  int32_t outcome;
  int32_t code;
  const char *message;
  hostcall_typed_arena arena;
} every_type_ticks_result;

/* Frees what a result refers to. */
void every_type_ticks_result_free(every_type_ticks_result *result);

typedef void (*every_type_ticks_item)(double item, void *user_data);
typedef void (*every_type_ticks_end)(const every_type_ticks_result *result, void *user_data);

/* `item` runs for each item and `end` once, on a thread of the bridge. hostcall_cancel gives up. */
int32_t every_type_ticks(hostcall_bridge bridge, const hostcall_typed_options *options, every_type_ticks_item item,
                         every_type_ticks_end end, void *user_data, uint64_t *call_id_out);

/* A stream that a thread reads item by item. */
typedef struct every_type_ticks_reader {
  hostcall_typed_reader *base;
} every_type_ticks_reader;
/* Opens a stream; `base` is NULL on failure. */
every_type_ticks_reader every_type_ticks_open(hostcall_bridge bridge, const hostcall_typed_options *options);
/* Waits for an item, which is valid until the next call; returns NULL at the end of the stream. */
const double *every_type_ticks_next_wait(every_type_ticks_reader reader);
/* Closes a reader, and gives its stream up if that has not ended. The caller frees the result. */
every_type_ticks_result every_type_ticks_close(every_type_ticks_reader reader);

/* -- Events ---------------------------------------------------------------------------------------------- */

typedef void (*every_type_on_peer_left_listener)(uint64_t dropped, void *user_data);

/* Subscribes a listener to the event peer_left. `listening` and `subscription_out` may be NULL. */
int32_t every_type_on_peer_left(hostcall_bridge bridge, every_type_on_peer_left_listener listener,
                                const hostcall_typed_listening *listening, void *user_data, uint64_t *subscription_out);

typedef void (*every_type_on_theme_changed_listener)(const every_type_theme_changed *event, uint64_t dropped,
                                                     void *user_data);

/* The user has chosen another theme. Subscribes a listener to the event theme_changed. `listening` and
 * `subscription_out` may be NULL. */
int32_t every_type_on_theme_changed(hostcall_bridge bridge, every_type_on_theme_changed_listener listener,
                                    const hostcall_typed_listening *listening, void *user_data,
                                    uint64_t *subscription_out);

/* Emits the event battery_changed. */
int32_t every_type_emit_battery_changed(hostcall_bridge bridge, const every_type_battery_changed *event);

#ifdef __cplusplus
}
#endif

#endif /* EVERY_TYPE_HOST_H */
