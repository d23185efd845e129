# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""How calls end other than with a response."""

from __future__ import annotations

import enum
from typing import Any

import cbor2

REPLY_OK, REPLY_ERROR, REPLY_FAILURE, REPLY_CANCELLED = range(4)
REPLY_CODE = 0x100  # plus one of gRPC's status codes, 1 to 16


class Code(enum.IntEnum):
    """One of gRPC's status codes."""

    CANCELLED = 1
    UNKNOWN = 2
    INVALID_ARGUMENT = 3
    DEADLINE_EXCEEDED = 4
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    RESOURCE_EXHAUSTED = 8
    FAILED_PRECONDITION = 9
    ABORTED = 10
    OUT_OF_RANGE = 11
    UNIMPLEMENTED = 12
    INTERNAL = 13
    UNAVAILABLE = 14
    DATA_LOSS = 15
    UNAUTHENTICATED = 16


class CodedError(Exception):
    """Raised by a handler: the call ends with a code and a message."""

    def __init__(self, code: Code, message: str = "") -> None:
        super().__init__(message)
        self.code, self.message = Code(code), str(message)

    def __str__(self) -> str:
        return _joined(f"{self.code.name} ({self.code.value})", self.message)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class Failure(Exception):
    """Raised by a handler without types: the declared failure of a call."""

    def __init__(self, value: Any) -> None:
        super().__init__(value)
        self.payload = cbor2.dumps(value)


class DeclaredFailure(Exception):
    """The declared failure of a call with types: generated classes inherit from it.

    A handler raises it, and a caller catches it. Two are equal if all their fields are.
    """

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(type(self))

    def __str__(self) -> str:
        return repr(self)


class CallFailure(Exception):
    """A call without types ended with its declared failure.

    `name` is the call's, and `value` the decoded failure.
    """

    def __init__(self, value: Any, name: str = "") -> None:
        super().__init__(value)
        self.value, self.name = value, name

    def __str__(self) -> str:
        return _joined(self.name, str(self.value))


class CallError(Exception):
    """A call to the core ended with an error.

    `name` is the call's, and `code` one of gRPC's status codes, or None.
    """

    def __init__(self, outcome: int, message: str, name: str = "") -> None:
        super().__init__(message)
        self.outcome, self.message, self.name = outcome, message, name
        number = outcome - REPLY_CODE
        self.code = Code(number) if 1 <= number <= 16 else None

    def __str__(self) -> str:
        code = "" if self.code is None else f"{self.code.name} ({self.code.value})"
        return _joined(self.name, code, self.message)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class CallCancelled(Exception):
    """A call to the core was cancelled: by the host, or because the bridge closed."""

    def __init__(self, message: str = "", name: str = "") -> None:
        super().__init__(message)
        self.message, self.name = message, name

    def __str__(self) -> str:
        return _joined(self.name, self.message)


def error_of(outcome: int, payload: bytes, name: str) -> Exception:
    """Returns the error of an outcome that is neither a response nor a failure."""
    text = payload.decode("utf-8", "replace")
    if outcome == REPLY_CANCELLED:
        return CallCancelled(text, name)
    # An outcome of a later library counts as an error.
    return CallError(outcome, text, name)


def described(error: BaseException) -> str:
    """Returns an exception's type and text, as in the last line of a traceback."""
    return _joined(kind_of(error), str(error))


def kind_of(error: BaseException) -> str:
    """Returns the name of an exception's type, with its module."""
    kind = type(error)
    module = (
        "" if kind.__module__ in ("builtins", "__main__") else kind.__module__ + "."
    )
    # The package's errors are known by the name under which it exports them.
    if module.startswith("hostcall."):
        module = "hostcall."
    return module + kind.__qualname__


def _joined(*parts: str) -> str:
    return ": ".join(part for part in parts if part)
