/* Written by `hostcall generate c`; do not edit. */

#include "every_type_host.h"

#include <stdatomic.h>

static _Atomic(const hostcall_api *) loaded_api;

void every_type_use_api(const hostcall_api *api) { atomic_store(&loaded_api, api); }

static inline const hostcall_api *core_api(void) {
  const hostcall_api *api = atomic_load(&loaded_api);
  return api != NULL ? api : HOSTCALL_TYPED_DEFAULT_API();
}

_Static_assert(sizeof(every_type_color) == sizeof(int32_t), "enums have 32 bits");

static const hostcall_typed_type every_type_color_type;
static const hostcall_typed_type every_type_color_or_null_type;
static const hostcall_typed_type every_type_theme_changed_type;
static const hostcall_typed_type every_type_battery_changed_cells_type;
static const hostcall_typed_type every_type_battery_changed_cells_array_type;
static const hostcall_typed_type every_type_battery_changed_type;
static const hostcall_typed_type every_type_text_array_or_null_type;
static const hostcall_typed_type every_type_fetch_profile_request_type;
static const hostcall_typed_type every_type_level_type;
static const hostcall_typed_type every_type_level_or_null_type;
static const hostcall_typed_type every_type_bytes_or_null_type;
static const hostcall_typed_type every_type_profile_array_type;
static const hostcall_typed_type every_type_profile_or_null_type;
static const hostcall_typed_type every_type_profile_type;
static const hostcall_typed_type every_type_ratio_type;
static const hostcall_typed_type every_type_profile_failure_type;
static const hostcall_typed_type every_type_everything_inline_inner_type;
static const hostcall_typed_type every_type_everything_inline_inner_array_type;
static const hostcall_typed_type every_type_everything_inline_type;
static const hostcall_typed_type every_type_shape_array_type;
static const hostcall_typed_type every_type_box_shape_type;
static const hostcall_typed_type every_type_shape_type;
static const hostcall_typed_type every_type_int64_or_null_type;
static const hostcall_typed_type every_type_time_or_null_array_type;
static const hostcall_typed_type every_type_text_or_null_type;
static const hostcall_typed_type every_type_int64_text_or_null_color_tuple_type;
static const hostcall_typed_type every_type_level_map_type;
static const hostcall_typed_type every_type_bytes_numbered_map_type;
static const hostcall_typed_type every_type_color_ratio_pairs_type;
static const hostcall_typed_type every_type_shape_array_map_type;
static const hostcall_typed_type every_type_everything_type;
static const hostcall_typed_type every_type_keys_request_type;
static const hostcall_typed_type every_type_profile_2_type;
static const hostcall_typed_type every_type_uint32_or_null_type;
static const hostcall_typed_type every_type_profile_2_or_null_type;
static const hostcall_typed_type every_type_search_request_type;
static const hostcall_typed_type every_type_watch_balance_request_type;
static const hostcall_typed_type every_type_bool_or_null_type;
static const hostcall_typed_type every_type_balance_type;
static const hostcall_typed_type every_type_locate_request_type;
static const hostcall_typed_type every_type_read_clock_request_type;
static const hostcall_typed_type every_type_item_or_null_type;
static const hostcall_typed_type every_type_text_array_type;
static const hostcall_typed_type every_type_time_or_null_type;

static const hostcall_typed_case every_type_color_cases[] = {
    {
        .text = "red",
    },
    {
        .text = "dark green",
    },
    {
        .text = "class",
    },
    {
        .text = "None",
    },
};
static const hostcall_typed_type every_type_color_type = {
    .kind = HOSTCALL_TYPED_ENUM,
    .size = sizeof(every_type_color),
    .name = "Color",
    .element = &hostcall_typed_text,
    .cases = every_type_color_cases,
    .count = 4,
};

static const hostcall_typed_type every_type_color_or_null_type = {
    .kind = HOSTCALL_TYPED_OPTIONAL,
    .size = sizeof(const every_type_color *),
    .element = &every_type_color_type,
};

static const hostcall_typed_field every_type_theme_changed_fields[] = {
    {.key = "isDark", .type = &hostcall_typed_bool, .offset = offsetof(every_type_theme_changed, is_dark)},
    {
        .key = "accent",
        .type = &every_type_color_or_null_type,
        .offset = offsetof(every_type_theme_changed, accent),
        .is_optional = true,
    },
};
static const hostcall_typed_type every_type_theme_changed_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_theme_changed),
    .name = "ThemeChanged",
    .fields = every_type_theme_changed_fields,
    .count = 2,
};

static const hostcall_typed_field every_type_battery_changed_cells_fields[] = {
    {.key = "volts", .type = &hostcall_typed_double, .offset = offsetof(every_type_battery_changed_cells, volts)},
};
static const hostcall_typed_type every_type_battery_changed_cells_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_battery_changed_cells),
    .name = "BatteryChangedCells",
    .fields = every_type_battery_changed_cells_fields,
    .count = 1,
};

static const hostcall_typed_type every_type_battery_changed_cells_array_type = {
    .kind = HOSTCALL_TYPED_ARRAY,
    .size = sizeof(every_type_battery_changed_cells_array),
    .element = &every_type_battery_changed_cells_type,
};

static const hostcall_typed_field every_type_battery_changed_fields[] = {
    {.key = "level", .type = &hostcall_typed_double, .offset = offsetof(every_type_battery_changed, level)},
    {
        .key = "cells",
        .type = &every_type_battery_changed_cells_array_type,
        .offset = offsetof(every_type_battery_changed, cells),
    },
};
static const hostcall_typed_type every_type_battery_changed_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_battery_changed),
    .name = "BatteryChanged",
    .fields = every_type_battery_changed_fields,
    .count = 2,
};

static const hostcall_typed_type every_type_text_array_or_null_type = {
    .kind = HOSTCALL_TYPED_OPTIONAL,
    .size = sizeof(const every_type_text_array *),
    .element = &every_type_text_array_type,
};

static const hostcall_typed_field every_type_fetch_profile_request_fields[] = {
    {.key = "userID", .type = &hostcall_typed_uint64, .offset = offsetof(every_type_fetch_profile_request, user_id)},
    {
        .key = "fields",
        .type = &every_type_text_array_or_null_type,
        .offset = offsetof(every_type_fetch_profile_request, fields),
        .is_optional = true,
    },
};
static const hostcall_typed_type every_type_fetch_profile_request_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_fetch_profile_request),
    .name = "FetchProfile",
    .fields = every_type_fetch_profile_request_fields,
    .count = 2,
};

static const hostcall_typed_case every_type_level_cases[] = {
    {
        .integer = INT64_C(-1),
    },
    {
        .integer = INT64_C(10),
    },
};
static const hostcall_typed_type every_type_level_type = {
    .kind = HOSTCALL_TYPED_ENUM,
    .size = sizeof(every_type_level),
    .name = "Level",
    .element = &hostcall_typed_int64,
    .cases = every_type_level_cases,
    .count = 2,
};

static const hostcall_typed_type every_type_level_or_null_type = {
    .kind = HOSTCALL_TYPED_OPTIONAL,
    .size = sizeof(const every_type_level *),
    .element = &every_type_level_type,
};

static const hostcall_typed_type every_type_bytes_or_null_type = {
    .kind = HOSTCALL_TYPED_OPTIONAL,
    .size = sizeof(const hostcall_bytes *),
    .element = &hostcall_typed_bytes,
};

static const hostcall_typed_type every_type_profile_array_type = {
    .kind = HOSTCALL_TYPED_ARRAY,
    .size = sizeof(every_type_profile_array),
    .element = &every_type_profile_type,
};

static const hostcall_typed_type every_type_profile_or_null_type = {
    .kind = HOSTCALL_TYPED_OPTIONAL,
    .size = sizeof(const every_type_profile *),
    .element = &every_type_profile_type,
};

static const hostcall_typed_field every_type_profile_fields[] = {
    {.key = "name", .type = &hostcall_typed_text, .offset = offsetof(every_type_profile, name)},
    {.key = "color", .type = &every_type_color_type, .offset = offsetof(every_type_profile, color)},
    {
        .key = "level",
        .type = &every_type_level_or_null_type,
        .offset = offsetof(every_type_profile, level),
        .is_optional = true,
    },
    {
        .key = "avatar",
        .type = &every_type_bytes_or_null_type,
        .offset = offsetof(every_type_profile, avatar),
        .is_optional = true,
    },
    {.key = "friends", .type = &every_type_profile_array_type, .offset = offsetof(every_type_profile, friends)},
    {
        .key = "best",
        .type = &every_type_profile_or_null_type,
        .offset = offsetof(every_type_profile, best),
        .is_optional = true,
    },
};
static const hostcall_typed_type every_type_profile_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_profile),
    .name = "Profile",
    .fields = every_type_profile_fields,
    .count = 6,
};

static const hostcall_typed_case every_type_ratio_cases[] = {
    {
        .number = 0.5,
    },
    {
        .number = 2.0,
    },
};
static const hostcall_typed_type every_type_ratio_type = {
    .kind = HOSTCALL_TYPED_ENUM,
    .size = sizeof(every_type_ratio),
    .name = "Ratio",
    .element = &hostcall_typed_double,
    .cases = every_type_ratio_cases,
    .count = 2,
};

static const hostcall_typed_field every_type_profile_failure_not_found_fields[] = {
    {
        .key = "userID",
        .type = &hostcall_typed_uint64,
        .offset = offsetof(every_type_profile_failure_not_found, user_id),
    },
};
static const hostcall_typed_type every_type_profile_failure_not_found_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_profile_failure_not_found),
    .fields = every_type_profile_failure_not_found_fields,
    .count = 1,
};

static const hostcall_typed_field every_type_profile_failure_other_fields[] = {
    {.key = "_0", .type = &hostcall_typed_text, .offset = offsetof(every_type_profile_failure_other, v0)},
    {.key = "_1", .type = &hostcall_typed_bool, .offset = offsetof(every_type_profile_failure_other, v1)},
};
static const hostcall_typed_type every_type_profile_failure_other_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_profile_failure_other),
    .fields = every_type_profile_failure_other_fields,
    .count = 2,
};

static const hostcall_typed_case every_type_profile_failure_cases[] = {
    {
        .text = "notFound",
        .type = &every_type_profile_failure_not_found_type,
        .offset = offsetof(every_type_profile_failure, not_found),
    },
    {
        .text = "locked",
        .type = &hostcall_typed_empty,
    },
    {
        .text = "other",
        .type = &every_type_profile_failure_other_type,
        .offset = offsetof(every_type_profile_failure, other),
    },
};
static const hostcall_typed_type every_type_profile_failure_type = {
    .kind = HOSTCALL_TYPED_UNION,
    .size = sizeof(every_type_profile_failure),
    .name = "ProfileFailure",
    .cases = every_type_profile_failure_cases,
    .count = 3,
};

static const hostcall_typed_field every_type_everything_inline_inner_fields[] = {
    {.key = "x", .type = &hostcall_typed_double, .offset = offsetof(every_type_everything_inline_inner, x)},
};
static const hostcall_typed_type every_type_everything_inline_inner_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_everything_inline_inner),
    .name = "EverythingInlineInner",
    .fields = every_type_everything_inline_inner_fields,
    .count = 1,
};

static const hostcall_typed_type every_type_everything_inline_inner_array_type = {
    .kind = HOSTCALL_TYPED_ARRAY,
    .size = sizeof(every_type_everything_inline_inner_array),
    .element = &every_type_everything_inline_inner_type,
};

static const hostcall_typed_field every_type_everything_inline_fields[] = {
    {.key = "text", .type = &hostcall_typed_text, .offset = offsetof(every_type_everything_inline, text)},
    {
        .key = "inner",
        .type = &every_type_everything_inline_inner_array_type,
        .offset = offsetof(every_type_everything_inline, inner),
    },
};
static const hostcall_typed_type every_type_everything_inline_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_everything_inline),
    .name = "EverythingInline",
    .fields = every_type_everything_inline_fields,
    .count = 2,
};

static const hostcall_typed_type every_type_shape_array_type = {
    .kind = HOSTCALL_TYPED_ARRAY,
    .size = sizeof(every_type_shape_array),
    .element = &every_type_shape_type,
};

static const hostcall_typed_type every_type_box_shape_type = {
    .kind = HOSTCALL_TYPED_BOX,
    .size = sizeof(const every_type_shape *),
    .element = &every_type_shape_type,
};

static const hostcall_typed_field every_type_shape_circle_fields[] = {
    {.key = "radius", .type = &hostcall_typed_double, .offset = offsetof(every_type_shape_circle, radius)},
};
static const hostcall_typed_type every_type_shape_circle_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_shape_circle),
    .fields = every_type_shape_circle_fields,
    .count = 1,
};

static const hostcall_typed_field every_type_shape_group_fields[] = {
    {.key = "_0", .type = &every_type_shape_array_type, .offset = offsetof(every_type_shape_group, v0)},
};
static const hostcall_typed_type every_type_shape_group_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_shape_group),
    .fields = every_type_shape_group_fields,
    .count = 1,
};

static const hostcall_typed_field every_type_shape_inverse_fields[] = {
    {.key = "of", .type = &every_type_box_shape_type, .offset = offsetof(every_type_shape_inverse, of)},
};
static const hostcall_typed_type every_type_shape_inverse_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_shape_inverse),
    .fields = every_type_shape_inverse_fields,
    .count = 1,
};

static const hostcall_typed_case every_type_shape_cases[] = {
    {
        .text = "circle",
        .type = &every_type_shape_circle_type,
        .offset = offsetof(every_type_shape, circle),
    },
    {
        .text = "group",
        .type = &every_type_shape_group_type,
        .offset = offsetof(every_type_shape, group),
    },
    {
        .text = "empty",
        .type = &hostcall_typed_empty,
    },
    {
        .text = "inverse",
        .type = &every_type_shape_inverse_type,
        .offset = offsetof(every_type_shape, inverse),
    },
};
static const hostcall_typed_type every_type_shape_type = {
    .kind = HOSTCALL_TYPED_UNION,
    .size = sizeof(every_type_shape),
    .name = "Shape",
    .cases = every_type_shape_cases,
    .count = 4,
};

static const hostcall_typed_type every_type_int64_or_null_type = {
    .kind = HOSTCALL_TYPED_OPTIONAL,
    .size = sizeof(const int64_t *),
    .element = &hostcall_typed_int64,
};

static const hostcall_typed_type every_type_time_or_null_array_type = {
    .kind = HOSTCALL_TYPED_ARRAY,
    .size = sizeof(every_type_time_or_null_array),
    .element = &every_type_time_or_null_type,
};

static const hostcall_typed_type every_type_text_or_null_type = {
    .kind = HOSTCALL_TYPED_OPTIONAL,
    .size = sizeof(const hostcall_text *),
    .element = &hostcall_typed_text,
};

static const hostcall_typed_field every_type_int64_text_or_null_color_tuple_fields[] = {
    {.key = "0", .type = &hostcall_typed_int64, .offset = offsetof(every_type_int64_text_or_null_color_tuple, v0)},
    {
        .key = "1",
        .type = &every_type_text_or_null_type,
        .offset = offsetof(every_type_int64_text_or_null_color_tuple, v1),
    },
    {.key = "2", .type = &every_type_color_type, .offset = offsetof(every_type_int64_text_or_null_color_tuple, v2)},
};
static const hostcall_typed_type every_type_int64_text_or_null_color_tuple_type = {
    .kind = HOSTCALL_TYPED_TUPLE,
    .size = sizeof(every_type_int64_text_or_null_color_tuple),
    .fields = every_type_int64_text_or_null_color_tuple_fields,
    .count = 3,
};

static const hostcall_typed_field every_type_level_map_entry_fields[] = {
    {.key = "key", .type = &hostcall_typed_text, .offset = offsetof(every_type_level_map_entry, key)},
    {.key = "value", .type = &every_type_level_type, .offset = offsetof(every_type_level_map_entry, value)},
};
static const hostcall_typed_type every_type_level_map_entry_type = {
    .kind = HOSTCALL_TYPED_TUPLE,
    .size = sizeof(every_type_level_map_entry),
    .fields = every_type_level_map_entry_fields,
    .count = 2,
};

static const hostcall_typed_type every_type_level_map_type = {
    .kind = HOSTCALL_TYPED_MAP,
    .size = sizeof(every_type_level_map),
    .element = &every_type_level_map_entry_type,
};

static const hostcall_typed_field every_type_bytes_numbered_map_entry_fields[] = {
    {.key = "key", .type = &hostcall_typed_int64, .offset = offsetof(every_type_bytes_numbered_map_entry, key)},
    {.key = "value", .type = &hostcall_typed_bytes, .offset = offsetof(every_type_bytes_numbered_map_entry, value)},
};
static const hostcall_typed_type every_type_bytes_numbered_map_entry_type = {
    .kind = HOSTCALL_TYPED_TUPLE,
    .size = sizeof(every_type_bytes_numbered_map_entry),
    .fields = every_type_bytes_numbered_map_entry_fields,
    .count = 2,
};

static const hostcall_typed_type every_type_bytes_numbered_map_type = {
    .kind = HOSTCALL_TYPED_MAP,
    .size = sizeof(every_type_bytes_numbered_map),
    .element = &every_type_bytes_numbered_map_entry_type,
};

static const hostcall_typed_field every_type_color_ratio_pairs_entry_fields[] = {
    {.key = "key", .type = &every_type_color_type, .offset = offsetof(every_type_color_ratio_pairs_entry, key)},
    {.key = "value", .type = &every_type_ratio_type, .offset = offsetof(every_type_color_ratio_pairs_entry, value)},
};
static const hostcall_typed_type every_type_color_ratio_pairs_entry_type = {
    .kind = HOSTCALL_TYPED_TUPLE,
    .size = sizeof(every_type_color_ratio_pairs_entry),
    .fields = every_type_color_ratio_pairs_entry_fields,
    .count = 2,
};

static const hostcall_typed_type every_type_color_ratio_pairs_type = {
    .kind = HOSTCALL_TYPED_PAIRS,
    .size = sizeof(every_type_color_ratio_pairs),
    .element = &every_type_color_ratio_pairs_entry_type,
};

static const hostcall_typed_field every_type_shape_array_map_entry_fields[] = {
    {.key = "key", .type = &hostcall_typed_text, .offset = offsetof(every_type_shape_array_map_entry, key)},
    {.key = "value", .type = &every_type_shape_array_type, .offset = offsetof(every_type_shape_array_map_entry, value)},
};
static const hostcall_typed_type every_type_shape_array_map_entry_type = {
    .kind = HOSTCALL_TYPED_TUPLE,
    .size = sizeof(every_type_shape_array_map_entry),
    .fields = every_type_shape_array_map_entry_fields,
    .count = 2,
};

static const hostcall_typed_type every_type_shape_array_map_type = {
    .kind = HOSTCALL_TYPED_MAP,
    .size = sizeof(every_type_shape_array_map),
    .element = &every_type_shape_array_map_entry_type,
};

static const hostcall_typed_field every_type_everything_fields[] = {
    {.key = "bool", .type = &hostcall_typed_bool, .offset = offsetof(every_type_everything, bool_)},
    {.key = "int8", .type = &hostcall_typed_int8, .offset = offsetof(every_type_everything, int8)},
    {.key = "int16", .type = &hostcall_typed_int16, .offset = offsetof(every_type_everything, int16)},
    {.key = "int32", .type = &hostcall_typed_int32, .offset = offsetof(every_type_everything, int32)},
    {.key = "int64", .type = &hostcall_typed_int64, .offset = offsetof(every_type_everything, int64)},
    {.key = "int128", .type = &hostcall_typed_int128, .offset = offsetof(every_type_everything, int128)},
    {.key = "uint8", .type = &hostcall_typed_uint8, .offset = offsetof(every_type_everything, uint8)},
    {.key = "uint16", .type = &hostcall_typed_uint16, .offset = offsetof(every_type_everything, uint16)},
    {.key = "uint32", .type = &hostcall_typed_uint32, .offset = offsetof(every_type_everything, uint32)},
    {.key = "uint64", .type = &hostcall_typed_uint64, .offset = offsetof(every_type_everything, uint64)},
    {.key = "uint128", .type = &hostcall_typed_uint128, .offset = offsetof(every_type_everything, uint128)},
    {.key = "float16", .type = &hostcall_typed_float, .offset = offsetof(every_type_everything, float16)},
    {.key = "float", .type = &hostcall_typed_float, .offset = offsetof(every_type_everything, float_)},
    {.key = "double", .type = &hostcall_typed_double, .offset = offsetof(every_type_everything, double_)},
    {.key = "text", .type = &hostcall_typed_text, .offset = offsetof(every_type_everything, text)},
    {.key = "bytes", .type = &hostcall_typed_bytes, .offset = offsetof(every_type_everything, bytes)},
    {.key = "date", .type = &hostcall_typed_time, .offset = offsetof(every_type_everything, date)},
    {.key = "uuid", .type = &hostcall_typed_uuid, .offset = offsetof(every_type_everything, uuid)},
    {.key = "uri", .type = &hostcall_typed_uri, .offset = offsetof(every_type_everything, uri)},
    {.key = "decimal", .type = &hostcall_typed_decimal, .offset = offsetof(every_type_everything, decimal)},
    {.key = "any", .type = &hostcall_typed_item, .offset = offsetof(every_type_everything, any)},
    {.key = "null", .type = &every_type_int64_or_null_type, .offset = offsetof(every_type_everything, null)},
    {.key = "dates", .type = &every_type_time_or_null_array_type, .offset = offsetof(every_type_everything, dates)},
    {
        .key = "tuple",
        .type = &every_type_int64_text_or_null_color_tuple_type,
        .offset = offsetof(every_type_everything, tuple),
    },
    {.key = "sequence", .type = &hostcall_typed_item, .offset = offsetof(every_type_everything, sequence)},
    {.key = "dictionary", .type = &every_type_level_map_type, .offset = offsetof(every_type_everything, dictionary)},
    {
        .key = "numbered",
        .type = &every_type_bytes_numbered_map_type,
        .offset = offsetof(every_type_everything, numbered),
    },
    {.key = "pairs", .type = &every_type_color_ratio_pairs_type, .offset = offsetof(every_type_everything, pairs)},
    {.key = "choice", .type = &hostcall_typed_item, .offset = offsetof(every_type_everything, choice)},
    {.key = "inline", .type = &every_type_everything_inline_type, .offset = offsetof(every_type_everything, inline_)},
    {.key = "shape", .type = &every_type_shape_type, .offset = offsetof(every_type_everything, shape)},
    {.key = "shapes", .type = &every_type_shape_array_map_type, .offset = offsetof(every_type_everything, shapes)},
    {.key = "email", .type = &hostcall_typed_text, .offset = offsetof(every_type_everything, email)},
    {.key = "port", .type = &hostcall_typed_item, .offset = offsetof(every_type_everything, port)},
    {.key = "gap", .type = &hostcall_typed_item, .offset = offsetof(every_type_everything, gap)},
    {.key = "later", .type = &hostcall_typed_item, .offset = offsetof(every_type_everything, later)},
    {.key = "missing", .type = &hostcall_typed_item, .offset = offsetof(every_type_everything, missing)},
};
static const hostcall_typed_type every_type_everything_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_everything),
    .name = "Everything",
    .fields = every_type_everything_fields,
    .count = 37,
};

static const hostcall_typed_field every_type_keys_request_fields[] = {
    {.key = "class", .type = &hostcall_typed_int64, .offset = offsetof(every_type_keys_request, class_)},
    {.key = "from", .type = &hostcall_typed_int64, .offset = offsetof(every_type_keys_request, from)},
    {
        .key = "default",
        .type = &every_type_int64_or_null_type,
        .offset = offsetof(every_type_keys_request, default_),
        .is_optional = true,
    },
    {.key = "userID", .type = &hostcall_typed_uint64, .offset = offsetof(every_type_keys_request, user_id)},
    {.key = "user_id", .type = &hostcall_typed_uint64, .offset = offsetof(every_type_keys_request, user_id_2)},
    {
        .key = "a key-with spaces",
        .type = &every_type_int64_or_null_type,
        .offset = offsetof(every_type_keys_request, a_key_with_spaces),
        .is_optional = true,
    },
    {
        .key = "",
        .type = &every_type_int64_or_null_type,
        .offset = offsetof(every_type_keys_request, value),
        .is_optional = true,
    },
    {
        .key = "2nd",
        .type = &every_type_int64_or_null_type,
        .offset = offsetof(every_type_keys_request, v2nd),
        .is_optional = true,
    },
    {
        .key = "\303\274",
        .type = &every_type_int64_or_null_type,
        .offset = offsetof(every_type_keys_request, value_2),
        .is_optional = true,
    },
    {.key = "self", .type = &hostcall_typed_bool, .offset = offsetof(every_type_keys_request, self)},
};
static const hostcall_typed_type every_type_keys_request_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_keys_request),
    .name = "Keys",
    .fields = every_type_keys_request_fields,
    .count = 10,
};

static const hostcall_typed_field every_type_profile_2_fields[] = {
    {.key = "name", .type = &hostcall_typed_text, .offset = offsetof(every_type_profile_2, name)},
};
static const hostcall_typed_type every_type_profile_2_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_profile_2),
    .name = "Profile-2",
    .fields = every_type_profile_2_fields,
    .count = 1,
};

static const hostcall_typed_type every_type_uint32_or_null_type = {
    .kind = HOSTCALL_TYPED_OPTIONAL,
    .size = sizeof(const uint32_t *),
    .element = &hostcall_typed_uint32,
};

static const hostcall_typed_type every_type_profile_2_or_null_type = {
    .kind = HOSTCALL_TYPED_OPTIONAL,
    .size = sizeof(const every_type_profile_2 *),
    .element = &every_type_profile_2_type,
};

static const hostcall_typed_field every_type_search_request_fields[] = {
    {.key = "text", .type = &hostcall_typed_text, .offset = offsetof(every_type_search_request, text)},
    {
        .key = "limit",
        .type = &every_type_uint32_or_null_type,
        .offset = offsetof(every_type_search_request, limit),
        .is_optional = true,
    },
    {
        .key = "near",
        .type = &every_type_profile_2_or_null_type,
        .offset = offsetof(every_type_search_request, near),
        .is_optional = true,
    },
};
static const hostcall_typed_type every_type_search_request_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_search_request),
    .name = "Search",
    .fields = every_type_search_request_fields,
    .count = 3,
};

static const hostcall_typed_field every_type_watch_balance_request_fields[] = {
    {.key = "userID", .type = &hostcall_typed_uint64, .offset = offsetof(every_type_watch_balance_request, user_id)},
};
static const hostcall_typed_type every_type_watch_balance_request_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_watch_balance_request),
    .name = "WatchBalance",
    .fields = every_type_watch_balance_request_fields,
    .count = 1,
};

static const hostcall_typed_type every_type_bool_or_null_type = {
    .kind = HOSTCALL_TYPED_OPTIONAL,
    .size = sizeof(const bool *),
    .element = &hostcall_typed_bool,
};

static const hostcall_typed_field every_type_balance_fields[] = {
    {.key = "cents", .type = &hostcall_typed_int64, .offset = offsetof(every_type_balance, cents)},
    {
        .key = "isFinal",
        .type = &every_type_bool_or_null_type,
        .offset = offsetof(every_type_balance, is_final),
        .is_optional = true,
    },
};
static const hostcall_typed_type every_type_balance_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(every_type_balance),
    .name = "Balance",
    .fields = every_type_balance_fields,
    .count = 2,
};

static const hostcall_typed_field every_type_locate_request_fields[] = {
    {
        .key = "position.x",
        .type = &hostcall_typed_double,
        .offset = offsetof(every_type_locate_request, position_x),
        .raw_offset = 0,
    },
    {
        .key = "position.y",
        .type = &hostcall_typed_double,
        .offset = offsetof(every_type_locate_request, position_y),
        .raw_offset = 8,
    },
    {.key = "id", .type = &hostcall_typed_uint32, .offset = offsetof(every_type_locate_request, id), .raw_offset = 16},
    {
        .key = "isNew",
        .type = &hostcall_typed_bool,
        .offset = offsetof(every_type_locate_request, is_new),
        .raw_offset = 20,
    },
    {
        .key = "rest",
        .type = &hostcall_typed_uint8,
        .offset = offsetof(every_type_locate_request, rest),
        .raw_offset = 21,
    },
    {
        .key = "rest",
        .type = &hostcall_typed_uint8,
        .offset = offsetof(every_type_locate_request, rest) + 1 * sizeof(uint8_t),
        .raw_offset = 22,
    },
    {
        .key = "last",
        .type = &hostcall_typed_int8,
        .offset = offsetof(every_type_locate_request, last),
        .raw_offset = 23,
    },
};
static const hostcall_typed_type every_type_locate_request_type = {
    .kind = HOSTCALL_TYPED_RAW,
    .size = sizeof(every_type_locate_request),
    .name = "Locate",
    .fields = every_type_locate_request_fields,
    .count = 7,
    .raw_size = 24,
};

static const hostcall_typed_field every_type_read_clock_request_fields[] = {
    {
        .key = "clock",
        .type = &hostcall_typed_uint32,
        .offset = offsetof(every_type_read_clock_request, clock),
        .raw_offset = 0,
    },
};
static const hostcall_typed_type every_type_read_clock_request_type = {
    .kind = HOSTCALL_TYPED_RAW,
    .size = sizeof(every_type_read_clock_request),
    .name = "ReadClock",
    .fields = every_type_read_clock_request_fields,
    .count = 1,
    .raw_size = 4,
};

static const hostcall_typed_type every_type_item_or_null_type = {
    .kind = HOSTCALL_TYPED_OPTIONAL,
    .size = sizeof(const hostcall_item *),
    .element = &hostcall_typed_item,
};

static const hostcall_typed_type every_type_text_array_type = {
    .kind = HOSTCALL_TYPED_ARRAY,
    .size = sizeof(every_type_text_array),
    .element = &hostcall_typed_text,
};

static const hostcall_typed_type every_type_time_or_null_type = {
    .kind = HOSTCALL_TYPED_OPTIONAL,
    .size = sizeof(const double *),
    .element = &hostcall_typed_time,
};

static const hostcall_typed_field raw_double_fields[] = {
    {.key = "", .type = &hostcall_typed_double},
};
static const hostcall_typed_type raw_double = {
    .kind = HOSTCALL_TYPED_RAW,
    .size = sizeof(double),
    .fields = raw_double_fields,
    .count = 1,
    .raw_size = 8,
};

static const hostcall_typed_method every_type_echo_method = {
    .name = "echo",
    .fingerprint = EVERY_TYPE_ECHO_FINGERPRINT,
    .request = &every_type_everything_type,
    .response = &every_type_everything_type,
};

static void every_type_echo_invoke(hostcall_typed_function function, hostcall_typed_call base, const void *request,
                                   void *user_data) {
  typedef void (*typed)(every_type_echo_call call, const every_type_everything *request, void *user_data);
  every_type_echo_call call = {base};
  ((typed)function)(call, request, user_data);
}

static void every_type_echo_cancel(hostcall_typed_function function, hostcall_typed_call base, uint64_t taken,
                                   void *user_data) {
  (void)taken;
  typedef void (*typed)(every_type_echo_call call, void *user_data);
  every_type_echo_call call = {base};
  ((typed)function)(call, user_data);
}

int32_t every_type_echo_reply(every_type_echo_call call, const every_type_everything *response) {
  return hostcall_typed_reply(call.base, response);
}

int32_t every_type_echo_error(every_type_echo_call call, int32_t code, const char *message) {
  return hostcall_typed_reply_error(call.base, code, message);
}

static const hostcall_typed_method every_type_fetch_profile_method = {
    .name = "fetch_profile",
    .fingerprint = EVERY_TYPE_FETCH_PROFILE_FINGERPRINT,
    .request = &every_type_fetch_profile_request_type,
    .response = &every_type_profile_type,
    .failure = &every_type_profile_failure_type,
};

static void every_type_fetch_profile_invoke(hostcall_typed_function function, hostcall_typed_call base,
                                            const void *request, void *user_data) {
  typedef void (*typed)(every_type_fetch_profile_call call, const every_type_fetch_profile_request *request,
                        void *user_data);
  every_type_fetch_profile_call call = {base};
  ((typed)function)(call, request, user_data);
}

static void every_type_fetch_profile_cancel(hostcall_typed_function function, hostcall_typed_call base, uint64_t taken,
                                            void *user_data) {
  (void)taken;
  typedef void (*typed)(every_type_fetch_profile_call call, void *user_data);
  every_type_fetch_profile_call call = {base};
  ((typed)function)(call, user_data);
}

int32_t every_type_fetch_profile_reply(every_type_fetch_profile_call call, const every_type_profile *response) {
  return hostcall_typed_reply(call.base, response);
}

int32_t every_type_fetch_profile_fail(every_type_fetch_profile_call call, const every_type_profile_failure *failure) {
  return hostcall_typed_reply_failure(call.base, failure);
}

int32_t every_type_fetch_profile_error(every_type_fetch_profile_call call, int32_t code, const char *message) {
  return hostcall_typed_reply_error(call.base, code, message);
}

static const hostcall_typed_method every_type_keys_method = {
    .name = "keys",
    .fingerprint = EVERY_TYPE_KEYS_FINGERPRINT,
    .request = &every_type_keys_request_type,
    .response = &every_type_keys_request_type,
};

static void every_type_keys_invoke(hostcall_typed_function function, hostcall_typed_call base, const void *request,
                                   void *user_data) {
  typedef void (*typed)(every_type_keys_call call, const every_type_keys_request *request, void *user_data);
  every_type_keys_call call = {base};
  ((typed)function)(call, request, user_data);
}

static void every_type_keys_cancel(hostcall_typed_function function, hostcall_typed_call base, uint64_t taken,
                                   void *user_data) {
  (void)taken;
  typedef void (*typed)(every_type_keys_call call, void *user_data);
  every_type_keys_call call = {base};
  ((typed)function)(call, user_data);
}

int32_t every_type_keys_reply(every_type_keys_call call, const every_type_keys_request *response) {
  return hostcall_typed_reply(call.base, response);
}

int32_t every_type_keys_error(every_type_keys_call call, int32_t code, const char *message) {
  return hostcall_typed_reply_error(call.base, code, message);
}

static const hostcall_typed_method every_type_locate_method = {
    .name = "locate",
    .fingerprint = EVERY_TYPE_LOCATE_FINGERPRINT,
    .request = &every_type_locate_request_type,
    .response = &raw_double,
};

static void every_type_locate_invoke(hostcall_typed_function function, hostcall_typed_call base, const void *request,
                                     void *user_data) {
  typedef void (*typed)(every_type_locate_call call, const every_type_locate_request *request, void *user_data);
  every_type_locate_call call = {base};
  ((typed)function)(call, request, user_data);
}

static void every_type_locate_cancel(hostcall_typed_function function, hostcall_typed_call base, uint64_t taken,
                                     void *user_data) {
  (void)taken;
  typedef void (*typed)(every_type_locate_call call, void *user_data);
  every_type_locate_call call = {base};
  ((typed)function)(call, user_data);
}

int32_t every_type_locate_reply(every_type_locate_call call, double response) {
  return hostcall_typed_reply(call.base, &response);
}

int32_t every_type_locate_error(every_type_locate_call call, int32_t code, const char *message) {
  return hostcall_typed_reply_error(call.base, code, message);
}

static const hostcall_typed_method every_type_plain_bytes_method = {
    .name = "plain_bytes",
    .request = &hostcall_typed_payload,
    .response = &hostcall_typed_payload,
    .failure = &hostcall_typed_payload,
};

static void every_type_plain_bytes_invoke(hostcall_typed_function function, hostcall_typed_call base,
                                          const void *request, void *user_data) {
  typedef void (*typed)(every_type_plain_bytes_call call, hostcall_bytes request, void *user_data);
  every_type_plain_bytes_call call = {base};
  ((typed)function)(call, *(const hostcall_bytes *)request, user_data);
}

static void every_type_plain_bytes_cancel(hostcall_typed_function function, hostcall_typed_call base, uint64_t taken,
                                          void *user_data) {
  (void)taken;
  typedef void (*typed)(every_type_plain_bytes_call call, void *user_data);
  every_type_plain_bytes_call call = {base};
  ((typed)function)(call, user_data);
}

int32_t every_type_plain_bytes_reply(every_type_plain_bytes_call call, hostcall_bytes response) {
  return hostcall_typed_reply(call.base, &response);
}

int32_t every_type_plain_bytes_fail(every_type_plain_bytes_call call, hostcall_bytes failure) {
  return hostcall_typed_reply_failure(call.base, &failure);
}

int32_t every_type_plain_bytes_error(every_type_plain_bytes_call call, int32_t code, const char *message) {
  return hostcall_typed_reply_error(call.base, code, message);
}

static const hostcall_typed_method every_type_read_clock_method = {
    .name = "read_clock",
    .fingerprint = EVERY_TYPE_READ_CLOCK_FINGERPRINT,
    .request = &every_type_read_clock_request_type,
    .response = &raw_double,
};

static void every_type_read_clock_invoke(hostcall_typed_function function, hostcall_typed_call base,
                                         const void *request, void *user_data) {
  typedef void (*typed)(every_type_read_clock_call call, const every_type_read_clock_request *request, void *user_data);
  every_type_read_clock_call call = {base};
  ((typed)function)(call, request, user_data);
}

static void every_type_read_clock_cancel(hostcall_typed_function function, hostcall_typed_call base, uint64_t taken,
                                         void *user_data) {
  (void)taken;
  typedef void (*typed)(every_type_read_clock_call call, void *user_data);
  every_type_read_clock_call call = {base};
  ((typed)function)(call, user_data);
}

int32_t every_type_read_clock_reply(every_type_read_clock_call call, double response) {
  return hostcall_typed_reply(call.base, &response);
}

int32_t every_type_read_clock_error(every_type_read_clock_call call, int32_t code, const char *message) {
  return hostcall_typed_reply_error(call.base, code, message);
}

static const hostcall_typed_method every_type_rename_method = {
    .name = "rename",
    .fingerprint = EVERY_TYPE_RENAME_FINGERPRINT,
    .request = &hostcall_typed_text,
    .response = &hostcall_typed_empty,
};

static void every_type_rename_invoke(hostcall_typed_function function, hostcall_typed_call base, const void *request,
                                     void *user_data) {
  typedef void (*typed)(every_type_rename_call call, hostcall_text request, void *user_data);
  every_type_rename_call call = {base};
  ((typed)function)(call, *(const hostcall_text *)request, user_data);
}

static void every_type_rename_cancel(hostcall_typed_function function, hostcall_typed_call base, uint64_t taken,
                                     void *user_data) {
  (void)taken;
  typedef void (*typed)(every_type_rename_call call, void *user_data);
  every_type_rename_call call = {base};
  ((typed)function)(call, user_data);
}

int32_t every_type_rename_reply(every_type_rename_call call) { return hostcall_typed_reply(call.base, NULL); }

int32_t every_type_rename_error(every_type_rename_call call, int32_t code, const char *message) {
  return hostcall_typed_reply_error(call.base, code, message);
}

static const hostcall_typed_method every_type_shutdown_method = {
    .name = "shutdown",
    .fingerprint = EVERY_TYPE_SHUTDOWN_FINGERPRINT,
    .request = &hostcall_typed_empty,
    .response = &hostcall_typed_empty,
};

static void every_type_shutdown_invoke(hostcall_typed_function function, hostcall_typed_call base, const void *request,
                                       void *user_data) {
  (void)request;
  typedef void (*typed)(every_type_shutdown_call call, void *user_data);
  every_type_shutdown_call call = {base};
  ((typed)function)(call, user_data);
}

static void every_type_shutdown_cancel(hostcall_typed_function function, hostcall_typed_call base, uint64_t taken,
                                       void *user_data) {
  (void)taken;
  typedef void (*typed)(every_type_shutdown_call call, void *user_data);
  every_type_shutdown_call call = {base};
  ((typed)function)(call, user_data);
}

int32_t every_type_shutdown_reply(every_type_shutdown_call call) { return hostcall_typed_reply(call.base, NULL); }

int32_t every_type_shutdown_error(every_type_shutdown_call call, int32_t code, const char *message) {
  return hostcall_typed_reply_error(call.base, code, message);
}

static const hostcall_typed_method every_type_tree_method = {
    .name = "tree",
    .fingerprint = EVERY_TYPE_TREE_FINGERPRINT,
    .request = &hostcall_typed_item,
    .response = &every_type_item_or_null_type,
};

static void every_type_tree_invoke(hostcall_typed_function function, hostcall_typed_call base, const void *request,
                                   void *user_data) {
  typedef void (*typed)(every_type_tree_call call, hostcall_item request, void *user_data);
  every_type_tree_call call = {base};
  ((typed)function)(call, *(const hostcall_item *)request, user_data);
}

static void every_type_tree_cancel(hostcall_typed_function function, hostcall_typed_call base, uint64_t taken,
                                   void *user_data) {
  (void)taken;
  typedef void (*typed)(every_type_tree_call call, void *user_data);
  every_type_tree_call call = {base};
  ((typed)function)(call, user_data);
}

int32_t every_type_tree_reply(every_type_tree_call call, const hostcall_item *response) {
  return hostcall_typed_reply(call.base, &response);
}

int32_t every_type_tree_error(every_type_tree_call call, int32_t code, const char *message) {
  return hostcall_typed_reply_error(call.base, code, message);
}

static const hostcall_typed_method every_type_watch_balance_method = {
    .name = "watch_balance",
    .fingerprint = EVERY_TYPE_WATCH_BALANCE_FINGERPRINT,
    .request = &every_type_watch_balance_request_type,
    .response = &every_type_balance_type,
    .failure = &every_type_profile_failure_type,
    .is_stream = true,
};

static void every_type_watch_balance_invoke(hostcall_typed_function function, hostcall_typed_call base,
                                            const void *request, void *user_data) {
  typedef void (*typed)(every_type_watch_balance_stream stream, const every_type_watch_balance_request *request,
                        void *user_data);
  every_type_watch_balance_stream stream = {base};
  ((typed)function)(stream, request, user_data);
}

static void every_type_watch_balance_cancel(hostcall_typed_function function, hostcall_typed_call base, uint64_t taken,
                                            void *user_data) {
  typedef void (*typed)(every_type_watch_balance_stream stream, uint64_t taken, void *user_data);
  every_type_watch_balance_stream stream = {base};
  ((typed)function)(stream, taken, user_data);
}

static void every_type_watch_balance_credited(hostcall_typed_function function, hostcall_typed_call base, uint32_t more,
                                              void *user_data) {
  typedef void (*typed)(every_type_watch_balance_stream stream, uint32_t more, void *user_data);
  every_type_watch_balance_stream stream = {base};
  ((typed)function)(stream, more, user_data);
}

int32_t every_type_watch_balance_send(every_type_watch_balance_stream stream, const every_type_balance *item) {
  return hostcall_typed_send(stream.base, item);
}

int32_t every_type_watch_balance_send_wait(every_type_watch_balance_stream stream, const every_type_balance *item) {
  return hostcall_typed_send_wait(stream.base, item);
}

int32_t every_type_watch_balance_end(every_type_watch_balance_stream stream) { return hostcall_typed_end(stream.base); }

int32_t every_type_watch_balance_fail(every_type_watch_balance_stream stream,
                                      const every_type_profile_failure *failure) {
  return hostcall_typed_reply_failure(stream.base, failure);
}

int32_t every_type_watch_balance_error(every_type_watch_balance_stream stream, int32_t code, const char *message) {
  return hostcall_typed_reply_error(stream.base, code, message);
}

int32_t every_type_register(hostcall_bridge bridge, const every_type_handlers *handlers, void *user_data) {
  if (handlers == NULL) return hostcall_typed_register(core_api(), bridge, NULL, 0, NULL, NULL);
  const hostcall_typed_handler all[] = {
      {
          .method = &every_type_echo_method,
          .answer = (hostcall_typed_function)handlers->echo,
          .invoke = every_type_echo_invoke,
          .cancelled = (hostcall_typed_function)handlers->echo_cancelled,
          .cancel = every_type_echo_cancel,
      },
      {
          .method = &every_type_fetch_profile_method,
          .answer = (hostcall_typed_function)handlers->fetch_profile,
          .invoke = every_type_fetch_profile_invoke,
          .cancelled = (hostcall_typed_function)handlers->fetch_profile_cancelled,
          .cancel = every_type_fetch_profile_cancel,
      },
      {
          .method = &every_type_keys_method,
          .answer = (hostcall_typed_function)handlers->keys,
          .invoke = every_type_keys_invoke,
          .cancelled = (hostcall_typed_function)handlers->keys_cancelled,
          .cancel = every_type_keys_cancel,
      },
      {
          .method = &every_type_locate_method,
          .answer = (hostcall_typed_function)handlers->locate,
          .invoke = every_type_locate_invoke,
          .cancelled = (hostcall_typed_function)handlers->locate_cancelled,
          .cancel = every_type_locate_cancel,
      },
      {
          .method = &every_type_plain_bytes_method,
          .answer = (hostcall_typed_function)handlers->plain_bytes,
          .invoke = every_type_plain_bytes_invoke,
          .cancelled = (hostcall_typed_function)handlers->plain_bytes_cancelled,
          .cancel = every_type_plain_bytes_cancel,
      },
      {
          .method = &every_type_read_clock_method,
          .answer = (hostcall_typed_function)handlers->read_clock,
          .invoke = every_type_read_clock_invoke,
          .cancelled = (hostcall_typed_function)handlers->read_clock_cancelled,
          .cancel = every_type_read_clock_cancel,
      },
      {
          .method = &every_type_rename_method,
          .answer = (hostcall_typed_function)handlers->rename,
          .invoke = every_type_rename_invoke,
          .cancelled = (hostcall_typed_function)handlers->rename_cancelled,
          .cancel = every_type_rename_cancel,
      },
      {
          .method = &every_type_shutdown_method,
          .answer = (hostcall_typed_function)handlers->shutdown,
          .invoke = every_type_shutdown_invoke,
          .cancelled = (hostcall_typed_function)handlers->shutdown_cancelled,
          .cancel = every_type_shutdown_cancel,
      },
      {
          .method = &every_type_tree_method,
          .answer = (hostcall_typed_function)handlers->tree,
          .invoke = every_type_tree_invoke,
          .cancelled = (hostcall_typed_function)handlers->tree_cancelled,
          .cancel = every_type_tree_cancel,
      },
      {
          .method = &every_type_watch_balance_method,
          .answer = (hostcall_typed_function)handlers->watch_balance,
          .invoke = every_type_watch_balance_invoke,
          .cancelled = (hostcall_typed_function)handlers->watch_balance_cancelled,
          .cancel = every_type_watch_balance_cancel,
          .credited = (hostcall_typed_function)handlers->watch_balance_credit,
          .credit = every_type_watch_balance_credited,
      },
  };
  return hostcall_typed_register(core_api(), bridge, all, sizeof all / sizeof *all, handlers->released, user_data);
}

static const hostcall_typed_method every_type_bytes_method = {
    .name = "bytes",
    .request = &hostcall_typed_payload,
    .response = &hostcall_typed_payload,
    .failure = &hostcall_typed_payload,
};

static every_type_bytes_result every_type_bytes_convert(const hostcall_typed_result *base) {
  return (every_type_bytes_result){
      .status = base->status,
      .outcome = base->outcome,
      .code = base->code,
      .message = base->message,
      .response = base->response,
      .failure = base->failure,
      .arena = base->arena,
  };
}

void every_type_bytes_result_free(every_type_bytes_result *result) {
  if (result == NULL) return;
  hostcall_typed_arena_free(&result->arena);
  *result = (every_type_bytes_result){.message = ""};
}

static void every_type_bytes_deliver(hostcall_typed_function reply, const hostcall_typed_result *base,
                                     void *user_data) {
  every_type_bytes_result result = every_type_bytes_convert(base);
  ((every_type_bytes_reply)reply)(&result, user_data);
}

int32_t every_type_bytes(hostcall_bridge bridge, hostcall_bytes request, const hostcall_typed_options *options,
                         every_type_bytes_reply reply, void *user_data, uint64_t *call_id_out) {
  return hostcall_typed_call_core(core_api(), bridge, &every_type_bytes_method, &request, options,
                                  every_type_bytes_deliver, (hostcall_typed_function)reply, user_data, call_id_out);
}

every_type_bytes_result every_type_bytes_wait(hostcall_bridge bridge, hostcall_bytes request,
                                              const hostcall_typed_options *options) {
  hostcall_typed_result result;
  hostcall_typed_call_wait(core_api(), bridge, &every_type_bytes_method, &request, options, &result);
  return every_type_bytes_convert(&result);
}

static const hostcall_typed_method every_type_class_method = {
    .name = "class",
    .fingerprint = EVERY_TYPE_CLASS_FINGERPRINT,
    .request = &hostcall_typed_empty,
    .response = &every_type_shape_type,
    .failure = &every_type_profile_failure_type,
};

static every_type_class_result every_type_class_convert(const hostcall_typed_result *base) {
  return (every_type_class_result){
      .status = base->status,
      .outcome = base->outcome,
      .code = base->code,
      .message = base->message,
      .response = base->response,
      .failure = base->failure,
      .arena = base->arena,
  };
}

void every_type_class_result_free(every_type_class_result *result) {
  if (result == NULL) return;
  hostcall_typed_arena_free(&result->arena);
  *result = (every_type_class_result){.message = ""};
}

static void every_type_class_deliver(hostcall_typed_function reply, const hostcall_typed_result *base,
                                     void *user_data) {
  every_type_class_result result = every_type_class_convert(base);
  ((every_type_class_reply)reply)(&result, user_data);
}

int32_t every_type_class(hostcall_bridge bridge, const hostcall_typed_options *options, every_type_class_reply reply,
                         void *user_data, uint64_t *call_id_out) {
  return hostcall_typed_call_core(core_api(), bridge, &every_type_class_method, NULL, options, every_type_class_deliver,
                                  (hostcall_typed_function)reply, user_data, call_id_out);
}

every_type_class_result every_type_class_wait(hostcall_bridge bridge, const hostcall_typed_options *options) {
  hostcall_typed_result result;
  hostcall_typed_call_wait(core_api(), bridge, &every_type_class_method, NULL, options, &result);
  return every_type_class_convert(&result);
}

static const hostcall_typed_method every_type_search_method = {
    .name = "search",
    .fingerprint = EVERY_TYPE_SEARCH_FINGERPRINT,
    .request = &every_type_search_request_type,
    .response = &every_type_profile_array_type,
    .failure = &every_type_profile_failure_type,
};

static every_type_search_result every_type_search_convert(const hostcall_typed_result *base) {
  return (every_type_search_result){
      .status = base->status,
      .outcome = base->outcome,
      .code = base->code,
      .message = base->message,
      .response = base->response,
      .failure = base->failure,
      .arena = base->arena,
  };
}

void every_type_search_result_free(every_type_search_result *result) {
  if (result == NULL) return;
  hostcall_typed_arena_free(&result->arena);
  *result = (every_type_search_result){.message = ""};
}

static void every_type_search_deliver(hostcall_typed_function reply, const hostcall_typed_result *base,
                                      void *user_data) {
  every_type_search_result result = every_type_search_convert(base);
  ((every_type_search_reply)reply)(&result, user_data);
}

int32_t every_type_search(hostcall_bridge bridge, const every_type_search_request *request,
                          const hostcall_typed_options *options, every_type_search_reply reply, void *user_data,
                          uint64_t *call_id_out) {
  return hostcall_typed_call_core(core_api(), bridge, &every_type_search_method, request, options,
                                  every_type_search_deliver, (hostcall_typed_function)reply, user_data, call_id_out);
}

every_type_search_result every_type_search_wait(hostcall_bridge bridge, const every_type_search_request *request,
                                                const hostcall_typed_options *options) {
  hostcall_typed_result result;
  hostcall_typed_call_wait(core_api(), bridge, &every_type_search_method, request, options, &result);
  return every_type_search_convert(&result);
}

static const hostcall_typed_method every_type_ticks_method = {
    .name = "ticks",
    .fingerprint = EVERY_TYPE_TICKS_FINGERPRINT,
    .request = &hostcall_typed_empty,
    .response = &raw_double,
    .is_stream = true,
};

static every_type_ticks_result every_type_ticks_convert(const hostcall_typed_result *base) {
  return (every_type_ticks_result){
      .status = base->status,
      .outcome = base->outcome,
      .code = base->code,
      .message = base->message,
      .arena = base->arena,
  };
}

void every_type_ticks_result_free(every_type_ticks_result *result) {
  if (result == NULL) return;
  hostcall_typed_arena_free(&result->arena);
  *result = (every_type_ticks_result){.message = ""};
}

static void every_type_ticks_deliver(hostcall_typed_function end, const hostcall_typed_result *base, void *user_data) {
  every_type_ticks_result result = every_type_ticks_convert(base);
  ((every_type_ticks_end)end)(&result, user_data);
}

static void every_type_ticks_deliver_item(hostcall_typed_function received, const void *item, void *user_data) {
  ((every_type_ticks_item)received)(*(const double *)item, user_data);
}

int32_t every_type_ticks(hostcall_bridge bridge, const hostcall_typed_options *options, every_type_ticks_item item,
                         every_type_ticks_end end, void *user_data, uint64_t *call_id_out) {
  return hostcall_typed_open_stream(core_api(), bridge, &every_type_ticks_method, NULL, options,
                                    every_type_ticks_deliver_item, (hostcall_typed_function)item,
                                    every_type_ticks_deliver, (hostcall_typed_function)end, user_data, call_id_out);
}

every_type_ticks_reader every_type_ticks_open(hostcall_bridge bridge, const hostcall_typed_options *options) {
  every_type_ticks_reader reader = {NULL};
  hostcall_typed_open_reader(core_api(), bridge, &every_type_ticks_method, NULL, options, &reader.base);
  return reader;
}

const double *every_type_ticks_next_wait(every_type_ticks_reader reader) {
  return hostcall_typed_next_wait(reader.base);
}

every_type_ticks_result every_type_ticks_close(every_type_ticks_reader reader) {
  hostcall_typed_result result = hostcall_typed_close_reader(reader.base);
  return every_type_ticks_convert(&result);
}

static const hostcall_typed_event every_type_on_peer_left_event = {
    .name = "peer_left",
    .type = &hostcall_typed_empty,
};

static void every_type_on_peer_left_deliver(hostcall_typed_function listener, const void *event, uint64_t dropped,
                                            void *user_data) {
  (void)event;
  ((every_type_on_peer_left_listener)listener)(dropped, user_data);
}

int32_t every_type_on_peer_left(hostcall_bridge bridge, every_type_on_peer_left_listener listener,
                                const hostcall_typed_listening *listening, void *user_data,
                                uint64_t *subscription_out) {
  return hostcall_typed_subscribe(core_api(), bridge, &every_type_on_peer_left_event, listening,
                                  every_type_on_peer_left_deliver, (hostcall_typed_function)listener, user_data,
                                  subscription_out);
}

static const hostcall_typed_event every_type_on_theme_changed_event = {
    .name = "theme_changed",
    .type = &every_type_theme_changed_type,
    .policy = HOSTCALL_DROP_NEWEST,
};

static void every_type_on_theme_changed_deliver(hostcall_typed_function listener, const void *event, uint64_t dropped,
                                                void *user_data) {
  ((every_type_on_theme_changed_listener)listener)(event, dropped, user_data);
}

int32_t every_type_on_theme_changed(hostcall_bridge bridge, every_type_on_theme_changed_listener listener,
                                    const hostcall_typed_listening *listening, void *user_data,
                                    uint64_t *subscription_out) {
  return hostcall_typed_subscribe(core_api(), bridge, &every_type_on_theme_changed_event, listening,
                                  every_type_on_theme_changed_deliver, (hostcall_typed_function)listener, user_data,
                                  subscription_out);
}

static const hostcall_typed_event every_type_emit_battery_changed_event = {
    .name = "battery_changed",
    .type = &every_type_battery_changed_type,
};

int32_t every_type_emit_battery_changed(hostcall_bridge bridge, const every_type_battery_changed *event) {
  return hostcall_typed_emit(core_api(), bridge, &every_type_emit_battery_changed_event, event);
}
