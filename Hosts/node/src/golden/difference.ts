// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {any, Simple, Tagged} from "../codec/any";
import {Coder} from "../coder";
import {shown} from "./shown";

const coder = new Coder();
const epochTag = 1;
const decimalTag = 4;

/**
 * Returns the first difference between two values, with its path; `undefined` if they are the same to receivers.
 *
 * They are items that the codec `any` has read, or values from memory. Fields may be in any order, and null ones may be
 * missing. Numbers are the same if they are mathematically equal, and NaN is the same as itself.
 */
export function difference(expected: unknown, found: unknown, path = ""): string | undefined {
  if (Array.isArray(expected) && Array.isArray(found)) return differenceOfArrays(expected, found, path);
  if (isMap(expected) && isMap(found)) return differenceOfMaps(entries(expected), entries(found), path);
  if (expected instanceof Tagged && found instanceof Tagged && expected.tag === found.tag) {
    if (expected.tag === epochTag && isSameTime(expected.value, found.value)) return undefined;
    if (expected.tag === decimalTag && isSameDecimal(expected.value, found.value)) return undefined;
    return difference(expected.value, found.value, path);
  }
  if (expected instanceof Simple && found instanceof Simple && expected.value === found.value) return undefined;
  return isSame(expected, found) ? undefined : different(path, shown(expected), shown(found));
}

function different(path: string, expected: string, found: string): string {
  return `${path}${path === "" ? "" : ": "}found ${found}, expected ${expected}`;
}

function differenceOfArrays(expected: unknown[], found: unknown[], path: string): string | undefined {
  for (let index = 0; index < Math.min(expected.length, found.length); index++) {
    const first = difference(expected[index], found[index], `${path}[${index}]`);
    if (first !== undefined) return first;
  }
  if (expected.length === found.length) return undefined;
  return different(path, `${expected.length} elements`, `${found.length} elements`);
}

/** A key and its content, by what identifies the key. */
type Entries = Map<string, readonly [key: unknown, content: unknown]>;

function differenceOfMaps(expected: Entries, found: Entries, path: string): string | undefined {
  for (const [identity, [key]] of [...expected, ...found]) {
    const [one, other] = [expected.get(identity)?.[1], found.get(identity)?.[1]];
    const place = `${path}.${typeof key === "string" ? key : shown(key)}`;
    if (isNull(one) && isNull(other)) continue;
    if (isNull(one)) return different(place, "nothing", shown(other));
    if (isNull(other)) return different(place, shown(one), "nothing");
    const first = difference(one, other, place);
    if (first !== undefined) return first;
  }
  return undefined;
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Tagged)
      && !(value instanceof Simple) && !(value instanceof Uint8Array);
}

function entries(value: object): Entries {
  const pairs: [unknown, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
  return new Map(pairs.map(([key, content]) => [identityOf(key), [key, content]]));
}

/** Returns a text that is the same for the same keys only. */
function identityOf(key: unknown): string {
  return typeof key === "string" ? `"${key}` : coder.encode(any, key).join();
}

function isNull(value: unknown): boolean {
  return value === undefined || value === null;
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function isSame(one: unknown, other: unknown): boolean {
  if (isNull(one) && isNull(other)) return true;
  // `==` compares a bigint with a number exactly.
  if (isNumber(one) && isNumber(other)) return one == other || (one !== one && other !== other);
  if (!(one instanceof Uint8Array && other instanceof Uint8Array)) return one === other;
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** Returns whether two numbers of seconds are the same Date, which counts milliseconds. */
function isSameTime(one: unknown, other: unknown): boolean {
  return isNumber(one) && isNumber(other) && Math.round(Number(one) * 1000) === Math.round(Number(other) * 1000);
}

/** Returns whether two exponents and mantissas are the same number, such as 1.5 and 1.50. */
function isSameDecimal(one: unknown, other: unknown): boolean {
  const text = reduced(one);
  return text !== undefined && text === reduced(other);
}

function reduced(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length !== 2 || !value.every(each => isNumber(each) && isInteger(each))) {
    return undefined;
  }
  let [exponent, mantissa] = value.map(BigInt) as [bigint, bigint];
  if (mantissa === 0n) return "0";
  for (; mantissa % 10n === 0n; mantissa /= 10n) exponent++;
  return `${mantissa}e${exponent}`;
}

function isInteger(value: number | bigint): boolean {
  return typeof value === "bigint" || Number.isInteger(value);
}
