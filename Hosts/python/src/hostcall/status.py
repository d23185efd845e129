# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The statuses that the functions of hostcall.h return."""

from __future__ import annotations

import enum


class Status(enum.IntEnum):
    """The status of a function; one that a later library adds is UNKNOWN_<number>."""

    OK = 0
    INVALID_ARGUMENT = 1
    INVALID_BRIDGE = 2
    CLOSED = 3
    UNKNOWN_CALL = 4
    NOT_REGISTERED = 5
    RESOURCE_EXHAUSTED = 6
    ABI_MISMATCH = 7
    SCHEMA_MISMATCH = 8
    WOULD_BLOCK = 9
    NOTHING = 10

    @classmethod
    def _missing_(cls, value: object) -> Status | None:
        if not isinstance(value, int):
            return None
        status = int.__new__(cls, value)
        status._name_, status._value_ = f"UNKNOWN_{value}", value
        return status


class StatusError(Exception):
    """A function returned a status other than OK.

    `message` is the text of hostcall_last_error: what was found, and what was expected.
    """

    def __init__(self, status: Status, message: str) -> None:
        super().__init__(f"HOSTCALL_{status.name}: {message}")
        self.status, self.message = status, message
