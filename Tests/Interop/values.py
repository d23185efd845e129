# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Generates the values of the round trips, compares them, and writes them in diagnostic notation.

A value is of a type that cbor2 decodes to: int, float, bytes, str, bool, None, undefined, CBORSimpleValue, CBORTag,
list or dict. This file is independent of the tested codec; the notation follows RFC 8949, section 8.
"""

import json
import math
import struct
from decimal import Decimal

import cbor2
from cbor2 import CBORSimpleValue, CBORTag, undefined
from hypothesis import strategies as st

# Tags that cbor2 does not decode as a CBORTag.
CBOR2_TAGS = {0, 1, 2, 3, 4, 5, 25, 28, 29, 30, 35, 36, 37, 100, 256, 258, 260, 261, 1004, 43000, 55799}

# -- Generation --------------------------------------------------------------------------------------------------------


def integers():
    """Returns integers of every width, the limits of each width more often, and positive and negative bignums."""
    edges = [0, 23, 24, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**63 - 1, 2**63, 2**64 - 1, 2**64, 2**65]
    near = st.sampled_from(edges + [-1 - edge for edge in edges])
    return st.one_of(near, st.integers(-1000, 1000), st.integers(-(2**64), 2**64), st.integers(-(2**512) + 1, 2**512 - 1))


def floats():
    """Returns floats of the three widths, with subnormals, infinities and NaN."""
    return st.one_of(st.floats(width=16), st.floats(width=32), st.floats(width=64))


def texts():
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def simple_values():
    return st.one_of(st.integers(0, 19), st.integers(32, 255)).map(CBORSimpleValue)


def tag_numbers():
    """Returns tags of every width; more often 6 to 20, for which libcbor 0.8 has no names."""
    return st.one_of(st.integers(6, 20), st.integers(0, 2**64 - 1)).filter(lambda number: number not in CBOR2_TAGS)


def keys():
    atoms = st.one_of(integers(), texts(), st.binary(max_size=20), st.floats(allow_nan=False), st.booleans(), st.none())
    return st.one_of(atoms, st.lists(atoms, max_size=3).map(tuple))


def values(keys=keys(), leaves=simple_values() | st.just(undefined)):
    """Returns all values, or those with the given keys and with the given leaves beside the usual ones."""
    return st.recursive(
        st.one_of(integers(), floats(), texts(), st.binary(max_size=40), st.booleans(), st.none(), leaves),
        lambda inner: st.one_of(
            st.lists(inner, max_size=6),
            st.dictionaries(keys, inner, max_size=6),
            st.builds(CBORTag, tag_numbers(), inner),
        ),
        max_leaves=20,
    )


# -- Comparison --------------------------------------------------------------------------------------------------------


def same(one, other):
    """Returns whether two values have the same bits and their maps the same order; all NaN are equal."""
    if isinstance(one, CBORSimpleValue):  # also a tuple
        return isinstance(other, CBORSimpleValue) and one.value == other.value
    if isinstance(one, (list, tuple)):
        return isinstance(other, (list, tuple)) and len(one) == len(other) and all(map(same, one, other))
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return (math.isnan(one) and math.isnan(other)) or struct.pack(">d", one) == struct.pack(">d", other)
    if isinstance(one, dict):
        return same(list(one.items()), list(other.items()))
    if isinstance(one, CBORTag):
        return one.tag == other.tag and same(one.value, other.value)
    return one == other


def ordered(value, by):
    """Returns the value with the pairs of all its maps sorted by `by(key)`."""
    if isinstance(value, CBORSimpleValue):
        return value
    if isinstance(value, (list, tuple)):
        return [ordered(element, by) for element in value]
    if isinstance(value, dict):
        return {key: ordered(value[key], by) for key in sorted(value, key=by)}
    if isinstance(value, CBORTag):
        return CBORTag(value.tag, ordered(value.value, by))
    return value


def rfc7049_order(key):
    """Returns the sort key of cbor2's canonical form: shorter encoded keys come first."""
    encoded = cbor2.dumps(key, canonical=True)
    return len(encoded), encoded


def rfc8949_order(key):
    """Returns the bytes of a key that is not an array; cbor2 does not encode 32768.0 and more as half floats."""
    if isinstance(key, float):
        for head, width in ((b"\xf9", ">e"), (b"\xfa", ">f")):
            try:
                if struct.unpack(width, struct.pack(width, key)) == (key,):
                    return head + struct.pack(width, key)
            except OverflowError:
                continue
    return cbor2.dumps(key)


# -- Diagnostic notation -----------------------------------------------------------------------------------------------


def notation(value):
    """Returns the value in diagnostic notation, in the style of the RFC's examples: text as in JSON, in ASCII."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return float_notation(value)
        case bytes():
            return f"h'{value.hex()}'"
        case str():
            return json.dumps(value).replace("\x7f", "\\u007f")
        case CBORSimpleValue():
            return f"simple({value.value})"
        case list() | tuple():
            return "[" + ", ".join(map(notation, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{notation(key)}: {notation(each)}" for key, each in value.items()) + "}"
        case CBORTag():
            return f"{value.tag}({notation(value.value)})"
        case _ if value is undefined:
            return "undefined"
    raise TypeError(f"not a CBOR value: {value!r}")


def float_notation(value):
    """Returns the fewest digits that identify the float, with an exponent below 1e-6 and from 1e21."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    sign, digits, exponent = Decimal(repr(value)).as_tuple()
    digits = "".join(map(str, digits))
    stripped = digits.rstrip("0") or "0"
    exponent = exponent + len(digits) - len(stripped) if stripped != "0" else 0
    point = len(stripped) + exponent  # the position of the point, counted from the first digit
    if stripped == "0":
        text = "0.0"
    elif 0 < point <= 21:
        whole = stripped[:point].ljust(point, "0")
        text = f"{whole}.{stripped[point:] or '0'}"
    elif -6 < point <= 0:
        text = "0." + "0" * -point + stripped
    else:
        text = f"{stripped[0]}.{stripped[1:] or '0'}e{point - 1:+d}"
    return "-" * sign + text
