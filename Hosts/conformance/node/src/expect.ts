// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {inspect, isDeepStrictEqual} from "node:util";

/** Throws unless two values are equal. */
export function equal(found: unknown, expected: unknown, place = ""): void {
  if (isDeepStrictEqual(withoutUndefined(found), withoutUndefined(expected))) return;
  throw new Error(`${place === "" ? "" : place + ": "}expected ${text(expected)}, found ${text(found)}`);
}

/** Throws unless a condition holds. */
export function holds(condition: boolean, text: string): void {
  if (!condition) throw new Error(text);
}

/** Throws unless a text contains another one. */
export function contains(found: string, part: string): void {
  holds(found.includes(part), `expected a text with ${JSON.stringify(part)}, found ${JSON.stringify(found)}`);
}

/** Returns the error with which a promise is rejected, which has to be of a type. */
export async function thrown<Type extends Error>(
    promise: PromiseLike<unknown>, type: abstract new (...values: never[]) => Type): Promise<Type> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    if (error instanceof type) return error;
    throw new Error(`expected a ${type.name}, found ${text(error)}`);
  }
  throw new Error(`expected a ${type.name}, found the result ${text(value)}`);
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

/** Waits until a condition holds, for two seconds at most. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  for (let waited = 0; waited < 2000; waited += 5) {
    if (condition()) return;
    await sleep(5);
  }
  throw new Error(`${what} did not happen within two seconds`);
}

function text(value: unknown): string {
  const described = value instanceof Error ? `${value.name}: ${value.message}` : inspect(value, {depth: 4});
  return described.replace(/\s+/g, " ").slice(0, 300);
}

/** A property that is undefined and a missing one are the same. */
function withoutUndefined(value: unknown): unknown {
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, withoutUndefined(each)]));
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.map(([key, each]) => [key, withoutUndefined(each)]));
}
