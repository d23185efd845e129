# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The structs and functions of hostcall.h, for ctypes."""

from __future__ import annotations

import ctypes
import types
from ctypes import (
    CFUNCTYPE,
    POINTER,
    c_char_p,
    c_int32,
    c_int64,
    c_size_t,
    c_uint32,
    c_uint64,
    c_void_p,
)
from typing import Any

ENCODING_RAW, ENCODING_CBOR = range(2)
METADATA_KEY = ctypes.c_char * 65  # HOSTCALL_METADATA_KEY_SIZE
DROP_OLDEST, DROP_NEWEST = range(2)

InvokeFn = CFUNCTYPE(None, c_uint64, c_void_p, c_size_t, c_void_p)
CancelFn = CFUNCTYPE(None, c_uint64, c_void_p)
ReleaseFn = CFUNCTYPE(None, c_void_p)
ReplyFn = CFUNCTYPE(None, c_int32, c_void_p, c_size_t, c_void_p)
CreditFn = CFUNCTYPE(None, c_uint64, c_uint32, c_void_p)
StreamCancelFn = CFUNCTYPE(None, c_uint64, c_uint64, c_void_p)
ItemFn = CFUNCTYPE(None, c_void_p, c_size_t, c_void_p)
EventFn = CFUNCTYPE(None, c_char_p, c_void_p, c_size_t, c_uint64, c_void_p)


class HandlerStruct(ctypes.Structure):
    """hostcall_handler"""

    _fields_ = [
        ("size", c_size_t),
        ("invoke", InvokeFn),
        ("cancel", CancelFn),
        ("release", ReleaseFn),
        ("user_data", c_void_p),
        ("fingerprint", c_uint64),
    ]


class StreamHandlerStruct(ctypes.Structure):
    """hostcall_stream_handler"""

    _fields_ = [
        ("size", c_size_t),
        ("invoke", InvokeFn),
        ("credit", CreditFn),
        ("cancel", StreamCancelFn),
        ("release", ReleaseFn),
        ("user_data", c_void_p),
        ("fingerprint", c_uint64),
    ]


class ListenerStruct(ctypes.Structure):
    """hostcall_listener"""

    _fields_ = [
        ("size", c_size_t),
        ("event", EventFn),
        ("release", ReleaseFn),
        ("user_data", c_void_p),
        ("policy", c_int32),
        ("capacity", c_uint32),
    ]


class CallInfo(ctypes.Structure):
    """hostcall_call_info"""

    _fields_ = [
        ("size", c_size_t),
        ("request_encoding", c_uint32),
        ("response_encoding", c_uint32),
        ("remaining_ns", c_int64),
    ]


class FieldStruct(ctypes.Structure):
    """hostcall_field"""

    _fields_ = [
        ("key", c_char_p),
        ("key_len", c_size_t),
        ("value", c_char_p),
        ("value_len", c_size_t),
    ]


class CallOptions(ctypes.Structure):
    """hostcall_call_options"""

    _fields_ = [
        ("size", c_size_t),
        ("timeout_ns", c_int64),
        ("fingerprint", c_uint64),
        ("metadata", POINTER(FieldStruct)),
        ("metadata_count", c_size_t),
        ("silence_ns", c_int64),
    ]


class Statistics(ctypes.Structure):
    """hostcall_statistics"""

    _fields_ = [("size", c_size_t)] + [
        (name, c_uint64)
        for name in [
            "made",
            "answered",
            "failed",
            "cancelled",
            "expired",
            "late",
            "in_flight",
            "waiting",
            "request_bytes",
            "answer_bytes",
            "listeners",
            "events",
            "events_dropped",
        ]
    ]


# These return at once, and run no function of the host. They keep the GIL: releasing it
# and taking it again would cost more than they do, and often a switch of threads. A call
# releases it, so that the core's thread may begin with its first callback.
FAST = """
complete get_call_info cancel get_metadata next_metadata send grant emit
"""


def declare(c: ctypes.CDLL) -> tuple[int, Any]:
    """Declares the library's functions.

    Returns its minor version of hostcall.h, and the functions that keep the GIL.
    """
    bridge, name, data, number = c_uint64, c_char_p, c_void_p, c_uint64
    out, length = POINTER(c_uint64), POINTER(c_size_t)
    call = [bridge, name, data, c_size_t]
    functions: list[tuple[str, Any, list[Any]]] = [
        ("abi_version", c_uint32, []),
        ("status_name", c_char_p, [c_int32]),
        ("last_error", c_size_t, [c_void_p, c_size_t]),
        ("register", c_int32, [bridge, name, InvokeFn, c_void_p]),
        ("register_handler", c_int32, [bridge, name, POINTER(HandlerStruct)]),
        ("unregister", c_int32, [bridge, name]),
        ("complete", c_int32, [bridge, number, c_int32, data, c_size_t]),
        ("get_call_info", c_int32, [bridge, number, POINTER(CallInfo)]),
        ("call", c_int32, [*call, ReplyFn, c_void_p, out]),
        ("cancel", c_int32, [bridge, number]),
        ("close", c_int32, [bridge]),
        ("describe", c_int32, [bridge, c_void_p, c_size_t, length]),
    ]
    # A library that lacks hostcall_abi_minor has version 0.
    minor = int(c.hostcall_abi_minor()) if hasattr(c, "hostcall_abi_minor") else 0
    if minor >= 1:
        functions += [("close_within", c_int32, [bridge, c_int64])]
    if minor >= 2:
        options = POINTER(CallOptions)
        value = [c_void_p, c_size_t, length]
        functions += [
            ("call_with", c_int32, [*call, options, ReplyFn, c_void_p, out]),
            ("get_metadata", c_int32, [bridge, number, name, *value]),
            (
                "next_metadata",
                c_int32,
                [bridge, number, length, c_void_p, c_size_t, *value],
            ),
            ("get_statistics", c_int32, [bridge, POINTER(Statistics)]),
            ("register_stream", c_int32, [bridge, name, POINTER(StreamHandlerStruct)]),
            ("send", c_int32, [bridge, number, data, c_size_t]),
            ("call_stream", c_int32, [*call, options, ItemFn, ReplyFn, c_void_p, out]),
            ("grant", c_int32, [bridge, number, c_uint32]),
            ("subscribe", c_int32, [bridge, name, POINTER(ListenerStruct), out]),
            ("unsubscribe", c_int32, [bridge, number]),
            ("emit", c_int32, [bridge, name, data, c_size_t]),
        ]
    for function, result, arguments in functions:
        declared = getattr(c, "hostcall_" + function)
        declared.restype, declared.argtypes = result, arguments
    fast = {
        function: ctypes.PYFUNCTYPE(result, *arguments)(("hostcall_" + function, c))
        for function, result, arguments in functions
        if function in FAST.split()
    }
    return minor, types.SimpleNamespace(**fast)
