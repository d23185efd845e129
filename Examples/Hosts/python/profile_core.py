# Written by `hostcall generate python`. Do not edit.
"""The types, calls, streams and events of profile_core."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Protocol

import hostcall
from hostcall import codec, interface


@dataclass
class Profile:
    """The type `Profile` of the core."""

    name: str
    tags: list[str]
    balance_cents: int
    avatar: bytes | None = None


@dataclass(eq=False)
class ProfileFailure(hostcall.DeclaredFailure):
    """The type `ProfileFailure` of the core."""

    code: str
    retryable: bool


@dataclass
class Welcome:
    """The type `Welcome` of the core."""

    greeting: str
    logged_in_at: float
    tag_count: int


@dataclass(eq=False)
class LogInFailure(hostcall.DeclaredFailure):
    """The type `LogInFailure` of the core."""

    code: str
    message: str


_PROFILE_CODEC: codec.ItemCodec[Profile] = codec.record(
    Profile,
    codec.Field("name", "name", codec.TEXT),
    codec.Field("tags", "tags", codec.array(codec.TEXT)),
    codec.Field("balance_cents", "balanceCents", codec.INT64),
    codec.Field("avatar", "avatar", codec.BYTES, may_be_missing=True),
)
_PROFILE_FAILURE_CODEC: codec.ItemCodec[ProfileFailure] = codec.record(
    ProfileFailure,
    codec.Field("code", "code", codec.TEXT),
    codec.Field("retryable", "retryable", codec.BOOL),
)
_WELCOME_CODEC: codec.ItemCodec[Welcome] = codec.record(
    Welcome,
    codec.Field("greeting", "greeting", codec.TEXT),
    codec.Field("logged_in_at", "loggedInAt", codec.FLOAT64),
    codec.Field("tag_count", "tagCount", codec.INT64),
)
_LOG_IN_FAILURE_CODEC: codec.ItemCodec[LogInFailure] = codec.record(
    LogInFailure,
    codec.Field("code", "code", codec.TEXT),
    codec.Field("message", "message", codec.TEXT),
)
_FETCH_PROFILE_CALL: interface.Call[Profile] = interface.Call(
    "fetch_profile",
    0xD9CFD868ED9EEAC0,
    codec.parameters(codec.Field("user_id", "userID", codec.UINT64)),
    _PROFILE_CODEC,
    _PROFILE_FAILURE_CODEC,
)
_READ_CLOCK_CALL: interface.Call[float] = interface.Call(
    "read_clock",
    0x198117C403824AED,
    codec.raw_parameters("<", 4, ("clock", "I", None)),
    codec.raw_number("<", "d"),
)
_LOG_IN_CALL: interface.Call[Welcome] = interface.Call(
    "log_in",
    0x4061A5DECCD574D0,
    codec.parameters(
        codec.Field("user_id", "userID", codec.UINT64),
        codec.Field(
            "timeout_milliseconds",
            "timeoutMilliseconds",
            codec.UINT64,
            may_be_missing=True,
        ),
    ),
    _WELCOME_CODEC,
    _LOG_IN_FAILURE_CODEC,
)
_WATCH_BALANCE_STREAM: interface.Call[bytes] = interface.Call(
    "watch_balance",
    0,
    codec.parameter("payload", codec.PAYLOAD),
    codec.PAYLOAD,
)


class ProfileCoreHost(Protocol):
    """What the host answers. Inherit from it, or have the same methods.

    A method may be `async`, and then runs on the event loop, or plain, and then
    must not block. It answers by its result, or by raising an exception.
    """

    @abstractmethod
    def fetch_profile(self, user_id: int) -> Profile | Awaitable[Profile]:
        """Answers `fetch_profile` of the core.

        May raise `ProfileFailure`.
        """

    @abstractmethod
    def read_clock(self, clock: int) -> float | Awaitable[float]:
        """Answers `read_clock` of the core."""


class ProfileCore(interface.Client[ProfileCoreHost]):
    """The calls that profile_core offers. Open it with `ProfileCore.open`."""

    _open_function = "profile_core_open"
    _served = interface.Served(
        calls={"fetch_profile": _FETCH_PROFILE_CALL, "read_clock": _READ_CLOCK_CALL},
        streams={},
        events={},
    )

    async def log_in(
        self,
        user_id: int,
        timeout_milliseconds: int | None = None,
        *,
        timeout: float | None = None,
        metadata: Mapping[str, str | bytes] | None = None,
    ) -> Welcome:
        """Calls `log_in` of the core.

        Raises `LogInFailure`.
        """
        return await self._call(
            _LOG_IN_CALL,
            {"user_id": user_id, "timeout_milliseconds": timeout_milliseconds},
            timeout,
            metadata,
        )

    def watch_balance(
        self,
        payload: bytes,
        *,
        timeout: float | None = None,
        silence: float | None = None,
        metadata: Mapping[str, str | bytes] | None = None,
        buffer: int = 16,
    ) -> hostcall.Stream[bytes]:
        """Opens `watch_balance` of the core."""
        return self._stream(
            _WATCH_BALANCE_STREAM,
            {"payload": payload},
            timeout,
            metadata,
            silence,
            buffer,
        )
