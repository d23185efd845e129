# Written by `hostcall generate python`. Do not edit.
"""The types, calls, streams and events of every_type."""

from __future__ import annotations

import datetime
import decimal
import enum
import uuid
from abc import abstractmethod
from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import hostcall
from hostcall import codec, interface


class Color(enum.Enum):
    """The type `Color` of the core."""

    RED = "red"
    """The warmest."""
    DARK_GREEN = "dark green"
    CLASS = "class"
    NONE = "None"


@dataclass
class BatteryChangedCells:
    """The values of `BatteryChanged.cells`."""

    volts: float


class Level(enum.Enum):
    """The type `Level` of the core."""

    LOW = -1
    HIGH = 10


@dataclass
class Profile:
    """A user.

    Its name is "quoted", ends */ comments, has \\ and é, and \"\"\" quotes.
    """

    name: str
    color: Color
    friends: list[Profile]
    level: Level | None = None
    avatar: bytes | None = None
    """A picture, if there is one."""
    best: Profile | None = None


class Ratio(enum.Enum):
    """The type `Ratio` of the core."""

    HALF = 0.5
    V2_0 = 2.0


class ProfileFailure(hostcall.DeclaredFailure):
    """Why there is no profile.

    One of the classes that follow and inherit from this one.
    """


@dataclass(eq=False)
class ProfileFailureNotFound(ProfileFailure):
    """The case `notFound`."""

    user_id: int


@dataclass(eq=False)
class ProfileFailureLocked(ProfileFailure):
    """Someone else has it."""


@dataclass(eq=False)
class ProfileFailureOther(ProfileFailure):
    """The case `other`."""

    v0: str
    v1: bool


@dataclass
class EverythingInlineInner:
    """The values of `Everything.inline.inner`."""

    x: float


@dataclass
class EverythingInline:
    """The values of `Everything.inline`."""

    text: str
    inner: list[EverythingInlineInner]


class Shape:
    """The type `Shape` of the core.

    One of the classes that follow and inherit from this one.
    """


@dataclass
class ShapeCircle(Shape):
    """The case `circle`."""

    radius: float


@dataclass
class ShapeGroup(Shape):
    """Several shapes."""

    v0: list[Shape]


@dataclass
class ShapeEmpty(Shape):
    """The case `empty`."""


@dataclass
class ShapeInverse(Shape):
    """The case `inverse`."""

    of: Shape


@dataclass
class Everything:
    """The type `Everything` of the core."""

    bool_: bool
    int8: int
    int16: int
    int32: int
    int64: int
    int128: int
    uint8: int
    uint16: int
    uint32: int
    uint64: int
    uint128: int
    float16: float
    float_: float
    double: float
    text: str
    bytes_: bytes
    date: datetime.datetime
    uuid_: uuid.UUID
    uri: str
    decimal_: decimal.Decimal
    # Any value: any value.
    any: Any
    null: int | None
    dates: list[datetime.datetime | None]
    tuple_: tuple[int, str | None, Color]
    sequence: tuple[str, list[int]]
    dictionary: dict[str, Level]
    numbered: dict[int, bytes]
    pairs: dict[Color, Ratio]
    choice: int | str | list[bool]
    inline: EverythingInline
    shape: Shape
    shapes: dict[str, list[Shape]]
    email: str
    # Any value: in CDDL: 1..65535.
    port: Any
    # Any value: its init(from:) rejects every made-up value.
    gap: Any
    # Any value: a type of the unknown kind hologram.
    later: Any
    # Any value: the type Nowhere, which the descriptor lacks.
    missing: Any


@dataclass
class Keys:
    """The type `Keys` of the core."""

    class_: int
    from_: int
    user_id: int
    user_id_2: int
    self_: bool
    default: int | None = None
    a_key_with_spaces: int | None = None
    value: int | None = None
    v2nd: int | None = None
    value_2: int | None = None


@dataclass
class Profile2:
    """The type `Profile-2` of the core."""

    name: str


@dataclass
class Balance:
    """The type `Balance` of the core."""

    cents: int
    is_final: bool | None = None


_COLOR_CODEC: codec.ItemCodec[Color] = codec.raw_values(Color)
_BATTERY_CHANGED_CELLS_CODEC: codec.ItemCodec[BatteryChangedCells] = codec.record(
    BatteryChangedCells,
    codec.Field("volts", "volts", codec.FLOAT64),
)
_LEVEL_CODEC: codec.ItemCodec[Level] = codec.raw_values(Level)
_PROFILE_CODEC: codec.ItemCodec[Profile] = codec.record(
    Profile,
    codec.Field("name", "name", codec.TEXT),
    codec.Field("color", "color", _COLOR_CODEC),
    codec.Field("level", "level", _LEVEL_CODEC, may_be_missing=True),
    codec.Field("avatar", "avatar", codec.BYTES, may_be_missing=True),
    codec.Field("friends", "friends", codec.array(codec.later(lambda: _PROFILE_CODEC))),
    codec.Field(
        "best",
        "best",
        codec.later(lambda: _PROFILE_CODEC),
        may_be_missing=True,
    ),
)
_RATIO_CODEC: codec.ItemCodec[Ratio] = codec.raw_values(Ratio)
_PROFILE_FAILURE_CODEC: codec.ItemCodec[ProfileFailure] = codec.enumeration(
    ProfileFailure,
    codec.Case(
        ProfileFailureNotFound,
        "notFound",
        (codec.Field("user_id", "userID", codec.UINT64),),
    ),
    codec.Case(ProfileFailureLocked, "locked"),
    codec.Case(
        ProfileFailureOther,
        "other",
        (codec.Field("v0", "_0", codec.TEXT), codec.Field("v1", "_1", codec.BOOL)),
    ),
)
_EVERYTHING_INLINE_INNER_CODEC: codec.ItemCodec[EverythingInlineInner] = codec.record(
    EverythingInlineInner,
    codec.Field("x", "x", codec.FLOAT64),
)
_EVERYTHING_INLINE_CODEC: codec.ItemCodec[EverythingInline] = codec.record(
    EverythingInline,
    codec.Field("text", "text", codec.TEXT),
    codec.Field("inner", "inner", codec.array(_EVERYTHING_INLINE_INNER_CODEC)),
)
_SHAPE_CODEC: codec.ItemCodec[Shape] = codec.enumeration(
    Shape,
    codec.Case(
        ShapeCircle,
        "circle",
        (codec.Field("radius", "radius", codec.FLOAT64),),
    ),
    codec.Case(
        ShapeGroup,
        "group",
        (codec.Field("v0", "_0", codec.array(codec.later(lambda: _SHAPE_CODEC))),),
    ),
    codec.Case(ShapeEmpty, "empty"),
    codec.Case(
        ShapeInverse,
        "inverse",
        (codec.Field("of", "of", codec.later(lambda: _SHAPE_CODEC)),),
    ),
)
_EVERYTHING_CODEC: codec.ItemCodec[Everything] = codec.record(
    Everything,
    codec.Field("bool_", "bool", codec.BOOL),
    codec.Field("int8", "int8", codec.INT8),
    codec.Field("int16", "int16", codec.INT16),
    codec.Field("int32", "int32", codec.INT32),
    codec.Field("int64", "int64", codec.INT64),
    codec.Field("int128", "int128", codec.INT128),
    codec.Field("uint8", "uint8", codec.UINT8),
    codec.Field("uint16", "uint16", codec.UINT16),
    codec.Field("uint32", "uint32", codec.UINT32),
    codec.Field("uint64", "uint64", codec.UINT64),
    codec.Field("uint128", "uint128", codec.UINT128),
    codec.Field("float16", "float16", codec.FLOAT16),
    codec.Field("float_", "float", codec.FLOAT32),
    codec.Field("double", "double", codec.FLOAT64),
    codec.Field("text", "text", codec.TEXT),
    codec.Field("bytes_", "bytes", codec.BYTES),
    codec.Field("date", "date", codec.DATE),
    codec.Field("uuid_", "uuid", codec.UUID),
    codec.Field("uri", "uri", codec.URI),
    codec.Field("decimal_", "decimal", codec.DECIMAL),
    codec.Field("any", "any", codec.ANY),
    codec.Field("null", "null", codec.optional(codec.INT64)),
    codec.Field("dates", "dates", codec.array(codec.optional(codec.DATE))),
    codec.Field(
        "tuple_",
        "tuple",
        codec.tuple_of(codec.INT64, codec.optional(codec.TEXT), _COLOR_CODEC),
    ),
    codec.Field("sequence", "sequence", codec.sequence(codec.TEXT, codec.INT64)),
    codec.Field("dictionary", "dictionary", codec.dictionary(_LEVEL_CODEC)),
    codec.Field("numbered", "numbered", codec.numbered_dictionary(codec.BYTES)),
    codec.Field("pairs", "pairs", codec.pairs(_COLOR_CODEC, _RATIO_CODEC)),
    codec.Field(
        "choice",
        "choice",
        codec.choice(codec.INT64, codec.TEXT, codec.array(codec.BOOL)),
    ),
    codec.Field("inline", "inline", _EVERYTHING_INLINE_CODEC),
    codec.Field("shape", "shape", _SHAPE_CODEC),
    codec.Field("shapes", "shapes", codec.dictionary(codec.array(_SHAPE_CODEC))),
    codec.Field("email", "email", codec.TEXT),
    codec.Field("port", "port", codec.ANY),
    codec.Field("gap", "gap", codec.ANY),
    codec.Field("later", "later", codec.ANY),
    codec.Field("missing", "missing", codec.ANY),
)
_KEYS_CODEC: codec.ItemCodec[Keys] = codec.record(
    Keys,
    codec.Field("class_", "class", codec.INT64),
    codec.Field("from_", "from", codec.INT64),
    codec.Field("default", "default", codec.INT64, may_be_missing=True),
    codec.Field("user_id", "userID", codec.UINT64),
    codec.Field("user_id_2", "user_id", codec.UINT64),
    codec.Field(
        "a_key_with_spaces",
        "a key-with spaces",
        codec.INT64,
        may_be_missing=True,
    ),
    codec.Field("value", "", codec.INT64, may_be_missing=True),
    codec.Field("v2nd", "2nd", codec.INT64, may_be_missing=True),
    codec.Field("value_2", "\u00fc", codec.INT64, may_be_missing=True),
    codec.Field("self_", "self", codec.BOOL),
)
_PROFILE_2_CODEC: codec.ItemCodec[Profile2] = codec.record(
    Profile2,
    codec.Field("name", "name", codec.TEXT),
)
_BALANCE_CODEC: codec.ItemCodec[Balance] = codec.record(
    Balance,
    codec.Field("cents", "cents", codec.INT64),
    codec.Field("is_final", "isFinal", codec.BOOL, may_be_missing=True),
)
_ECHO_CALL: interface.Call[Everything] = interface.Call(
    "echo",
    0x1,
    codec.parameters(
        codec.Field("bool_", "bool", codec.BOOL),
        codec.Field("int8", "int8", codec.INT8),
        codec.Field("int16", "int16", codec.INT16),
        codec.Field("int32", "int32", codec.INT32),
        codec.Field("int64", "int64", codec.INT64),
        codec.Field("int128", "int128", codec.INT128),
        codec.Field("uint8", "uint8", codec.UINT8),
        codec.Field("uint16", "uint16", codec.UINT16),
        codec.Field("uint32", "uint32", codec.UINT32),
        codec.Field("uint64", "uint64", codec.UINT64),
        codec.Field("uint128", "uint128", codec.UINT128),
        codec.Field("float16", "float16", codec.FLOAT16),
        codec.Field("float_", "float", codec.FLOAT32),
        codec.Field("double", "double", codec.FLOAT64),
        codec.Field("text", "text", codec.TEXT),
        codec.Field("bytes_", "bytes", codec.BYTES),
        codec.Field("date", "date", codec.DATE),
        codec.Field("uuid_", "uuid", codec.UUID),
        codec.Field("uri", "uri", codec.URI),
        codec.Field("decimal_", "decimal", codec.DECIMAL),
        codec.Field("any", "any", codec.ANY),
        codec.Field("null", "null", codec.optional(codec.INT64)),
        codec.Field("dates", "dates", codec.array(codec.optional(codec.DATE))),
        codec.Field(
            "tuple_",
            "tuple",
            codec.tuple_of(codec.INT64, codec.optional(codec.TEXT), _COLOR_CODEC),
        ),
        codec.Field("sequence", "sequence", codec.sequence(codec.TEXT, codec.INT64)),
        codec.Field("dictionary", "dictionary", codec.dictionary(_LEVEL_CODEC)),
        codec.Field("numbered", "numbered", codec.numbered_dictionary(codec.BYTES)),
        codec.Field("pairs", "pairs", codec.pairs(_COLOR_CODEC, _RATIO_CODEC)),
        codec.Field(
            "choice",
            "choice",
            codec.choice(codec.INT64, codec.TEXT, codec.array(codec.BOOL)),
        ),
        codec.Field("inline", "inline", _EVERYTHING_INLINE_CODEC),
        codec.Field("shape", "shape", _SHAPE_CODEC),
        codec.Field("shapes", "shapes", codec.dictionary(codec.array(_SHAPE_CODEC))),
        codec.Field("email", "email", codec.TEXT),
        codec.Field("port", "port", codec.ANY),
        codec.Field("gap", "gap", codec.ANY),
        codec.Field("later", "later", codec.ANY),
        codec.Field("missing", "missing", codec.ANY),
    ),
    _EVERYTHING_CODEC,
)
_FETCH_PROFILE_CALL: interface.Call[Profile] = interface.Call(
    "fetch_profile",
    0xD9CFD868ED9EEAC0,
    codec.parameters(
        codec.Field("user_id", "userID", codec.UINT64),
        codec.Field("fields", "fields", codec.array(codec.TEXT), may_be_missing=True),
    ),
    _PROFILE_CODEC,
    _PROFILE_FAILURE_CODEC,
)
_KEYS_CALL: interface.Call[Keys] = interface.Call(
    "keys",
    0x2,
    codec.parameters(
        codec.Field("class_", "class", codec.INT64),
        codec.Field("from_", "from", codec.INT64),
        codec.Field("default", "default", codec.INT64, may_be_missing=True),
        codec.Field("user_id", "userID", codec.UINT64),
        codec.Field("user_id_2", "user_id", codec.UINT64),
        codec.Field(
            "a_key_with_spaces",
            "a key-with spaces",
            codec.INT64,
            may_be_missing=True,
        ),
        codec.Field("value", "", codec.INT64, may_be_missing=True),
        codec.Field("v2nd", "2nd", codec.INT64, may_be_missing=True),
        codec.Field("value_2", "\u00fc", codec.INT64, may_be_missing=True),
        codec.Field("self_", "self", codec.BOOL),
    ),
    _KEYS_CODEC,
)
_LOCATE_CALL: interface.Call[float] = interface.Call(
    "locate",
    0x3,
    codec.raw_parameters(
        "<",
        24,
        ("position_x", "d", None),
        ("position_y", "d", None),
        ("id", "I", None),
        ("is_new", "?", None),
        ("rest", "B", 2),
        ("last", "b", None),
    ),
    codec.raw_number("<", "d"),
)
_PLAIN_BYTES_CALL: interface.Call[bytes] = interface.Call(
    "plain_bytes",
    0,
    codec.parameter("payload", codec.PAYLOAD),
    codec.PAYLOAD,
)
_READ_CLOCK_CALL: interface.Call[float] = interface.Call(
    "read_clock",
    0x198117C403824AED,
    codec.raw_parameters("<", 4, ("clock", "I", None)),
    codec.raw_number("<", "d"),
)
_RENAME_CALL: interface.Call[None] = interface.Call(
    "rename",
    0x4,
    codec.parameter("value", codec.TEXT),
    codec.NOTHING,
)
_SHUTDOWN_CALL: interface.Call[None] = interface.Call(
    "shutdown",
    0x5,
    codec.parameters(),
    codec.NOTHING,
)
# The response has any value: a type that consists of itself without a name for its
# parts.
_TREE_CALL: interface.Call[Any] = interface.Call(
    "tree",
    0x6,
    codec.parameter("value", codec.ANY),
    codec.optional(codec.ANY),
)
_WATCH_BALANCE_STREAM: interface.Call[Balance] = interface.Call(
    "watch_balance",
    0x9,
    codec.parameters(codec.Field("user_id", "userID", codec.UINT64)),
    _BALANCE_CODEC,
    _PROFILE_FAILURE_CODEC,
)
_PEER_LEFT_EVENT = interface.Event("peer_left", codec.parameters())
_THEME_CHANGED_EVENT = interface.Event(
    "theme_changed",
    codec.parameters(
        codec.Field("is_dark", "isDark", codec.BOOL),
        codec.Field("accent", "accent", _COLOR_CODEC, may_be_missing=True),
    ),
    drops_newest=True,
)
_BYTES_CALL: interface.Call[bytes] = interface.Call(
    "bytes",
    0,
    codec.parameter("payload", codec.PAYLOAD),
    codec.PAYLOAD,
)
_CLASS_CALL: interface.Call[Shape] = interface.Call(
    "class",
    0x7,
    codec.parameters(),
    _SHAPE_CODEC,
    _PROFILE_FAILURE_CODEC,
)
_SEARCH_CALL: interface.Call[list[Profile]] = interface.Call(
    "search",
    0x8000000000000008,
    codec.parameters(
        codec.Field("text", "text", codec.TEXT),
        codec.Field("limit", "limit", codec.UINT32, may_be_missing=True),
        codec.Field("near", "near", _PROFILE_2_CODEC, may_be_missing=True),
    ),
    codec.array(_PROFILE_CODEC),
    _PROFILE_FAILURE_CODEC,
)
_TICKS_STREAM: interface.Call[float] = interface.Call(
    "ticks",
    0xA,
    codec.parameters(),
    codec.raw_number("<", "d"),
)
_BATTERY_CHANGED_EVENT = interface.Event(
    "battery_changed",
    codec.parameters(
        codec.Field("level", "level", codec.FLOAT64),
        codec.Field("cells", "cells", codec.array(_BATTERY_CHANGED_CELLS_CODEC)),
    ),
)


class EveryTypeHost(Protocol):
    """What the host answers. Inherit from it, or have the same methods.

    A method may be `async`, and then runs on the event loop, or plain, and then
    must not block. It answers by its result, or by raising an exception.
    """

    @abstractmethod
    def echo(
        self,
        bool_: bool,
        int8: int,
        int16: int,
        int32: int,
        int64: int,
        int128: int,
        uint8: int,
        uint16: int,
        uint32: int,
        uint64: int,
        uint128: int,
        float16: float,
        float_: float,
        double: float,
        text: str,
        bytes_: bytes,
        date: datetime.datetime,
        uuid_: uuid.UUID,
        uri: str,
        decimal_: decimal.Decimal,
        any: Any,
        null: int | None,
        dates: list[datetime.datetime | None],
        tuple_: tuple[int, str | None, Color],
        sequence: tuple[str, list[int]],
        dictionary: dict[str, Level],
        numbered: dict[int, bytes],
        pairs: dict[Color, Ratio],
        choice: int | str | list[bool],
        inline: EverythingInline,
        shape: Shape,
        shapes: dict[str, list[Shape]],
        email: str,
        port: Any,
        gap: Any,
        later: Any,
        missing: Any,
    ) -> Everything | Awaitable[Everything]:
        """Answers `echo` of the core."""

    @abstractmethod
    def fetch_profile(
        self,
        user_id: int,
        fields: list[str] | None,
    ) -> Profile | Awaitable[Profile]:
        """Fetches a profile. In two lines.

        May raise `ProfileFailure`.
        """

    @abstractmethod
    def keys(
        self,
        class_: int,
        from_: int,
        default: int | None,
        user_id: int,
        user_id_2: int,
        a_key_with_spaces: int | None,
        value: int | None,
        v2nd: int | None,
        value_2: int | None,
        self_: bool,
    ) -> Keys | Awaitable[Keys]:
        """Answers `keys` of the core."""

    @abstractmethod
    def locate(
        self,
        position_x: float,
        position_y: float,
        id: int,
        is_new: bool,
        rest: tuple[int, int],
        last: int,
    ) -> float | Awaitable[float]:
        """Answers `locate` of the core."""

    @abstractmethod
    def plain_bytes(self, payload: bytes) -> bytes | Awaitable[bytes]:
        """Answers `plain_bytes` of the core."""

    @abstractmethod
    def read_clock(self, clock: int) -> float | Awaitable[float]:
        """Answers `read_clock` of the core."""

    @abstractmethod
    def rename(self, value: str) -> Awaitable[None] | None:
        """Renames the user."""

    @abstractmethod
    def shutdown(self) -> Awaitable[None] | None:
        """Answers `shutdown` of the core."""

    @abstractmethod
    def tree(self, value: Any) -> Any | Awaitable[Any]:
        """Answers `tree` of the core."""

    @abstractmethod
    def watch_balance(self, user_id: int) -> AsyncIterator[Balance] | Iterable[Balance]:
        """The balances of a user, as they change.

        May raise `ProfileFailure`.
        """

    @abstractmethod
    def peer_left(self) -> Awaitable[None] | None:
        """Takes `peer_left` of the core."""

    @abstractmethod
    def theme_changed(
        self,
        is_dark: bool,
        accent: Color | None,
    ) -> Awaitable[None] | None:
        """The user has chosen another theme."""


class EveryType(interface.Client[EveryTypeHost]):
    """The calls that every_type offers. Open it with `EveryType.open`."""

    _open_function = "every_type_open"
    _served = interface.Served(
        calls={
            "echo": _ECHO_CALL,
            "fetch_profile": _FETCH_PROFILE_CALL,
            "keys": _KEYS_CALL,
            "locate": _LOCATE_CALL,
            "plain_bytes": _PLAIN_BYTES_CALL,
            "read_clock": _READ_CLOCK_CALL,
            "rename": _RENAME_CALL,
            "shutdown": _SHUTDOWN_CALL,
            "tree": _TREE_CALL,
        },
        streams={"watch_balance": _WATCH_BALANCE_STREAM},
        events={"peer_left": _PEER_LEFT_EVENT, "theme_changed": _THEME_CHANGED_EVENT},
    )

    async def bytes_(
        self,
        payload: bytes,
        *,
        timeout: float | None = None,
        metadata: Mapping[str, str | bytes] | None = None,
    ) -> bytes:
        """Calls `bytes` of the core."""
        return await self._call(_BYTES_CALL, {"payload": payload}, timeout, metadata)

    async def class_(
        self,
        *,
        timeout: float | None = None,
        metadata: Mapping[str, str | bytes] | None = None,
    ) -> Shape:
        """Calls `class` of the core.

        Raises `ProfileFailure`.
        """
        return await self._call(_CLASS_CALL, {}, timeout, metadata)

    async def search(
        self,
        text: str,
        limit: int | None = None,
        near: Profile2 | None = None,
        *,
        timeout: float | None = None,
        metadata: Mapping[str, str | bytes] | None = None,
    ) -> list[Profile]:
        """Searches for users.

        Raises `ProfileFailure`.
        """
        return await self._call(
            _SEARCH_CALL,
            {"text": text, "limit": limit, "near": near},
            timeout,
            metadata,
        )

    def ticks(
        self,
        *,
        timeout: float | None = None,
        silence: float | None = None,
        metadata: Mapping[str, str | bytes] | None = None,
        buffer: int = 16,
    ) -> hostcall.Stream[float]:
        """Opens `ticks` of the core."""
        return self._stream(_TICKS_STREAM, {}, timeout, metadata, silence, buffer)

    def battery_changed(self, level: float, cells: list[BatteryChangedCells]) -> None:
        """Emits `battery_changed` of the core."""
        self._emit(_BATTERY_CHANGED_EVENT, {"level": level, "cells": cells})
