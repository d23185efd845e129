# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Embeds Swift libraries that are built on HostCall: answers their calls, and calls them.

    async with hostcall.Library("libProfileCore.so").open("profile_core_open") as bridge:
        bridge.register("fetch_profile", fetch_profile)  # a plain or an async function
        print(await bridge.call_async("log_in", {"userID": 7}))

`hostcall generate python` writes classes with types for a core, which use this package.
"""

from __future__ import annotations

from ._handlers import log
from .bridge import Bridge
from .calls import CallFuture
from .codec import DecodingError, EncodingError
from .context import CallContext, Metadata, current_call, current_metadata
from .errors import (
    REPLY_CANCELLED,
    REPLY_CODE,
    REPLY_ERROR,
    REPLY_FAILURE,
    REPLY_OK,
    CallCancelled,
    CallError,
    CallFailure,
    Code,
    CodedError,
    DeclaredFailure,
    Failure,
)
from .events import Events, Subscription
from .library import Library
from .status import Status, StatusError
from .streams import Stream

__all__ = [
    "REPLY_CANCELLED",
    "REPLY_CODE",
    "REPLY_ERROR",
    "REPLY_FAILURE",
    "REPLY_OK",
    "Bridge",
    "CallCancelled",
    "CallContext",
    "CallError",
    "CallFailure",
    "CallFuture",
    "Code",
    "CodedError",
    "DeclaredFailure",
    "DecodingError",
    "EncodingError",
    "Events",
    "Failure",
    "Library",
    "Metadata",
    "Status",
    "StatusError",
    "Stream",
    "Subscription",
    "current_call",
    "current_metadata",
    "log",
]
