# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Writes examples.txt with cbor2: messages made up from the specifications of formats that are CBOR.

Each row has the bytes, the notation of the same item, and the specification. Run it with the path of the table to write,
or without one to compare with the table beside it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import cbor2
from cbor2 import CBORSimpleValue, CBORTag as Tag, undefined

TABLE = Path(__file__).with_name("examples.txt")
ES256 = cbor2.dumps({1: -7})
SIGNATURE = bytes(range(64))
SIGNATURE_TEXT = f"h'{SIGNATURE.hex()}'"
X, Y = bytes([0x11]) * 32, bytes([0x22]) * 32
CID = bytes.fromhex("0001711220") + bytes(range(32))
CID_TEXT = f"42(h'{CID.hex()}')"
CONTENT = b"This is the content."

# (value, notation, source)
EXAMPLES: list[tuple[Any, str, str]] = [
    # COSE
    (Tag(18, [ES256, {4: b"11"}, CONTENT, SIGNATURE]),
     f"18([<<{{1: -7}}>>, {{4: '11'}}, 'This is the content.', {SIGNATURE_TEXT}])", "RFC 9052 §4.2, COSE_Sign1"),
    ([ES256, {}, None, SIGNATURE], f"[<<{{1: -7}}>>, {{}}, null, {SIGNATURE_TEXT}]",
     "RFC 9052 §4.2, untagged and detached"),
    (Tag(98, [b"", {}, CONTENT, [[ES256, {4: b"11"}, SIGNATURE]]]),
     f"98(['', {{}}, 'This is the content.', [[<<{{1: -7}}>>, {{4: '11'}}, {SIGNATURE_TEXT}]]])",
     "RFC 9052 §4.1, COSE_Sign"),
    (Tag(98, [cbor2.dumps({2: ["reserved"], "reserved": False}), {}, CONTENT, [[ES256, {4: b"11"}, SIGNATURE]]]),
     f"98([<<{{2: [\"reserved\"], \"reserved\": false}}>>, {{}}, 'This is the content.', "
     f"[[<<{{1: -7}}>>, {{4: '11'}}, {SIGNATURE_TEXT}]]])", "RFC 9052 §3.1, a critical header with a text label"),
    (Tag(16, [cbor2.dumps({1: 10}), {5: bytes(13)}, b"\x5a" * 28]),
     f"16([<<{{1: 10}}>>, {{5: h'{'00' * 13}'}}, h'{'5a' * 28}'])", "RFC 9052 §5.2, COSE_Encrypt0"),
    (Tag(96, [cbor2.dumps({1: 1}), {5: bytes(12)}, b"\x5a" * 36,
              [[cbor2.dumps({1: -25}), {-1: {1: 2, -1: 1, -2: X, -3: True}, 4: b"key"}, b""]]]),
     f"96([<<{{1: 1}}>>, {{5: h'{'00' * 12}'}}, h'{'5a' * 36}', "
     f"[[<<{{1: -25}}>>, {{-1: {{1: 2, -1: 1, -2: h'{X.hex()}', -3: true}}, 4: 'key'}}, '']]])",
     "RFC 9052 §5.1, COSE_Encrypt with a recipient"),
    (Tag(17, [cbor2.dumps({1: 15}), {}, CONTENT, b"\x5a" * 8]),
     f"17([<<{{1: 15}}>>, {{}}, 'This is the content.', h'{'5a' * 8}'])", "RFC 9052 §6.2, COSE_Mac0"),
    (Tag(97, [cbor2.dumps({1: 5}), {}, CONTENT, b"\x5a" * 32, [[b"", {1: -6, 4: b"our-secret"}, b""]]]),
     f"97([<<{{1: 5}}>>, {{}}, 'This is the content.', h'{'5a' * 32}', [['', {{1: -6, 4: 'our-secret'}}, '']]])",
     "RFC 9052 §6.1, COSE_Mac"),
    ([{1: 2, 2: b"11", -1: 1, -2: X, -3: Y}, {1: 1, 3: -8, -1: 6, -2: X}, {1: 4, 2: b"our-secret", -1: X}],
     f"[{{1: 2, 2: '11', -1: 1, -2: h'{X.hex()}', -3: h'{Y.hex()}'}}, "
     f"{{1: 1, 3: -8, -1: 6, -2: h'{X.hex()}'}}, {{1: 4, 2: 'our-secret', -1: h'{X.hex()}'}}]",
     "RFC 9052 §7, a COSE_KeySet of three types of keys"),
    (["Signature1", ES256, b"", CONTENT], "[\"Signature1\", <<{1: -7}>>, '', 'This is the content.']",
     "RFC 9052 §4.4, a Sig_structure"),
    (Tag(61, Tag(18, [ES256, {}, cbor2.dumps({1: "coap://as.example.com", 4: 1444064944, 7: b"\x0b\x71"}), SIGNATURE])),
     f"61(18([<<{{1: -7}}>>, {{}}, <<{{1: \"coap://as.example.com\", 4: 1444064944, 7: h'0b71'}}>>, {SIGNATURE_TEXT}]))",
     "RFC 8392 §6, a CWT"),
    # WebAuthn and mdoc
    ({"fmt": "none", "attStmt": {}, "authData": b"\xee" * 37},
     f"{{\"fmt\": \"none\", \"attStmt\": {{}}, \"authData\": h'{'ee' * 37}'}}", "WebAuthn §6.5.4, an attestation object"),
    (Tag(24, cbor2.dumps({"digestID": 0, "random": bytes(16), "elementIdentifier": "birth_date",
                          "elementValue": Tag(1004, "1980-02-29")})),
     f"24(<<{{\"digestID\": 0, \"random\": h'{'00' * 16}', \"elementIdentifier\": \"birth_date\", "
     "\"elementValue\": 1004(\"1980-02-29\")}>>)", "ISO/IEC 18013-5 §8.3, an issuer-signed item"),
    # Tags that the CBOR working group has registered
    (Tag(258, [1, 2, 3]), "258([1, 2, 3])", "the registry's tag 258, a set"),
    (Tag(1001, {1: 1697724754, -9: 873294999}), "1001({1: 1697724754, -9: 873294999})", "RFC 9581 §3, extended time"),
    (Tag(100, -9611), "100(-9611)", "RFC 8943 §1.1, days since 1970"),
    (Tag(52, bytes([192, 0, 2, 1])), "52(h'c0000201')", "RFC 9164 §3, an IPv4 address"),
    (Tag(54, [48, bytes.fromhex("20010db81234")]), "54([48, h'20010db81234'])", "RFC 9164 §3, an IPv6 prefix"),
    (Tag(64, bytes([1, 2, 255])), "64(h'0102ff')", "RFC 8746 §2.1, a typed array of uint8"),
    (Tag(40, [[2, 2], Tag(65, bytes([0, 1, 0, 2, 0, 3, 0, 4]))]), "40([[2, 2], 65(h'0001000200030004')])",
     "RFC 8746 §3.1, a matrix"),
    (Tag(38, ["de-AT", "Jänner"]), "38([\"de-AT\", \"Jänner\"])", "RFC 9290 appendix A, text with its language"),
    (Tag(63, bytes([1, 2, 3])), "63(<<1, 2, 3>>)", "the registry's tag 63, an embedded sequence"),
    (Tag(55799, [Tag(37, bytes(16))]), f"55799([37(h'{'00' * 16}')])", "RFC 8949 §3.4.6, self-described"),
    (Tag(30, [1, 3]), "30([1, 3])", "the registry's tag 30, a rational number"),
    (Tag(4, [-2, Tag(2, b"\x01" + bytes(8))]), "4([-2, 18446744073709551616])", "RFC 8949 §3.4.4, of a bignum"),
    (Tag(256, ["aaaa", Tag(25, 0), Tag(25, 0)]), "256([\"aaaa\", 25(0), 25(0)])", "the registry's tags 25 and 256"),
    (Tag(28, [Tag(29, 0)]), "28([29(0)])", "the registry's tags 28 and 29, a value that contains itself"),
    ([CBORSimpleValue(0), CBORSimpleValue(19), CBORSimpleValue(32), CBORSimpleValue(255), undefined],
     "[simple(0), simple(19), simple(32), simple(255), undefined]", "RFC 8949 §3.3, unassigned simple values"),
    # IPLD's DAG-CBOR
    ({}, "{}", "DAG-CBOR, an empty node"),
    ({"links": [Tag(42, CID), Tag(42, CID)]}, f"{{\"links\": [{CID_TEXT}, {CID_TEXT}]}}", "DAG-CBOR, links"),
    ({"a": 1, "b": [], "aa": {"ü": None}, "😀": True, "longest": -1},
     "{\"a\": 1, \"b\": [], \"aa\": {\"ü\": null}, \"😀\": true, \"longest\": -1}",
     "DAG-CBOR, keys in the order of their lengths"),
    ({"float": 0.1, "whole": 1.0}, "{\"float\": 0.1, \"whole\": 1.0_3}", "DAG-CBOR, floats are always of eight bytes"),
    ([(1 << 64) - 1, -1 << 64, (1 << 63) - 1, -1 << 63],
     "[18446744073709551615, -18446744073709551616, 9223372036854775807, -9223372036854775808]",
     "DAG-CBOR, the ends of 64 bits"),
    ({"": {"": {"": {"": Tag(42, CID)}}}}, f"{{\"\": {{\"\": {{\"\": {{\"\": {CID_TEXT}}}}}}}}}",
     "DAG-CBOR, empty keys, nested"),
]


def main() -> None:
    lines = ["# Made up from the specifications, and written with cbor2 by write.py.", "# bytes | notation | source"]
    lines += [f"{cbor2.dumps(value).hex()} | {notation} | {source}" for value, notation, source in EXAMPLES]
    text = "\n".join(lines) + "\n"
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, encoding="utf-8")
    elif TABLE.read_text(encoding="utf-8") != text:
        sys.exit("examples.txt is not what write.py writes")


main()
