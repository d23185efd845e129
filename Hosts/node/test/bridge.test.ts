// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {deepEqual, equal, match, ok, rejects, throws} from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {chdir, cwd} from "node:process";
import {test} from "node:test";

import {Bridge, CallDefinition, Code, codec, EventDefinition, HostCallError} from "hostcall";

import {LogInFailureError, ProfileCore, ProfileCoreHost, ProfileFailureError} from "../example/profile_core";

const library = process.env["LIBRARY"]!;
const profile = {name: "Ada", tags: ["admin"], balanceCents: 1250n};
const host: ProfileCoreHost = {readClock: () => 1.5, fetchProfile: () => profile};
const bytes: CallDefinition<Uint8Array, Uint8Array> = {
  name: "watch_account", fingerprint: 0n, request: codec.rawBytes, response: codec.rawBytes,
};

/** An error that cannot be described. */
class Nameless extends Error {
  override get name(): string {
    throw new Error("no name");
  }
}

async function withCore(host: Partial<ProfileCoreHost>, run: (core: ProfileCore) => Promise<void>): Promise<void> {
  const core = ProfileCore.open(library, host as ProfileCoreHost, {onError: () => undefined});
  try {
    await run(core);
  } finally {
    await core.close();
  }
}

function logInFailure(code: string, message: RegExp): object {
  return (error: unknown) => {
    ok(error instanceof LogInFailureError);
    equal(error.failure.code, code);
    match(error.failure.message, message);
    return true;
  };
}

test("a user logs in", () => withCore(host, async core => {
  deepEqual(await core.logIn({userID: 7n}), {greeting: "Welcome back, Ada", loggedInAt: 1.5, tagCount: 1n});
}));

test("failures, errors and wrong answers of handlers reach the core", async () => {
  const answers: [() => unknown, string, RegExp][] = [
    [() => { throw new ProfileFailureError({code: "gone", retryable: true}); }, "failed", /gone, try again later/],
    [() => { throw new HostCallError("not you", Code.permissionDenied); }, "permissionDenied", /^not you$/],
    [() => { throw new TypeError("burst"); }, "unknown", /TypeError: burst/],
    [() => Promise.reject("a text"), "unknown", /a text/],
    [() => ({...profile, tags: [1]}), "internal", /at tags\[0\]: expected text, found 1/],
    [() => undefined, "internal", /expected a record, found undefined/],
    [() => { throw new DOMException("stopped", "AbortError"); }, "cancelled", /stopped/],
    [() => { throw new Nameless(); }, "unknown", /an error without a description/],
    [() => Promise.reject(new Nameless()), "unknown", /an error without a description/],
    [() => { throw Object.assign(new HostCallError("", Code.aborted), {message: Symbol("no text")}); }, "unknown", /./],
    [() => { throw new HostCallError("a name", "aborted" as never); }, "unknown", /HostCallError: a name/],
    [() => { throw new HostCallError("too large", 17 as never); }, "unknown", /HostCallError: too large/],
  ];
  for (const [fetchProfile, code, message] of answers) {
    await withCore({...host, fetchProfile: fetchProfile as never}, async core => {
      await rejects(core.logIn({userID: 7n}), logInFailure(code, message));
    });
  }
});

test("a call is answered where reporting its error fails too", async () => {
  const onError = (): void => { throw new Nameless(); };
  const core = ProfileCore.open(library, {...host, fetchProfile: () => { throw new Nameless(); }}, {onError});
  await rejects(core.logIn({userID: 7n}), logInFailure("unknown", /an error without a description/));
  await core.close();
});

test("a handler that is missing, registered, replaced or removed", () => withCore({readClock: () => 1}, async core => {
  const {bridge} = core;
  const fetch: CallDefinition<unknown, unknown> = {
    name: "fetch_profile", fingerprint: 0n, request: codec.any, response: codec.any,
  };
  const missing = logInFailure("unimplemented", /fetch_profile/);
  await rejects(core.logIn({userID: 7n}), missing);
  throws(() => bridge.unregister("fetch_profile"), {statusName: "HOSTCALL_NOT_REGISTERED"});
  for (const name of ["Ada", "Grace"]) {
    bridge.handle(fetch, () => ({name, tags: [], balanceCents: 0}));
    equal((await core.logIn({userID: 7n})).greeting, `Welcome back, ${name}`);
  }
  bridge.unregister("fetch_profile");
  await rejects(core.logIn({userID: 7n}), missing);
}));

test("an aborted signal and a deadline end a call, and the handler's signal aborts", async () => {
  const controller = new AbortController();
  let begun = 0, aborted = 0;
  const fetchProfile: ProfileCoreHost["fetchProfile"] = (_, {signal}) => new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error(`aborted ${++aborted}`)));
    if (++begun === 1) controller.abort(new RangeError("enough"));
  });
  await withCore({...host, fetchProfile}, async core => {
    await rejects(core.logIn({userID: 7n}, {signal: controller.signal}), {name: "RangeError", message: "enough"});
    await rejects(core.logIn({userID: 7n}, {timeout: 20}), {code: Code.deadlineExceeded});
    for (const timeout of [-5, 0, 1e-7]) {
      await rejects(core.logIn({userID: 7n}, {timeout}), {code: Code.deadlineExceeded});
    }
    await rejects(core.logIn({userID: 7n}, {timeout: NaN}), {name: "TypeError"});
    await rejects(core.logIn({userID: 7n, timeoutMilliseconds: 20n}), logInFailure("deadlineExceeded", /./));
  });
  // On a busy machine, a time may be up before the handler begins.
  equal(aborted, begun);
});

test("a request that is not of its type is not sent", () => withCore(host, async core => {
  await rejects(core.logIn({userID: -1n}), {message: "at userID: expected an unsigned bigint of 64 bits, found -1"});
  equal(core.bridge.statistics?.made, 0);
}));

test("a core that has changed refuses a handler in words", () => {
  const changed: CallDefinition<void, void> = {
    name: "fetch_profile", fingerprint: 7n, request: codec.nothing, response: codec.nothing,
  };
  throws(
      () => Bridge.open(library, "profile_core_open", {}, bridge => bridge.handle(changed, () => undefined)),
      {name: "SchemaMismatchError", message: /fetch_profile.*userID/s});
});

test("a library that is none, or a missing function, is an error in words", () => {
  throws(() => Bridge.open("/nowhere.so", "f"), /nowhere\.so/);
  throws(() => Bridge.open("libm.so.6", "f"), /libm\.so\.6 exports no hostcall_abi_version/);
  throws(() => Bridge.open(library, "nothing_open"), {message: `${library} exports no function nothing_open`});
  throws(() => Bridge.open(library, "a\0b"), /contains a NUL/);
});

test("pending calls fail with a code and the whole message", async () => {
  const message = `lost\0${"é".repeat(509)}`; // 1024 bytes, once the NUL is visible
  let fetched: () => void;
  const isPending = new Promise<void>(resolve => (fetched = resolve));
  const fetchProfile = (): Promise<never> => {
    fetched();
    return new Promise(() => undefined);
  };
  await withCore({...host, fetchProfile}, async core => {
    const call = core.logIn({userID: 7n});
    await isPending;
    for (const code of ["aborted", 0, 17, 1.5]) throws(() => core.bridge.failPending(code as never, "no"), TypeError);
    core.bridge.failPending(Code.aborted, message);
    await rejects(call, logInFailure("aborted", new RegExp(`^lost\\\\0é{509}$`)));
  });
});

test("a name without a slash is an error that asks for a path, if the file is in the current folder", () => {
  throws(() => Bridge.open("libNowhere.so", "f"), /No such file[^/]*$|no such file/i);
  const folder = mkdtempSync(join(tmpdir(), "hostcall-"));
  const before = cwd();
  try {
    chdir(folder);
    writeFileSync("libNowhere.so", "");
    throws(() => Bridge.open("libNowhere.so", "f"), /libNowhere\.so.*; pass \.\/libNowhere\.so$/);
  } finally {
    chdir(before);
    rmSync(folder, {recursive: true});
  }
});

test("elements of a stream pass through the core, with credit", () => withCore(host, async core => {
  let produced = 0;
  core.bridge.handleStream(bytes, async function*(request) {
    for (const byte of request) {
      produced++;
      yield Uint8Array.of(byte);
    }
  });
  const received: number[] = [];
  for await (const item of core.watchBalance(Uint8Array.of(1, 2, 3, 4, 5), {buffer: 2})) received.push(...item);
  deepEqual(received, [1, 2, 3, 4, 5]);
  produced = 0;
  for await (const item of core.watchBalance(new Uint8Array(1000).fill(9))) if (item[0] === 9) break;
  ok(produced < 100, `${produced} elements were produced`);
}));

test("an element that is not of its type ends the stream with an error", () => withCore(host, async core => {
  core.bridge.handleStream(bytes, () => [Uint8Array.of(1), "a" as never]);
  const stream = core.watchBalance(new Uint8Array(0));
  deepEqual([...(await stream.next()).value!], [1]);
  await rejects(stream.next(), {code: Code.internal});
  deepEqual(await stream.next(), {done: true, value: undefined});
}));

test("elements without a value are read, also those that wait for their reader", () => withCore(host, async core => {
  core.bridge.handleStream(bytes, function*() {
    for (let count = 0; count < 3; count++) yield Uint8Array.of(0xa0);
  });
  const empty: CallDefinition<Uint8Array, void> = {
    name: "watch_balance", fingerprint: 0n, request: codec.rawBytes, response: codec.nothing,
  };
  const stream = core.bridge.stream(empty, new Uint8Array(0));
  const found = [await stream.next()];
  await core.logIn({userID: 7n}); // the other elements have come by then
  for (let count = 0; count < 3; count++) found.push(await stream.next());
  deepEqual(found.map(({done}) => done), [false, false, false, true]);
}));

test("a stream whose handler throws what cannot be described ends", () => withCore(host, async core => {
  core.bridge.handleStream(bytes, () => { throw new Nameless(); });
  await rejects(core.watchBalance(new Uint8Array(0)).next(), {message: /an error without a description/});
}));

test("a name with a NUL is refused by every function", () => withCore(host, async core => {
  const {bridge} = core;
  const [call, event]: [CallDefinition<void, void>, EventDefinition<void>] = [
    {name: "log_in\0", fingerprint: 0n, request: codec.nothing, response: codec.nothing},
    {name: "said\0", event: codec.nothing},
  ];
  const refusal = {name: "TypeError", message: /contains a NUL/};
  await rejects(bridge.call(call, undefined), refusal);
  await rejects(bridge.stream(call, undefined).next(), refusal);
  for (const run of [
    () => bridge.handle(call, () => undefined), () => bridge.unregister(call.name),
    () => bridge.listen(event, () => undefined), () => bridge.events(event), () => bridge.emit(event, undefined),
  ]) throws(run, refusal);
}));

test("events reach listeners and loops, which drop what is too much", () => withCore(host, async core => {
  const event: EventDefinition<number> = {name: "counted", event: codec.uint8};
  const loop = core.bridge.events(event, {capacity: 2});
  const numbers: number[] = [];
  const controller = new AbortController();
  core.bridge.listen(event, number => numbers.push(number), {signal: controller.signal});
  for (let number = 1; number <= 4; number++) core.bridge.emit(event, number);
  await core.logIn({userID: 7n});
  deepEqual([numbers, loop.dropped], [[1, 2, 3, 4], 2]);
  deepEqual([(await loop.next()).value, (await loop.next()).value], [3, 4]);
  controller.abort();
  const next = loop.next();
  core.bridge.emit(event, 5);
  equal((await next).value, 5);
  equal(numbers.length, 4);
  throws(() => core.bridge.emit(event, 256), /found 256/);
}));

test("the close ends calls, streams and loops", async () => {
  const core = ProfileCore.open(library, {...host, fetchProfile: () => new Promise(() => undefined)});
  const ends = [
    rejects(core.logIn({userID: 7n}), {name: "CallCancelled"}),
    core.bridge.events({name: "any", event: codec.any}).next().then(end => equal(end.done, true)),
  ];
  await core.close();
  await Promise.all(ends);
  await core.close();
  await rejects(core.logIn({userID: 7n}), {statusName: "HOSTCALL_INVALID_BRIDGE"});
  equal(core.bridge.statistics, undefined);
});

/** Runs a program in a new process, in which `open` opens a bridge; returns its status, and null if it does not end. */
function run(program: string, open = ""): number | null {
  const opened = `
    const {Bridge, codec} = require(${JSON.stringify(`${__dirname}/../..`)});
    const bridge = Bridge.open(${JSON.stringify(library)}, "profile_core_open");
    const raw = name => ({name, fingerprint: 0n, request: codec.rawBytes, response: codec.rawBytes});
    ${open}`;
  const text = program.replace("OPENED", JSON.stringify(opened)).replace("OPEN", opened);
  const ended = spawnSync(process.execPath, ["-e", text], {timeout: 5000, encoding: "utf8"});
  equal(ended.stderr, "");
  return ended.status;
}

test("a process ends by itself while a bridge is open, unless it is referenced", () => {
  equal(run("OPEN"), 0);
  equal(run("OPEN", "bridge.ref(); bridge.unref();"), 0);
  equal(run("OPEN", "bridge.ref();"), null);
});

test("workers use the library without the main thread, and may be terminated in the middle of calls", () => {
  const worker = "const {Worker} = require('worker_threads'); const worker = new Worker(OPENED, {eval: true});";
  const call = "bridge.handle(raw('read_clock'), () => new Promise(() => 0)); const call = ";
  const request = "bridge.call(raw('log_in'), Uint8Array.of(0xa1, 0x66, 0x75, 0x73, 0x65, 0x72, 0x49, 0x44, 7));";
  equal(run(`${worker} worker.on("exit", status => process.exit(10 + status))`), 10);
  equal(run(`${worker} setTimeout(() => worker.terminate().then(() => process.exit(7)), 300)`, call + request), 7);
  equal(run(`${worker} worker.on("exit", status => process.exit(status))`, `${call + request} process.exit(3)`), 3);
});
