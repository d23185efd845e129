// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {deepEqual, equal, throws} from "node:assert/strict";
import {test} from "node:test";

import {codec} from "hostcall";

import {decoded, encoded} from "./coding";

/** Returns the hexadecimal digits of a text in ASCII. */
function hex(text: string): string {
  return Array.from(text, each => each.charCodeAt(0).toString(16)).join("");
}

interface Point {
  x: number;
  name?: string | undefined;
  inner?: Point | undefined;
}

const point: codec.Codec<Point> = codec.record<Point>({
  x: codec.uint8,
  name: codec.keyed("the name", codec.optional(codec.text)),
  inner: codec.optional(codec.lazy(() => point)),
});

type Shape = {kind: "empty"} | {kind: "circle"; radius: number} | {kind: "group"; value: Shape[]};

const shape: codec.Codec<Shape> = codec.enumeration<"kind", Shape>("Shape", "kind", {
  empty: {},
  circle: {radius: codec.float64},
  group: {value: codec.keyed("_0", codec.array(codec.lazy(() => shape)))},
});

test("a record is a map with its keys, without those that have no value", () => {
  equal(encoded(point, {x: 1}), "a1617801");
  const all = "a3617801" + "68746865206e616d656161" + "65696e6e6572a1617802";
  equal(encoded(point, {x: 1, name: "a", inner: {x: 2}}), all);
  deepEqual(decoded(point, all), {x: 1, name: "a", inner: {x: 2}});
});

test("fields in another order, further fields, and null for a missing one are accepted", () => {
  deepEqual(decoded(point, "a4" + "65696e6e6572f6" + "617a8201a0" + "018102" + "617801"), {x: 1});
});

test("undefined counts as null, and further elements are of another version", () => {
  deepEqual(decoded(point, "a2" + "65696e6e6572f7" + "617801"), {x: 1});
  throws(() => decoded(point, "a1" + "6178f7"), /at x: /);
  deepEqual(decoded(codec.nullable(codec.uint8), "f7"), null);
  deepEqual(decoded(codec.tuple(codec.uint8, codec.uint8), "8401026161f6"), [1, 2]);
});

test("an integer is a floating-point number if it is one exactly", () => {
  for (const [digits, value] of [
         ["1b001fffffffffffff", 2 ** 53 - 1], ["1b1000000000000000", 2 ** 60], ["3b001fffffffffffff", -(2 ** 53)],
         ["1b0020000000000000", 2 ** 53],
       ] as const) equal(decoded(codec.float64, digits), value);
  for (const digits of ["1b1000000000000001", "1b0020000000000001", "3b0020000000000000", "1bffffffffffffffff"]) {
    throws(() => decoded(codec.float64, digits), /an integer that is none exactly/);
  }
});

test("errors name the place, and what was found there", () => {
  throws(() => decoded(point, "a0"), /the field x is missing/);
  throws(() => decoded(point, "a26178016178" + "01"), /the key "x" occurs twice/);
  throws(() => decoded(point, "a165696e6e6572a161786161"), /at inner\.x: expected an unsigned .*, found text/);
  throws(() => decoded(point, "a16178190100"), /at x: expected an unsigned integer of 8 bits, found 256/);
  throws(() => decoded(shape, "a166737175617265a0"), /Shape has no case "square", but "empty", "circle", "group"/);
  throws(
      () => decoded(shape, "a16567726f7570a1625f3081a166636972636c65a0"), /at value\[0\]: the field radius is missing/);
  throws(() => encoded(codec.bytes, {} as never), /found an object$/);
  throws(() => encoded(codec.bytes, new Int8Array() as never), /found an Int8Array$/);
  throws(() => encoded(codec.text, new Uint8Array() as never), /found a Uint8Array$/);
  throws(() => encoded(point, {x: 300}), /at x: expected an unsigned integer of 8 bits, found 300/);
  throws(() => encoded(point, {x: 1, inner: {x: "a" as never}}), /at inner\.x: expected .*, found "a"/);
  throws(() => encoded(shape, {kind: "square"} as never), /Shape has no case "square"/);
  throws(() => decoded(codec.textValues("Color", ["red", "blue"]), "6570696e6b" + ""), {name: "CodingError"});
  throws(() => decoded(codec.bool, "f4f4"), /expected the end of the message, found 1 more bytes/);
});

test("a case is a map of its name and its values", () => {
  for (const [value, digits] of [
         [{kind: "empty"}, "a165656d707479a0"],
         [{kind: "circle", radius: 0.5}, "a166636972636c65a166726164697573f93800"],
         [{kind: "group", value: [{kind: "empty"}]}, "a16567726f7570a1625f3081a165656d707479a0"],
       ] as [Shape, string][]) {
    equal(encoded(shape, value), digits);
    deepEqual(decoded(shape, digits), value);
  }
});

test("integers of 64 bits are bigints, and exact numbers are accepted", () => {
  equal(encoded(codec.uint64, (1n << 64n) - 1n), "1bffffffffffffffff");
  equal(encoded(codec.int64, 7 as never), "07");
  throws(() => encoded(codec.int64, (2 ** 53) as never), /expected a bigint of 64 bits, found 9007199254740992/);
  throws(() => encoded(codec.uint64, -1n), /found -1/);
  throws(() => decoded(codec.int64, "1bffffffffffffffff"), /found 18446744073709551615/);
});

test("an enumeration has raw values of any integer type", () => {
  const values = [1, -(1n << 63n), (1n << 64n) - 1n, (1n << 128n) - 1n];
  const limits = codec.integerValues("Limit", values);
  const digits = ["01", "3b7f" + "ff".repeat(7), "1b" + "ff".repeat(8), "c250" + "ff".repeat(16)];
  for (const [index, each] of digits.entries()) {
    equal(encoded(limits, values[index]!), each);
    equal(decoded(limits, each), values[index]);
  }
  throws(() => decoded(limits, "1b8000000000000000"), /Limit has no case 9223372036854775808, but 1, -922/);
  throws(() => decoded(limits, "6161"), /expected an integer, found text/);
});

test("integers of at most 32 bits may be bignums", () => {
  for (const digits of ["c24107", "c243000007"]) equal(decoded(codec.uint8, digits), 7);
  equal(decoded(codec.int32, "c3447fffffff"), -0x80000000);
  throws(() => decoded(codec.uint8, "c2420100"), /an unsigned integer of 8 bits, found 256/);
  throws(() => decoded(codec.uint8, "c34100"), /an unsigned integer of 8 bits, found -1/);
  throws(() => decoded(codec.int8, "c16107"), /expected an integer of 8 bits, found a tag/);
});

test("any item counts as an empty request or response, and only one", () => {
  for (const digits of ["a0", "a1617801", "05", "83010203", "f6", "c107"]) equal(decoded(codec.nothing, digits), undefined);
  for (const digits of ["", "82", "0505", "ff"]) throws(() => decoded(codec.nothing, digits), {name: "CodingError"});
});

test("the integer keys of a dictionary have 64 bits", () => {
  const numbered = codec.numberedDictionary(codec.bool);
  deepEqual(decoded(numbered, "a173" + hex("9223372036854775807") + "f5"), new Map([[(1n << 63n) - 1n, true]]));
  deepEqual(decoded(numbered, "a174" + hex("-9223372036854775808") + "f5"), new Map([[-(1n << 63n), true]]));
  for (const [head, key] of [["73", "9223372036854775808"], ["74", "-9223372036854775809"]] as const) {
    throws(() => decoded(numbered, `a1${head}${hex(key)}f5`), /expected an integer of 64 bits as a key, found -?9223/);
  }
});

test("lists, tables and choices", () => {
  const pairs = codec.pairs(codec.text, codec.uint8);
  equal(encoded(pairs, new Map([["a", 1]])), "82616101");
  deepEqual(decoded(pairs, "82616101"), new Map([["a", 1]]));
  const numbered = codec.numberedDictionary(codec.bool);
  equal(encoded(numbered, new Map([[-1n, true]])), "a1622d31f5");
  deepEqual(decoded(numbered, "a1622d31f5"), new Map([[-1n, true]]));
  const sequence = codec.sequence<[string], bigint>([codec.text], codec.int64);
  deepEqual(decoded(sequence, "8361610102"), ["a", 1n, 2n]);
  throws(() => decoded(sequence, "80"), /an array of 1 or more elements, found 0/);
  const choice = codec.choice(codec.int64, codec.array(codec.text), codec.nullable(codec.bool));
  for (const [value, digits] of [[1n, "01"], [["a"], "816161"], [null, "f6"]] as [never, string][]) {
    equal(encoded(choice, value), digits);
    deepEqual(decoded(choice, digits), value);
  }
  throws(() => decoded(choice, "8101"), /no alternative fits/);
});

test("an element that an array lacks is no element, and named with its place", () => {
  const sparse = new Array<never>(2);
  throws(() => encoded(codec.array(codec.uint8), sparse), /at \[0\]: expected .*, found undefined/);
  throws(() => encoded(codec.array(codec.array(codec.uint8)), [[1], sparse]), /at \[1\]\[0\]: /);
  throws(() => encoded(codec.tuple(codec.bool, codec.bool), sparse as never), /at \[0\]: expected .*, found undefined/);
  throws(() => encoded(codec.sequence<[string], number>([codec.text], codec.uint8), ["a", ...sparse]), /at \[1\]: /);
  throws(() => encoded(codec.rawVector(2, "uint8", 2), sparse), /at value\[0\]: expected .*, found undefined/);
  const shrinking = [1, 2];
  Object.defineProperty(shrinking, 0, {get: () => (shrinking.length = 1)});
  throws(() => encoded(codec.array(codec.uint8), shrinking), /at \[1\]: expected .*, found undefined/);
  equal(encoded(codec.array(codec.nullable(codec.uint8)), sparse), "82f6f6");
  equal(encoded(codec.any, sparse), "82f7f7");
});

test("text that is not UTF-8 is refused, whole or in parts", () => {
  for (const digits of ["61ff", "7f61ffff"]) {
    throws(() => decoded(codec.text, digits), {name: "CodingError", message: "text is not UTF-8"});
  }
  equal(decoded(codec.text, "7f6161626263ff"), "abc");
});

test("dates, UUIDs, URIs and decimal numbers", () => {
  deepEqual(decoded(codec.date, "c11a514b67b0"), new Date("2013-03-21T20:04:00Z"));
  deepEqual(decoded(codec.date, "c1fb41d452d9ec200000"), new Date("2013-03-21T20:04:00.5Z"));
  equal(encoded(codec.date, new Date("2013-03-21T20:04:00.5Z")), "c1fb41d452d9ec200000");
  const id = "67e55044-10b1-426f-9247-bb680e5fe0c8";
  equal(encoded(codec.uuid, id), "d8255067e5504410b1426f9247bb680e5fe0c8");
  equal(decoded(codec.uuid, "d8255067e5504410b1426f9247bb680e5fe0c8"), id);
  equal(encoded(codec.decimal, "273.15"), "c48221196ab3"); // RFC 8949, section 3.4.4
  equal(decoded(codec.decimal, "c48221196ab3"), "273.15");
  equal(decoded(codec.decimal, "c4822220"), "-0.001");
  equal(decoded(codec.decimal, "c4820620"), "-1000000");
  equal(decoded(codec.decimal, "c482190400" + "03"), "3e1024");
  // Swift's Decimal has 128 bits, and a sign.
  for (const [sign, mantissa] of [["", `c250${"ff".repeat(16)}`], ["-", `c350${"ff".repeat(15)}fe`]] as const) {
    const text = `${sign}3402823669209384634633746074317682114.55`;
    equal(decoded(codec.decimal, `c48221${mantissa}`), text);
    equal(encoded(codec.decimal, text), `c48221${mantissa}`);
  }
  for (const mantissa of [`c25101${"00".repeat(16)}`, `c350${"ff".repeat(16)}`]) {
    throws(() => decoded(codec.decimal, `c48200${mantissa}`), /expected a mantissa of 128 bits, found -?3402823669/);
  }
  throws(() => encoded(codec.decimal, "one"), /expected a decimal number as text, found "one"/);
});

test("plain memory has the layout of its description", () => {
  interface Sample {
    position: {x: number};
    levels: number[];
    wide: bigint;
  }
  const sample = codec.rawStruct<Sample>(18, [
    [["position", "x"], "float32", 0], [["levels"], "int16", 4, 2], [["wide"], "uint64", 8],
  ]);
  const value = {position: {x: 1}, levels: [-2, 3], wide: 0x0102030405060708n};
  equal(encoded(sample, value), "0000803ffeff03000807060504030201" + "0000");
  deepEqual(decoded(sample, "0000803ffeff03000807060504030201" + "0000"), value);
  throws(() => decoded(sample, "00"), /expected 18 bytes, found 1/);
  throws(() => encoded(sample, {...value, levels: [1]}), /at levels: expected an array of 2 numbers/);
  equal(encoded(codec.rawNumber<bigint>("int128"), -2n), "fe" + "ff".repeat(15));
  equal(decoded(codec.rawNumber<bigint>("int128", false), "ff".repeat(15) + "fe"), -2n);
  equal(encoded(codec.rawNumber("uint16", false), 1), "0001");
});
