// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {deepEqual, equal, match, ok} from "node:assert/strict";
import {cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {test} from "node:test";

import {CallContext, CallDefinition, CallFailure, codec, Code, HostCallError} from "hostcall";

import {Client, Replay} from "hostcall/golden/replay";

import {ProfileCore, ProfileCoreHost, ProfileFailureError} from "../example/profile_core";
import {bytesOf} from "./coding";

// Another implementation, of Debian's package node-cbor.
const peer = require("cbor") as {encodeOne(value: unknown): Uint8Array};

const fixtures = join(__dirname, "../../../../../Fixtures/profile_core");
const profile = {name: "Ada", tags: ["admin", "founder"], balanceCents: 12345n};
const profileItem = {...profile, balanceCents: 12345};
const client = ProfileCore as unknown as Client;
const file = "fetch_profile.response.cbor";

/** Answers as the golden files of ProfileCore say, or by what a test states. */
class Host implements ProfileCoreHost {
  constructor(private readonly answer: () => unknown = () => profile) {}

  async fetchProfile({userID}: {userID: bigint}): Promise<never> {
    await new Promise(resolve => setTimeout(resolve, 0));
    equal(userID, 7n);
    return this.answer() as never;
  }

  readClock({clock}: {clock: number}): number {
    equal(clock, 0);
    return 1_700_000_000.5;
  }
}

const answeredFiles = /\.(request|response|failure)(\.timeout)?\.cbor$/;

/** Runs a test with a folder of golden files of ProfileCore, which is removed at the end. */
async function inFolder(run: (folder: string) => Promise<void>, files = answeredFiles): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hostcall-golden-"));
  try {
    for (const name of readdirSync(fixtures).filter(each => files.test(each))) {
      cpSync(join(fixtures, name), join(folder, name));
    }
    await run(folder);
  } finally {
    rmSync(folder, {recursive: true});
  }
}

function write(folder: string, name: string, value: unknown): void {
  writeFileSync(join(folder, `${name}.cbor`), peer.encodeOne(value));
}

async function outcomes(folder: string, host: object, limit = 30_000, type = client): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const {file: name, result, reason} of new Replay(folder, type, host, limit).outcomes()) {
    found[name.replace(/\.cbor$/, "")] = result + (reason === "" ? "" : `: ${reason}`);
  }
  return found;
}

async function outcome(folder: string, answer?: () => unknown, limit?: number): Promise<string> {
  return (await outcomes(folder, new Host(answer), limit))["fetch_profile.request"]!;
}

/** Checks one call whose response is of a type: `undefined` if the host's value is the same as the golden item. */
async function compared<Value>(
    type: codec.Codec<Value>, golden: Uint8Array, value: Value): Promise<string | undefined> {
  const definition: CallDefinition<void, Value> = {
    name: "count", fingerprint: 0n, request: codec.nothing, response: type,
  };
  const counts = {
    register(registry: {handle(...call: unknown[]): void}, host: {count(): Value}): void {
      registry.handle(definition, host.count, host);
    },
  };
  let found: string | undefined;
  await inFolder(async folder => {
    write(folder, "count.request", {});
    writeFileSync(join(folder, "count.response.cbor"), golden);
    found = (await outcomes(folder, {count: () => value}, 30_000, counts as Client))["count.request"]!;
  }, /^$/);
  return found === "ok" ? undefined : found!.replace("differs: count.response.cbor: ", "");
}

const hex = (digits: string): Uint8Array => bytesOf(digits);

test("each request has an outcome", () => inFolder(async folder => {
  write(folder, "fetch_profile.request.odd", {userID: 7});
  deepEqual(await outcomes(folder, new Host()), {
    "fetch_profile.request": "ok",
    "fetch_profile.request.odd":
        "skipped: there is no fetch_profile.response.odd.cbor or fetch_profile.failure.odd.cbor",
    "log_in.request": "not offered",
    "log_in.request.timeout": "not offered",
    "read_clock.request": "ok",
    "watch_balance.request": "not offered",
  });
}));

test("a difference has a path", () => inFolder(async folder => {
  const answers: [object, string][] = [
    [{...profile, tags: ["admin", "other"]}, ".tags[1]: found 'other', expected 'founder'"],
    [{...profile, tags: ["admin"]}, ".tags: found 1 elements, expected 2 elements"],
    [{...profile, tags: ["founder", "admin"]}, ".tags[0]: found 'founder', expected 'admin'"],
    [{...profile, name: "Bob"}, ".name: found 'Bob', expected 'Ada'"],
    [{...profile, balanceCents: 12346n}, ".balanceCents: found 12346, expected 12345"],
    [{...profile, avatar: Uint8Array.of(1)}, ".avatar: found Uint8Array(1) [ 1 ], expected nothing"],
    [{...profile, balanceCents: "x"}, "at balanceCents: expected a bigint of 64 bits, found \"x\""],
  ];
  for (const [answer, reason] of answers) {
    equal(await outcome(folder, () => answer), `differs: ${file}: ${reason}`);
  }
  equal(await outcome(folder, () => undefined), `differs: ${file}: expected a record, found undefined`);
}));

test("what the host omits differs, unless it is null", () => inFolder(async folder => {
  write(folder, "fetch_profile.response", {...profileItem, currency: "EUR"});
  equal(await outcome(folder), `differs: ${file}: .currency: found nothing, expected 'EUR'`);
  for (const nothing of [null, undefined]) {
    write(folder, "fetch_profile.response", {...profileItem, avatar: nothing, currency: nothing});
    equal(await outcome(folder), "ok");
  }
}));

test("fields may be in another order", () => inFolder(async folder => {
  const {name, tags, balanceCents} = profileItem;
  write(folder, "fetch_profile.response", {balanceCents, tags, name});
  equal(await outcome(folder), "ok");
}));

test("numbers are compared exactly, whatever their encoding", async () => {
  const same: [string, unknown][] = [
    ["01", 1], ["f93c00", 1], ["fb3ff0000000000000", 1n], ["1b0020000000000001", 2n ** 53n + 1n],
    ["fb4340000000000000", 2n ** 53n], ["1bffffffffffffffff", 2n ** 64n - 1n], ["c2410a", 10], ["f97e00", NaN],
    ["fb7ff8000000000001", NaN], ["f98000", 0], ["00", -0], ["f97c00", Infinity],
  ];
  const different: [string, unknown, string][] = [
    ["1b0020000000000001", 2n ** 53n, "found 9007199254740992n, expected 9007199254740993n"],
    ["1b0020000000000000", 2n ** 53n + 1n, "found 9007199254740993n, expected 9007199254740992n"],
    ["fb4340000000000000", 2n ** 53n + 1n, "found 9007199254740993n, expected 9007199254740992"],
    ["3b0020000000000000", -(2n ** 53n), "found -9007199254740992n, expected -9007199254740993n"],
    ["f4", 0, "found 0, expected false"], ["01", true, "found true, expected 1"], ["01", "1", "found '1', expected 1"],
    ["f97e00", 0, "found 0, expected NaN"], ["fb3ff199999999999a", 1, "found 1, expected 1.1"],
    ["f6", 0, "found 0, expected null"],
  ];
  for (const [golden, value] of same) equal(await compared(codec.any, hex(golden), value), undefined, golden);
  for (const [golden, value, reason] of different) equal(await compared(codec.any, hex(golden), value), reason, golden);
  equal(await compared(codec.uint64, hex("1b0020000000000001"), 2n ** 53n), different[0]![2]);
});

test("dictionaries have no order, and any keys", async () => {
  const numbers = codec.dictionary(codec.int64);
  const golden = hex("a2616101616202"); // {"a": 1, "b": 2}
  equal(await compared(numbers, golden, new Map([["b", 2n], ["a", 1n]])), undefined);
  equal(await compared(numbers, golden, new Map([["b", 2n]])), ".a: found nothing, expected 1");
  const keyed = hex("a3014161f50242010203"); // {1: h'61', true: 2, h'0102': 3}
  const map = new Map<unknown, unknown>([[true, 2], [1, hex("61")], [hex("0102"), 3]]);
  equal(await compared(codec.any, keyed, map), undefined);
  map.set(1, hex("62"));
  equal(await compared(codec.any, keyed, map), ".1: found Uint8Array(1) [ 98 ], expected Uint8Array(1) [ 97 ]");
  const texts = hex("a26131010102"); // {"1": 1, 1: 2}
  equal(await compared(codec.any, texts, new Map<unknown, unknown>([[1, 2], ["1", 1]])), undefined);
  equal(await compared(codec.any, hex("a1695f5f70726f746f5f5f01"), {}), ".__proto__: found nothing, expected 1");
});

test("dates, decimal numbers and other tags are compared by their value", async () => {
  const date = new Date(1_700_000_000_123);
  equal(await compared(codec.date, hex("c1fb41d954fc4007df3c"), date), undefined); // one bit more than 0.123
  equal(await compared(codec.date, hex("c11a6553f100"), new Date(1_700_000_000_000)), undefined);
  match((await compared(codec.date, hex("c11a6553f101"), date))!, /^found 1700000000.123, expected 1700000001$/);
  equal(await compared(codec.decimal, hex("c482210f"), "0.150"), undefined); // 15e-2
  equal(await compared(codec.decimal, hex("c482201896"), "15"), undefined); // 150e-1
  equal(await compared(codec.decimal, hex("c4820000"), "0.00"), undefined);
  equal(await compared(codec.decimal, hex("c482210f"), "-0.15"), "[1]: found -15, expected 15");
  equal(await compared(codec.any, hex("d9010201"), new codec.Tagged(258, 1)), undefined);
  match((await compared(codec.any, hex("d9010201"), new codec.Tagged(259, 1)))!, /^found Tagged/);
  equal(await compared(codec.any, hex("f0"), new codec.Simple(16)), undefined);
  match((await compared(codec.any, hex("f0"), new codec.Simple(17)))!, /^found Simple/);
});

test("raw values are compared by their memory", () => inFolder(async folder => {
  const bytes = Buffer.from(hex("000000000000f03f").buffer, 0, 8);
  const layout = {size: 8, byteOrder: "little", fields: [], bytes};
  const replayed = async (value: unknown): Promise<string> =>
    (await outcomes(folder, {readClock: () => value}))["read_clock.request"]!;
  write(folder, "read_clock.response", layout);
  equal(await replayed(1), "ok");
  equal(await replayed(2), "differs: read_clock.response.cbor: found 2, expected 1");
  equal(await replayed("x"), "differs: read_clock.response.cbor: expected a number, found \"x\"");
  write(folder, "read_clock.response", {...layout, bytes: bytes.subarray(0, 4)});
  equal(await replayed(1), "differs: read_clock.response.cbor: expected 8 bytes, found 4");
  write(folder, "read_clock.response", {...layout, bytes: "text"});
  match(await replayed(1), /^differs: read_clock\.response\.cbor: expected 8 bytes, found \d+$/);
  equal(await compared(codec.rawBytes, hex("4101"), hex("4101")), undefined);
  match((await compared(codec.rawBytes, hex("4101"), hex("01")))!, /^found Uint8Array\(1\)/);
}));

test("failures are compared, and other exceptions differ", () => inFolder(async folder => {
  class OtherError extends CallFailure<{code: string; retryable: boolean}> {}
  const failure = {code: "not_found", retryable: false};
  const fail = (error: unknown) => () => { throw error; };
  const expectFound = async (thrown: unknown, text: string): Promise<void> => {
    const found = await outcome(folder, fail(thrown));
    ok(found.startsWith(`differs: ${file}: found the ${text}, expected the response { name: 'Ada'`), found);
  };
  const declared = new ProfileFailureError(failure);
  await expectFound(declared, "failure ProfileFailureError: code: not_found, retryable: false");
  const exceptions: [unknown, string][] = [
    [new HostCallError("gone", Code.notFound), "HostCallError: gone"],
    [new TypeError("burst\nand more"), "TypeError: burst"],
    [new OtherError(failure), "OtherError: code: not_found, retryable: false"], ["a text", "'a text'"],
    [undefined, "undefined"], [null, "null"], [{code: 1}, "{ code: 1 }"],
    [new Proxy({}, {getPrototypeOf: fail(new Error("no"))}), "a value that cannot be shown"],
  ];
  for (const [thrown, text] of exceptions) await expectFound(thrown, `exception ${text}`);
  rmSync(join(folder, file), {recursive: true});
  equal(await outcome(folder, fail(declared)), "ok");
  const goldenFailure = "differs: fetch_profile.failure.cbor: ";
  equal(await outcome(folder, fail(new ProfileFailureError({...failure, code: "gone"}))),
      `${goldenFailure}.code: found 'gone', expected 'not_found'`);
  equal(await outcome(folder, fail(new ProfileFailureError({...failure, retryable: 1 as never}))),
      `${goldenFailure}at retryable: expected a boolean, found 1`);
  ok((await outcome(folder)).startsWith(`${goldenFailure}found the response { name: 'Ada'`));
}));

test("promises are awaited, for a limited time", () => inFolder(async folder => {
  const never = new Promise(() => undefined);
  const thenable = (then: unknown) => ({fetchProfile: () => ({then}), readClock: () => 1_700_000_000.5});
  const found = async (host: object): Promise<string> => (await outcomes(folder, host, 20))["fetch_profile.request"]!;
  equal(await found(new Host(() => Promise.resolve(profile))), "ok");
  match(await found(new Host(() => Promise.reject(new Error("late")))), /found the exception Error: late/);
  equal(await found(new Host(() => never)), `differs: ${file}: found no answer within 0.02 seconds`);
  equal(await found(thenable((done: (value: unknown) => void) => done(profile))), "ok");
  match(await found(thenable(() => { throw new Error("then"); })), /found the exception Error: then/);
  let signal: AbortSignal | undefined;
  const silent = {fetchProfile: (_: unknown, context: CallContext) => (signal = context.signal, never)};
  match(await found(silent), /found no answer/);
  equal(signal?.aborted, true);
}));

test("a call has a context without metadata and deadline, and its host as this", () => inFolder(async folder => {
  const host = {
    readClock: () => 1_700_000_000.5,
    fetchProfile(_: unknown, {name, metadata, remaining, signal}: CallContext): unknown {
      deepEqual([name, metadata, remaining, signal.aborted], ["fetch_profile", {}, undefined, false]);
      equal(this, host);
      return profile;
    },
  };
  equal((await outcomes(folder, host))["fetch_profile.request"], "ok");
}));

test("streams are skipped, and methods that are missing or none differ", () => inFolder(async folder => {
  const watched = {
    register(registry: {handleStream(definition: object): void}, host: ProfileCoreHost): void {
      ProfileCore.register(registry as never, host);
      registry.handleStream({name: "log_in"});
    },
  };
  const found = await outcomes(folder, {fetchProfile: 5}, 30_000, watched as Client);
  equal(found["log_in.request"], "skipped: it opens a stream");
  equal(found["read_clock.request"], "differs: the host has no method for read_clock");
  match(found["fetch_profile.request"]!, /^differs: .*found the exception TypeError: /);
}));

test("the variant of a request is that of its answer", () => inFolder(async folder => {
  write(folder, "fetch_profile.request.late.1", {userID: 7});
  write(folder, "fetch_profile.failure.late.1", {code: "late", retryable: true});
  const host = new Host(() => { throw new ProfileFailureError({code: "late", retryable: true}); });
  equal((await outcomes(folder, host))["fetch_profile.request.late.1"], "ok");
}));

test("malformed files, and files of another type, are named", () => inFolder(async folder => {
  for (const name of ["fetch_profile.request", "fetch_profile.response"]) {
    const content = readFileSync(join(folder, `${name}.cbor`));
    for (const [damage, reason] of [["82", "the message ends early"], ["", "the message ends early"],
      ["0000", "expected the end of the message, found 1 more bytes"], ["61ff", "text is not UTF-8"],
      ["81".repeat(1000), "the message is nested more than 128 levels deep"]] as const) {
      writeFileSync(join(folder, `${name}.cbor`), hex(damage));
      equal(await outcome(folder), `malformed: ${name}.cbor: ${reason}`);
    }
    writeFileSync(join(folder, `${name}.cbor`), content);
  }
  mkdirSync(join(folder, "read_clock.request.odd.cbor"));
  mkdirSync(join(folder, "read_clock.failure.odd.cbor"));
  const unreadable = (await outcomes(folder, new Host()))["read_clock.request.odd"]!;
  match(unreadable, /^malformed: read_clock\.request\.odd\.cbor: .*EISDIR/);
  write(folder, "fetch_profile.response", {});
  equal(await outcome(folder), `differs: ${file}: the field name is missing`);
  write(folder, "fetch_profile.request", {userID: "x"});
  match(await outcome(folder), /^differs: the request: at userID: expected an unsigned bigint of 64 bits, found text$/);
}));

test("no damage of a file stops the others", () => inFolder(async folder => {
  let state = 1;
  const next = (count: number): number => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 8) % count;
  const names = ["fetch_profile", "read_clock"].flatMap(each => [`${each}.request.cbor`, `${each}.response.cbor`]);
  const contents = new Map(names.map(each => [each, readFileSync(join(folder, each))]));
  const host = {fetchProfile: () => profile, readClock: () => 1_700_000_000.5};
  const counts: Record<string, number> = {};
  for (let index = 0; index < 400; index++) {
    const name = names[index % names.length]!;
    const bytes = Array.from(contents.get(name)!);
    const at = next(bytes.length);
    switch (next(4)) {
      case 0: bytes.length = at; break;
      case 1: bytes.splice(at, next(2), ...Array.from({length: next(3)}, () => next(256))); break;
      default: bytes[at] = next(256);
    }
    writeFileSync(join(folder, name), Uint8Array.from(bytes));
    const found = await outcomes(folder, host);
    equal(Object.keys(found).length, 2);
    for (const each of ["fetch_profile.request", "read_clock.request"]) {
      const result = found[each]!.split(":")[0]!;
      counts[result] = (counts[result] ?? 0) + 1;
    }
    writeFileSync(join(folder, name), contents.get(name)!);
  }
  ok(counts["malformed"]! > 100 && counts["differs"]! > 50 && counts["ok"]! > 100, JSON.stringify(counts));
}, /^(fetch_profile|read_clock)\.(request|response)\.cbor$/));
