# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of the codecs, with the generated module that has every kind of type."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import pathlib
import sys
import unittest
import uuid
from typing import Any

import cbor2

from hostcall import DecodingError, EncodingError, codec

GENERATED = "Tool/Tests/HostCallGeneratorTests/Fixtures/generated/python"
ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT / GENERATED / "every_type"))

import every_type  # noqa: E402
from every_type import (  # noqa: E402
    Color,
    EverythingInline,
    EverythingInlineInner,
    Level,
    Profile,
    ProfileFailureLocked,
    ProfileFailureNotFound,
    ProfileFailureOther,
    Ratio,
    ShapeCircle,
    ShapeEmpty,
    ShapeGroup,
    ShapeInverse,
)

EVERYTHING: dict[str, Any] = {
    "bool_": True,
    "int8": -128,
    "int16": 32767,
    "int32": -(1 << 31),
    "int64": 1,
    "int128": -(1 << 127),
    "uint8": 255,
    "uint16": 0,
    "uint32": (1 << 32) - 1,
    "uint64": (1 << 64) - 1,
    "uint128": (1 << 128) - 1,
    "float16": 0.5,
    "float_": 1.5,
    "double": 0.1,
    "text": "é",
    "bytes_": b"\0\xff",
    "date": datetime.datetime(2001, 2, 3, 4, 5, 6, 500000, datetime.timezone.utc),
    "uuid_": uuid.UUID(int=7),
    "uri": "a:b",
    "decimal_": decimal.Decimal("1.25"),
    "any": [1, {"a": None}],
    "null": None,
    "dates": [None, datetime.datetime(1950, 1, 1, tzinfo=datetime.timezone.utc)],
    "tuple_": (1, None, Color.DARK_GREEN),
    "sequence": ("a", [1, 2]),
    "dictionary": {"a": Level.LOW},
    "numbered": {-1: b"", 2: b"x"},
    "pairs": {Color.RED: Ratio.HALF},
    "choice": [True],
    "inline": EverythingInline("a", [EverythingInlineInner(0.5)]),
    "shape": ShapeInverse(ShapeGroup([ShapeCircle(1.5), ShapeEmpty()])),
    "shapes": {"a": [], "b": [ShapeEmpty()]},
    "email": "a@b",
    "port": 80,
    "gap": None,
    "later": 1,
    "missing": "x",
}


class CodecTests(unittest.TestCase):
    """Values in both directions, and what is refused."""

    request = every_type._ECHO_CALL.request
    response = every_type._ECHO_CALL.response

    def changed(self, **values: Any) -> bytes:
        """Returns a message in which some keys have other values."""
        item = {**cbor2.loads(self.request.encode(EVERYTHING)), **values}
        return cbor2.dumps({key: each for key, each in item.items() if each is not ...})

    def test_every_type_returns_as_it_was(self) -> None:
        payload = self.request.encode(EVERYTHING)
        self.assertEqual(self.request.decode(payload), EVERYTHING)
        value = self.response.decode(payload)
        self.assertEqual(value.__dict__, EVERYTHING)
        self.assertEqual(self.response.encode(value), payload)

    def test_messages_are_those_of_the_core(self) -> None:
        item = cbor2.loads(self.request.encode(EVERYTHING))
        self.assertEqual(item["shape"], {"inverse": {"of": {"group": {"_0": [
            {"circle": {"radius": 1.5}}, {"empty": {}}]}}}})  # fmt: skip
        self.assertEqual(item["tuple"], [1, None, "dark green"])
        self.assertEqual(item["sequence"], ["a", 1, 2])
        self.assertEqual(item["numbered"], {"-1": b"", "2": b"x"})
        self.assertEqual(item["pairs"], ["red", 0.5])
        self.assertEqual(item["dictionary"], {"a": -1})
        self.assertIsNone(item["null"])
        for value, encoded in (
            (
                datetime.datetime.fromtimestamp(0.5, datetime.timezone.utc),
                "c1fb3fe0000000000000",
            ),
            (datetime.datetime.fromtimestamp(7, datetime.timezone.utc), "c107"),
        ):
            self.assertEqual(codec.DATE.encode(value).hex(), encoded)
        self.assertEqual(codec.URI.encode("a:b").hex(), "d82063613a62")
        self.assertEqual(
            codec.UUID.encode(uuid.UUID(int=7)).hex(), "d82550" + "0" * 30 + "07"
        )
        self.assertEqual(
            codec.DECIMAL.encode(decimal.Decimal("1.25")).hex(), "c48221187d"
        )
        self.assertEqual(codec.INT128.encode(1 << 64).hex(), "c249010000000000000000")
        self.assertEqual(
            codec.FLOAT32.decode(bytes.fromhex("fa3dcccccd")), 0.10000000149011612
        )

    def test_an_optional_field_may_be_missing_or_null_and_is_left_out(self) -> None:
        friend = {"name": "Ada", "color": "red", "friends": []}
        fetch = every_type._FETCH_PROFILE_CALL.response
        for item in (friend, {**friend, "level": None, "avatar": None}):
            value = fetch.decode(cbor2.dumps(item))
            self.assertEqual(value, Profile("Ada", Color.RED, []))
            self.assertEqual(cbor2.loads(fetch.encode(value)), friend)

    def test_a_further_field_is_ignored(self) -> None:
        self.assertEqual(self.request.decode(self.changed(later_version=1)), EVERYTHING)

    def test_other_keys_undefined_and_further_elements_are_of_other_versions(
        self,
    ) -> None:
        @dataclasses.dataclass
        class Note:
            text: str
            more: int | None

        note = codec.record(
            Note,
            codec.Field("text", "text", codec.TEXT),
            codec.Field("more", "more", codec.optional(codec.INT64), True),
        )
        self.assertEqual(
            note.decode(bytes.fromhex("a36474657874616101026" + "46d6f7265f7")),
            Note("a", None),
        )
        with self.assertRaises(DecodingError):
            note.decode(bytes.fromhex("a26474657874f7646d6f726501"))
        self.assertIsNone(codec.optional(codec.INT64).decode(b"\xf7"))
        pair = codec.tuple_of(codec.INT64, codec.INT64)
        self.assertEqual(pair.decode(bytes.fromhex("8401026161f6")), (1, 2))
        self.assertEqual(
            codec.FLOAT64.decode(bytes.fromhex("1b1000000000000000")), float(1 << 60)
        )
        with self.assertRaises(DecodingError):
            codec.FLOAT64.decode(bytes.fromhex("1b1000000000000001"))

    def test_what_is_wrong_is_named_with_its_path(self) -> None:
        for change, message in (
            ({"text": ...}, "the key 'text' is missing"),
            ({"null": ...}, "the key 'null' is missing"),
            ({"text": 1}, "text: found int 1; expected text"),
            ({"uint8": 256}, "uint8: found int 256; expected an integer of 8 bits, 0 or more"),
            ({"int8": True}, "int8: found bool True; expected an integer of 8 bits"),
            ({"bool": 1}, "bool_: found int 1; expected true or false"),
            ({"double": "1"}, "double: found str '1'; expected a number"),
            ({"dates": [None, 1]}, "dates[1]: found int 1; expected a time"),
            ({"dictionary": {"a": 3}}, "dictionary['a']: Level has no case 3, but -1, 10"),
            ({"dictionary": {"a": True}}, "dictionary['a']: Level has no case True, but -1, 10"),
            ({"numbered": {"x": b""}}, "numbered['x']: found the key 'x'; expected an integer in decimal"),
            ({"tuple": [1, None, "pink"]}, "tuple_[2]: Color has no case 'pink', but 'red', 'dark green', 'class', 'None'"),
            ({"tuple": [1]}, "tuple_: found 1 elements; expected 3"),
            ({"sequence": []}, "sequence: found 0 elements; expected 1"),
            ({"pairs": ["red"]}, "pairs: found a key without a value"),
            ({"shape": {"cube": {}}}, "shape: Shape has no case 'cube', but 'circle', 'group', 'empty', 'inverse'"),
            ({"shape": {"group": {"_0": [{"circle": {}}]}}}, "shape.group.v0[0].circle: the key 'radius' is missing"),
            ({"shape": {}}, "shape: found dict {}; expected a case of Shape: a map of one entry"),
            ({"uuid": "7"}, "uuid_: found str '7'; expected a UUID"),
        ):  # fmt: skip
            with self.subTest(change), self.assertRaises(DecodingError) as raised:
                self.request.decode(self.changed(**change))
            self.assertEqual(str(raised.exception), message)

    def test_a_truth_value_is_no_raw_value(self) -> None:
        class Bit(enum.Enum):
            ZERO = 0
            ONE = 1

        bits = codec.raw_values(Bit)
        self.assertEqual(bits.from_item(1).name, "ONE")
        for item in (True, False, None, [1]):
            with self.assertRaises(DecodingError):
                bits.from_item(item)

    def test_a_value_of_another_type_is_refused_with_its_path(self) -> None:
        naive = datetime.datetime(2001, 1, 1)
        wrong = ShapeCircle("x")  # type: ignore[arg-type]
        for change, message in (
            ({"text": b"x"}, "text: found bytes b'x'; expected text"),
            ({"uint64": -1}, "uint64: found int -1; expected an integer of 64 bits, 0 or more"),
            ({"float_": 1e39}, "float_: found float 1e+39; expected a number of 32 bits"),
            ({"date": naive}, "date: found 2001-01-01 00:00:00; expected a time with a time zone"),
            ({"dates": "x"}, "dates: found str 'x'; expected a list"),
            ({"shape": Color.RED}, "shape: found Color <Color.RED: 'red'>; expected a case of Shape"),
            ({"shapes": {"a": [wrong]}}, "shapes['a'][0].circle.radius: found str 'x'; expected a number"),
            ({"numbered": {"1": b""}}, "numbered: found the key str '1'; expected an integer of 64 bits"),
            ({"inline": None}, "inline: found null; expected EverythingInline"),
        ):  # fmt: skip
            with self.subTest(change), self.assertRaises(EncodingError) as raised:
                self.request.encode({**EVERYTHING, **change})
            self.assertEqual(
                str(raised.exception).replace("numbered['1']", "numbered"), message
            )

    def test_a_key_that_is_no_integer_is_refused_however_long_it_is(self) -> None:
        numbers = codec.numbered_dictionary(codec.BOOL)
        self.assertEqual(numbers.from_item({str(-(1 << 63)): True}), {-(1 << 63): True})
        self.assertEqual(numbers.from_item({str(2**63 - 1): True}), {2**63 - 1: True})
        outside = str(1 << 63), str(-(1 << 63) - 1)
        for key in ("", "-", "1.5", "one", "9" * 5000, "-" + "9" * 5000, *outside):
            with self.subTest(key[:9]), self.assertRaises(DecodingError):
                numbers.from_item({key: True})
        for number in (1 << 63, -(1 << 63) - 1, 10**5000):
            with self.assertRaisesRegex(EncodingError, "an integer of 64 bits"):
                numbers.to_item({number: True})

    def test_a_value_that_cannot_be_described_is_refused_by_its_type(self) -> None:
        with self.assertRaisesRegex(DecodingError, "^found int; expected text"):
            codec.TEXT.decode(cbor2.dumps(10**5000))

    def test_bytes_that_are_no_message_are_refused(self) -> None:
        valid = self.request.encode(EVERYTHING)
        for payload in (
            b"",
            b"\xff",
            valid + b"\0",
            valid[:-1],
            b"\x9b" + b"\xff" * 8,
            b"\x81" * 10_000,
        ):
            with self.subTest(payload[:9]), self.assertRaises(DecodingError):
                self.request.decode(payload)

    def test_a_type_that_contains_itself_without_an_end_is_an_error(self) -> None:
        shape = ShapeInverse(ShapeEmpty())
        shape.of = shape
        with self.assertRaisesRegex(EncodingError, "nested too deeply"):
            every_type._SHAPE_CODEC.encode(shape)
        item: dict[str, Any] = {"empty": {}}
        for _ in range(400):
            item = {"inverse": {"of": item}}
        with self.assertRaises(DecodingError):
            every_type._SHAPE_CODEC.from_item(item)

    def test_raw_values_have_the_layout_of_their_struct(self) -> None:
        locate = every_type._LOCATE_CALL
        values = {
            "position_x": 1.0,
            "position_y": -2.0,
            "id": 7,
            "is_new": True,
            "rest": (1, 255),
            "last": -1,
        }
        payload = locate.request.encode(values)
        self.assertEqual(
            payload.hex(), "000000000000f03f00000000000000c0070000000101ffff"
        )
        self.assertEqual(locate.request.decode(payload), values)
        self.assertEqual(locate.response.decode(locate.response.encode(1.5)), 1.5)
        for change in (
            {"id": -1},
            {"is_new": 1},
            {"id": True},
            {"rest": (1,)},
            {"position_x": "1"},
        ):
            with self.subTest(change), self.assertRaises(EncodingError):
                locate.request.encode({**values, **change})
        named: tuple[tuple[dict[str, object], str], ...] = (
            ({"id": "x"}, "id: found str 'x'; expected an integer of 32 bits, 0 or more"),
            ({"rest": (1, 256)}, "rest: found int 256; expected an integer of 8 bits, 0 or more"),
            ({"position_x": None}, "position_x: found null; expected a number"),
        )  # fmt: skip
        for wrong, problem in named:
            with self.subTest(wrong), self.assertRaises(EncodingError) as raised:
                locate.request.encode({**values, **wrong})
            self.assertEqual(str(raised.exception), problem)
        with self.assertRaisesRegex(EncodingError, "^found str 'now'; expected a numb"):
            locate.response.encode("now")  # type: ignore[arg-type]
        with self.assertRaisesRegex(EncodingError, "^found int .*; expected a number$"):
            codec.raw_number("<", "d").encode(10**400)
        with self.assertRaisesRegex(DecodingError, "found 3 bytes; expected 24"):
            locate.request.decode(bytes(3))

    def test_a_vector_of_three_has_the_memory_of_four_and_a_number_may_have_128_bits(
        self,
    ) -> None:
        layout = codec.raw_parameters("<", 32, ("a", "f", 3))
        self.assertEqual(len(layout.encode({"a": (1, 2, 3)})), 32)
        self.assertEqual(
            layout.decode(layout.encode({"a": (1, 2, 3)})), {"a": (1, 2, 3)}
        )
        for format, number in (("q16", -(1 << 127)), ("Q16", (1 << 128) - 1)):
            whole = codec.raw_number("<", format)
            self.assertEqual(whole.decode(whole.encode(number)), number)
            for other in (1 << 128, "abc", None, float("inf"), float("nan")):
                with self.subTest(other), self.assertRaises(EncodingError):
                    whole.encode(other)

    def test_failures_are_exceptions_that_are_equal_by_their_fields(self) -> None:
        failure = every_type._FETCH_PROFILE_CALL.failure
        assert failure is not None
        for value in (
            ProfileFailureNotFound(7),
            ProfileFailureLocked(),
            ProfileFailureOther("a", True),
        ):
            found = failure.decode(failure.encode(value))
            self.assertEqual((found, hash(found)), (value, hash(value)))
            self.assertIsInstance(found, every_type.ProfileFailure)
        self.assertNotEqual(ProfileFailureNotFound(7), ProfileFailureNotFound(8))
        self.assertEqual(
            str(ProfileFailureNotFound(7)), "ProfileFailureNotFound(user_id=7)"
        )
