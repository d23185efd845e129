"use strict";
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0
Object.defineProperty(exports, "__esModule", { value: true });
exports.until = exports.sleep = exports.thrown = exports.contains = exports.holds = exports.equal = void 0;
const node_util_1 = require("node:util");
/** Throws unless two values are equal. */
function equal(found, expected, place = "") {
    if ((0, node_util_1.isDeepStrictEqual)(withoutUndefined(found), withoutUndefined(expected)))
        return;
    throw new Error(`${place === "" ? "" : place + ": "}expected ${text(expected)}, found ${text(found)}`);
}
exports.equal = equal;
/** Throws unless a condition holds. */
function holds(condition, text) {
    if (!condition)
        throw new Error(text);
}
exports.holds = holds;
/** Throws unless a text contains another one. */
function contains(found, part) {
    holds(found.includes(part), `expected a text with ${JSON.stringify(part)}, found ${JSON.stringify(found)}`);
}
exports.contains = contains;
/** Returns the error with which a promise is rejected, which has to be of a type. */
async function thrown(promise, type) {
    let value;
    try {
        value = await promise;
    }
    catch (error) {
        if (error instanceof type)
            return error;
        throw new Error(`expected a ${type.name}, found ${text(error)}`);
    }
    throw new Error(`expected a ${type.name}, found the result ${text(value)}`);
}
exports.thrown = thrown;
function sleep(milliseconds) {
    return new Promise(resolve => setTimeout(resolve, milliseconds));
}
exports.sleep = sleep;
/** Waits until a condition holds, for two seconds at most. */
async function until(condition, what) {
    for (let waited = 0; waited < 2000; waited += 5) {
        if (condition())
            return;
        await sleep(5);
    }
    throw new Error(`${what} did not happen within two seconds`);
}
exports.until = until;
function text(value) {
    const described = value instanceof Error ? `${value.name}: ${value.message}` : (0, node_util_1.inspect)(value, { depth: 4 });
    return described.replace(/\s+/g, " ").slice(0, 300);
}
/** A property that is undefined and a missing one are the same. */
function withoutUndefined(value) {
    if (value instanceof Map)
        return new Map([...value].map(([key, each]) => [key, withoutUndefined(each)]));
    if (Array.isArray(value))
        return value.map(withoutUndefined);
    if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
        return value;
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    return Object.fromEntries(entries.map(([key, each]) => [key, withoutUndefined(each)]));
}
