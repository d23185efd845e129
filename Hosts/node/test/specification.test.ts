// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {deepEqual, equal, throws} from "node:assert/strict";
import {test} from "node:test";

import {codec} from "hostcall";

import {decoded, encoded} from "./coding";

// RFC 8949, appendix A.
const integers: [bigint, string][] = [
  [0n, "00"], [1n, "01"], [10n, "0a"], [23n, "17"], [24n, "1818"], [25n, "1819"], [100n, "1864"], [1000n, "1903e8"],
  [1000000n, "1a000f4240"], [1000000000000n, "1b000000e8d4a51000"], [18446744073709551615n, "1bffffffffffffffff"],
  [18446744073709551616n, "c249010000000000000000"], [-18446744073709551616n, "3bffffffffffffffff"],
  [-18446744073709551617n, "c349010000000000000000"], [-1n, "20"], [-10n, "29"], [-100n, "3863"], [-1000n, "3903e7"],
];
const floats: [number, string][] = [
  [0, "f90000"], [-0, "f98000"], [1, "f93c00"], [1.1, "fb3ff199999999999a"], [1.5, "f93e00"], [65504, "f97bff"],
  [100000, "fa47c35000"], [3.4028234663852886e38, "fa7f7fffff"], [1e300, "fb7e37e43c8800759c"],
  [5.960464477539063e-8, "f90001"], [0.00006103515625, "f90400"], [-4, "f9c400"], [-4.1, "fbc010666666666666"],
  [Infinity, "f97c00"], [NaN, "f97e00"], [-Infinity, "f9fc00"],
];
const items: [unknown, string][] = [
  [false, "f4"], [true, "f5"], [null, "f6"], [undefined, "f7"], ["", "60"], ["a", "6161"], ["IETF", "6449455446"],
  ["\"\\", "62225c"], ["\u00fc", "62c3bc"], ["\u6c34", "63e6b0b4"], ["\ud800\udd51", "64f0908591"],
  [[], "80"], [[1, 2, 3], "83010203"], [[1, [2, 3], [4, 5]], "8301820203820405"],
  [Array.from({length: 25}, (_, index) => index + 1), "98190102030405060708090a0b0c0d0e0f101112131415161718181819"],
  [{}, "a0"], [new Map([[1, 2], [3, 4]]), "a201020304"], [{a: 1, b: [2, 3]}, "a26161016162820203"],
  [["a", {b: "c"}], "826161a161626163"], [Uint8Array.of(1, 2, 3, 4), "4401020304"],
  [new codec.Tagged(32, "http://www.example.com"), "d82076687474703a2f2f7777772e6578616d706c652e636f6d"],
  [new codec.Simple(16), "f0"], [new codec.Simple(255), "f8ff"], [(1n << 128n) - 1n, "c250" + "ff".repeat(16)],
];
const indefinite: [unknown, string][] = [
  [Uint8Array.of(1, 2, 3, 4, 5), "5f42010243030405ff"], ["streaming", "7f657374726561646d696e67ff"], [[], "9fff"],
  [[1, [2, 3], [4, 5]], "9f018202039f0405ffff"], [{a: 1, b: [2, 3]}, "bf61610161629f0203ffff"],
  [["a", {b: "c"}], "826161bf61626163ff"], [{Fun: true, Amt: -2}, "bf6346756ef563416d7421ff"],
];

test("integers are written and read as RFC 8949 shows", () => {
  for (const [value, digits] of integers) {
    equal(encoded(codec.int128, value), digits);
    equal(decoded(codec.int128, digits), value);
  }
});

test("floating-point numbers take the fewest bytes that hold them", () => {
  for (const [value, digits] of floats) {
    equal(encoded(codec.float64, value), digits);
    ok(Object.is(decoded(codec.float64, digits), value), digits);
  }
});

test("other items are written and read as RFC 8949 shows", () => {
  for (const [value, digits] of items) {
    equal(encoded(codec.any, value), digits);
    deepEqual(decoded(codec.any, digits), value);
  }
});

test("what is no simple value or tag is not written", () => {
  for (const value of [-1, 24, 31, 256, 1.5, NaN]) {
    throws(() => encoded(codec.any, new codec.Simple(value)), /expected a simple value from 0 to 255, .* found /);
  }
  for (const tag of [-1, 1.5, 2 ** 53, NaN]) {
    throws(() => encoded(codec.any, new codec.Tagged(tag, 0)), /expected a tag from 0 to 2\^53 - 1, found /);
  }
});

test("items of indefinite length are read", () => {
  for (const [value, digits] of indefinite) deepEqual(decoded(codec.any, digits), value);
});

test("a message that ends early is an error at every byte", () => {
  for (const [, digits] of [...items, ...indefinite]) {
    for (let length = 0; length < digits.length; length += 2) {
      throws(() => decoded(codec.any, digits.slice(0, length)), {name: "CodingError"});
    }
  }
});

test("malformed messages are errors", () => {
  const malformed = [
    "1c", "ff", "9f", "f800", "df00", "5f00ff", "5f5f4100ffff", "81", "a1", "a101", "9bffffffffffffffff", "62c328",
    "0000", "bf01ff", "5bffffffffffffffff", "c2", "d8", "3f", "1f",
  ];
  for (const digits of malformed) {
    throws(() => decoded(codec.any, digits), {name: "CodingError"}, digits);
  }
});

test("arrays, maps and tags that are nested too deep are errors, and not an overflow of the stack", () => {
  for (const part of ["81", "a100", "c6", "9f"]) {
    throws(() => decoded(codec.any, part.repeat(100_000) + "00"), /nested more than 128 levels|ends early/);
    throws(() => decoded(codec.record<object>({}), "a1" + part.repeat(100_000) + "0000"), {name: "CodingError"});
  }
});

function ok(condition: boolean, message: string): void {
  equal(condition, true, message);
}
