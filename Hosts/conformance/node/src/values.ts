// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {CodingError, HostCallError} from "hostcall";

import {Behaviours, withCore} from "./bridges";
import {Basics, Containers, Expression, Floats, Integers, Keywords, Optionals, Shape, Tree} from "./conformance";
import {equal, thrown} from "./expect";

const none = new Uint8Array(0);
const all = Uint8Array.from({length: 256}, (_, index) => index);
const point = {x: 1.5, y: -2};

const basics: Basics[] = [
  {flag: true, text: "", bytes: none, data: none},
  {flag: false, text: "usual", bytes: Uint8Array.of(1, 2), data: Uint8Array.of(3)},
];
const texts = ["é漢🦊e\u0301\u0302", "a\0b", "x".repeat(65_536)];

const least: Integers = {
  int8: -0x80, int16: -0x8000, int32: -0x80000000, int64: -(1n << 63n), number: -(1n << 63n), uint8: 0, uint16: 0,
  uint32: 0, uint64: 0n, count: 0n,
};
const greatest: Integers = {
  int8: 0x7f, int16: 0x7fff, int32: 0x7fffffff, int64: (1n << 63n) - 1n, number: (1n << 63n) - 1n, uint8: 0xff,
  uint16: 0xffff, uint32: 0xffffffff, uint64: (1n << 64n) - 1n, count: (1n << 64n) - 1n,
};
const zero: Integers = {
  int8: 0, int16: 0, int32: 0, int64: 0n, number: 0n, uint8: 0, uint16: 0, uint32: 0, uint64: 0n, count: 0n,
};

const doubles = [0.1, Number.MAX_VALUE, Number.MIN_VALUE, 0, -0, Infinity, -Infinity, NaN];
const singles = [Math.fround(0.1), 3.4028234663852886e38, 1.401298464324817e-45, 0, -0, Infinity, -Infinity, NaN];
const floats: Floats[] =
    doubles.map((double, index) => ({single: singles[index]!, double, singles, doubles}));

const optionals: Optionals[] = [
  {sparse: [], gaps: new Map()},
  {
    flag: false, number: -1n, ratio: 0.5, text: "", bytes: none, point, mood: "worried-sick", shape: {kind: "empty"},
    numbers: [1n], table: new Map([["a", 1n]]), sparse: [1n, null, 2n], gaps: new Map([["a", null], ["b", 2n]]),
  },
];

const containers: Containers[] = [
  {
    numbers: [], texts: [], matrix: [], points: [], blobs: [], byText: new Map(), byNumber: new Map(),
    pointsByText: new Map(), listsByNumber: new Map(), deep: new Map(),
  },
  {
    numbers: [1n, (1n << 53n) + 1n], texts: ["", "é"], matrix: [[], [1, 2]], points: [point], blobs: [none, all],
    byText: new Map([["é", 1n], ["", 2n], ["漢", 3n]]),
    byNumber: new Map([[-1n, "a"], [0n, "b"], [(1n << 53n) + 1n, "c"]]), pointsByText: new Map([["a", point]]),
    listsByNumber: new Map([[1n, ["a"]]]), deep: new Map([["a", [[point], []]]]),
  },
];

const shapes: Shape[] = [
  {kind: "empty"}, {kind: "circle", radius: 1, center: point}, {kind: "segment", _0: point, _1: {x: 0, y: 0}},
  {kind: "polygon", points: [point]}, {kind: "polygon", points: [], name: "none"},
  {kind: "group", value: [{kind: "group", value: [{kind: "empty"}]}, {kind: "polygon", points: []}]},
];

const keywords: Keywords = {
  class: 1n, default: "a", import: true, int: 2n, lambda: false, from: 3n, await: 4n, delete: 5n, type: "None",
  userID: 6n, user_id: 7n,
};

function tree(levels: number): Tree {
  let value: Tree = {value: 0n, children: []};
  for (let level = 1; level <= levels; level++) value = {value: BigInt(level), children: [value]};
  return value;
}

function expression(levels: number): Expression {
  let value: Expression = {kind: "number", value: 7n};
  for (let level = 1; level <= levels; level++) {
    value = level % 2 === 0 ? {kind: "negated", value}
                            : {kind: "sum", left: value, right: {kind: "number", value: 1n}};
  }
  return value;
}

/** Behaviours 1 to 20: values of every type. */
export const values: Behaviours = {
  1: withCore(async ({core}) => {
    for (const value of basics) equal(await core.roundTripBasics({value}), value);
  }),
  2: withCore(async ({core}) => {
    for (const text of texts) {
      const value = {...basics[0]!, text};
      equal(await core.roundTripBasics({value}), value);
    }
  }),
  3: withCore(async ({core}) => {
    const value = {...basics[0]!, bytes: all, data: all};
    equal(await core.roundTripBasics({value}), value);
    const long = new Uint8Array(1 << 20).fill(7);
    equal(await core.roundTripBytes({value: long}), long);
  }),
  4: withCore(async ({core}) => {
    for (const value of [least, greatest, zero]) equal(await core.roundTripIntegers({value}), value);
  }),
  5: withCore(async ({core}) => {
    for (const wrong of [{uint8: 300}, {uint64: -1n}, {int8: 128}, {int64: 1n << 63n}, {uint32: 0.5}]) {
      await thrown(core.roundTripIntegers({value: {...zero, ...wrong}}), CodingError);
    }
    equal(await core.roundTripIntegers({value: zero}), zero);
  }),
  6: withCore(async ({core}) => {
    for (const value of floats) equal(await core.roundTripFloats({value}), value);
  }),
  7: withCore(async ({core}) => {
    for (const value of optionals) equal(await core.roundTripOptionals({value}), value);
  }),
  8: withCore(async ({core}) => {
    for (const value of [undefined, "", "usual"]) {
      equal(await core.roundTripOptionalText({value}), value ?? null);
    }
  }),
  9: withCore(async ({core}) => {
    for (const value of containers) equal(await core.roundTripContainers({value}), value);
  }),
  10: withCore(async ({core}) => {
    for (const mood of ["calm", "merry", "worried-sick"] as const) {
      for (const level of [-1, 0, 40] as const) {
        const value = {mood, level, moods: [mood, "calm" as const], levels: new Map([["a", level]]), other: mood};
        equal(await core.roundTripChoices({value}), value);
      }
      equal(await core.roundTripMood({value: mood}), mood);
    }
  }),
  11: withCore(async ({core}) => {
    equal(await core.roundTripShapes({value: shapes}), shapes);
  }),
  12: withCore(async ({core}) => {
    equal(await core.roundTripTree({value: tree(40)}), tree(40));
    equal(await core.roundTripExpression({value: expression(40)}), expression(40));
  }),
  13: withCore(async ({core}) => {
    await thrown(core.roundTripTree({value: tree(200)}), HostCallError);
    equal(await core.roundTripTree({value: tree(1)}), tree(1));
  }),
  14: withCore(async ({core}) => {
    for (const amount of ["1.25", "-1000000"]) {
      for (const later of [undefined, new Date(1.7e12)]) {
        const value = {
          date: new Date(1500), dates: [new Date(-1000), new Date(-1250)], later,
          identifier: "67e55044-10b1-426f-9247-bb680e5fe0c8", address: "https://example.org/a?b=c", amount,
        };
        const found = await core.roundTripFoundation({value});
        equal({...found, amount: Number(found.amount)}, {...value, amount: Number(amount)});
      }
    }
  }),
  15: withCore(async ({core}) => {
    const value = {
      names: ["a", "b"], range: [1n, 5n] as [bigint, bigint],
      counts: new Map([["calm" as const, 1n], ["worried-sick" as const, 2n]]), labels: new Map([[7, "seven"]]),
    };
    const found = await core.roundTripRarities({value});
    equal({...found, names: [...found.names].sort()}, value);
  }),
  16: withCore(async ({core}) => {
    const value = {items: [{name: "a", kind: "light" as const, range: {low: 0, high: 1}}], next: 7n};
    equal(await core.roundTripPage({value}), value);
  }),
  17: withCore(async ({core}) => {
    for (const value of [keywords, {...keywords, new: "b"}]) equal(await core.delete({value}), value);
  }),
  18: withCore(async ({core}) => {
    for (const second of [undefined, "b"]) {
      const value = {first: 1n, second, third: [point], mood: "calm" as const, isLast: true};
      equal(await core.roundTripArguments(value), value);
    }
    const table = new Map([["a", [1n, 2n]], ["b", []]]);
    equal(await core.roundTripTable({value: table}), table);
  }),
  19: withCore(async ({core}) => {
    for (const isNew of [false, true]) {
      const value = {
        seconds: Infinity, position: {x: -0.5, y: 3.4028234663852886e38}, channel: isNew ? 0xffff : 0,
        level: isNew ? 0x7fff : -0x8000, flags: isNew ? 255 : 0, isNew,
      };
      equal(await core.roundTripSample({value}), value);
    }
  }),
  20: withCore(async ({core}) => equal(await core.ping(), undefined)),
};
