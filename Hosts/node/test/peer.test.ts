// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {deepEqual, equal} from "node:assert/strict";
import {test} from "node:test";

import {codec} from "hostcall";

import {fromHalf, halfBits, roundToHalf} from "hostcall/codec/half";

import {bytesOf, decoded, encoded} from "./coding";

interface Peer {
  encodeOne(value: unknown): NodeBuffer;
  decodeFirstSync(bytes: Uint8Array): unknown;
}

// Another implementation, of Debian's package node-cbor.
const peer = require("cbor") as Peer;

/** A generator of numbers that is the same each time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function generated(next: () => number, depth: number): unknown {
  const kind = Math.floor(next() * (depth > 3 ? 7 : 9));
  const count = Math.floor(next() * 5);
  switch (kind) {
    case 0: return Math.floor(next() * 2 ** Math.floor(next() * 53));
    case 1: return -1 - Math.floor(next() * 2 ** Math.floor(next() * 52));
    case 2: return (next() - 0.5) * 10 ** Math.floor(next() * 40 - 20) + 0.1;
    case 3: return next() < 0.5;
    case 4: return null;
    case 5: return String.fromCodePoint(...Array.from({length: count * 10}, () => 0x20 + Math.floor(next() * 0xd000)));
    case 6: return Buffer.from(Uint8Array.from({length: count * 9}, () => next() * 256).buffer, 0, count * 9);
    case 7: return Array.from({length: count}, () => generated(next, depth + 1));
    default:
      return Object.fromEntries(
          Array.from({length: count}, (_, index) => [`k${index}`, generated(next, depth + 1)]));
  }
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

test("values go to another implementation and back", () => {
  const next = random(7);
  for (let count = 0; count < 500; count++) {
    const value = generated(next, 0);
    deepEqual(plain(peer.decodeFirstSync(bytesOf(encoded(codec.any, value)))), plain(value));
    deepEqual(plain(decoded(codec.any, peer.encodeOne(value).toString("hex"))), plain(value));
  }
});

test("every number in half precision is read and written as by another implementation", () => {
  for (let bits = 0; bits < 0x10000; bits++) {
    const value = peer.decodeFirstSync(Uint8Array.of(0xf9, bits >> 8, bits & 0xff)) as number;
    equal(Object.is(fromHalf(bits), value), true, `${bits}`);
    if (!Number.isNaN(value)) equal(halfBits(value), bits);
  }
});

test("numbers are rounded to half precision, ties to even", () => {
  equal(halfBits(1 + 2 ** -11), undefined);
  equal(roundToHalf(1 + 2 ** -11), 1);
  equal(roundToHalf(1 + 3 * 2 ** -11), 1 + 2 ** -9);
  equal(roundToHalf(-65520), -Infinity);
  equal(roundToHalf(2 ** -25), 0);
  equal(roundToHalf(3 * 2 ** -25), 2 ** -23);
});
