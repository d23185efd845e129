// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {deepEqual, equal, rejects, throws} from "node:assert/strict";
import {cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {test} from "node:test";

import {CallDefinition, codec, CodingError, HostCallError, recordedBridge} from "hostcall";

import {LogInFailureError, ProfileCore} from "../example/profile_core";

const peer = require("cbor") as {encodeOne(value: unknown): Uint8Array};
const fixtures = join(__dirname, "../../../../../Fixtures/profile_core");

interface Recorded {
  readonly core: ProfileCore;
  readonly folder: string;
  write(name: string, value: unknown): void;
}

/** Tests a core that answers with the golden files of ProfileCore in a folder, which is removed at the end. */
function recorded(name: string, run: (recorded: Recorded) => Promise<void>): void {
  test(name, async () => {
    const folder = mkdtempSync(join(tmpdir(), "hostcall-recorded-"));
    const write = (file: string, value: unknown) => writeFileSync(join(folder, `${file}.cbor`), peer.encodeOne(value));
    try {
      for (const file of readdirSync(fixtures).filter(each => each.endsWith(".cbor"))) {
        cpSync(join(fixtures, file), join(folder, file));
      }
      await run({core: new ProfileCore(recordedBridge(folder)), folder, write});
    } finally {
      rmSync(folder, {recursive: true});
    }
  });
}

function notRecorded(reason: string): Error {
  return new Error(`log_in: the request is not recorded: ${reason}`);
}

recorded("a call has the recorded response", async ({core}) => {
  const welcome = {greeting: "Welcome back, Ada", loggedInAt: 1_700_000_000.5, tagCount: 2n};
  deepEqual(await core.logIn({userID: 7n}, {timeout: 1}), welcome);
});

recorded("a call rejects with the recorded failure", async ({core, write}) => {
  write("log_in.request.unknown", {userID: 8, timeoutMilliseconds: null});
  write("log_in.failure.unknown", {code: "gone", message: "no user 8"});
  await rejects(core.logIn({userID: 8n}), (error: unknown) => {
    equal(error instanceof LogInFailureError, true);
    deepEqual((error as LogInFailureError).failure, {code: "gone", message: "no user 8"});
    return true;
  });
  equal((await core.logIn({userID: 7n})).tagCount, 2n);
});

recorded("another request is an error that says what differs", async ({core, folder, write}) => {
  rmSync(join(folder, "log_in.request.timeout.cbor"), {recursive: true});
  await rejects(core.logIn({userID: 9n}), notRecorded("log_in.request.cbor: .userID: found 9, expected 7"));
  write("log_in.request", {userID: 7, locale: "de"});
  const reason = "log_in.request.cbor: .locale: found nothing, expected 'de'";
  await rejects(core.logIn({userID: 7n}), notRecorded(reason));
  rmSync(join(folder, "log_in.request.cbor"), {recursive: true});
  await rejects(core.logIn({userID: 7n}), notRecorded(`${folder} has no golden request of that name`));
});

recorded("a request without an answer is an error", async ({core}) => {
  const reason = "log_in.request.cbor: .timeoutMilliseconds: found 50, expected nothing; "
      + "log_in.request.timeout.cbor: .userID: found 7, expected 8";
  await rejects(core.logIn({userID: 7n, timeoutMilliseconds: 50n}), notRecorded(reason));
  const missing = "there is no log_in.response.timeout.cbor or log_in.failure.timeout.cbor";
  await rejects(core.logIn({userID: 8n, timeoutMilliseconds: 50n}), (error: unknown) =>
    String(error).endsWith(`log_in.request.timeout.cbor: ${missing}`));
});

recorded("malformed files and arguments are errors that name them", async ({core, folder, write}) => {
  write("log_in.response", {greeting: "Hello"});
  await rejects(core.logIn({userID: 7n}), (error: unknown) =>
    error instanceof CodingError && error.message.startsWith("log_in.response.cbor: "));
  writeFileSync(join(folder, "log_in.request.cbor"), new Uint8Array([0x82]));
  await rejects(core.logIn({userID: 7n}), (error: unknown) =>
    error instanceof CodingError && error.message.startsWith("log_in.request.cbor: "));
  await rejects(core.logIn({userID: "7" as never}), (error: unknown) =>
    error instanceof CodingError && error.message.includes("userID"));
});

recorded("raw values are read as memory", async ({folder}) => {
  const readClock: CallDefinition<{clock: number}, number> = {
    name: "read_clock", fingerprint: 0n, request: codec.rawStruct<{clock: number}>(4, [[["clock"], "uint32", 0]]),
    response: codec.rawNumber("float64"),
  };
  const bridge = recordedBridge(folder);
  equal(await bridge.call(readClock, {clock: 0}), 1_700_000_000.5);
  await rejects(bridge.call(readClock, {clock: 1}), (error: unknown) => String(error).includes("found 1, expected 0"));
});

recorded("another shape of a request is a difference, and other work runs between calls", async ({core, folder}) => {
  writeFileSync(join(folder, "read_clock.request.cbor"), new Uint8Array([0x01]));
  const readClock: CallDefinition<Uint8Array, unknown> = {
    name: "read_clock", fingerprint: 0n, response: codec.any,
    request: codec.rawStruct<{clock: number}>(4, [[["clock"], "uint32", 0]]) as codec.Codec<never>,
  };
  const call = recordedBridge(folder).call(readClock, {clock: 0} as never);
  await rejects(call, (error: unknown) => String(error).includes("read_clock: the request is not recorded: "));
  let isDone = false;
  setTimeout(() => (isDone = true), 10);
  while (!isDone) await core.logIn({userID: 7n});
});

recorded("a failure that a call does not declare is an error", async ({folder, write}) => {
  const logIn: CallDefinition<{userID: number}, unknown> = {
    name: "log_in", fingerprint: 0n, request: codec.record<{userID: number}>({userID: codec.uint32}),
    response: codec.any,
  };
  rmSync(join(folder, "log_in.response.cbor"), {recursive: true});
  write("log_in.failure", {code: "gone"});
  await rejects(recordedBridge(folder).call(logIn, {userID: 7}), (error: unknown) =>
    error instanceof HostCallError && error.message.includes("does not declare"));
});

recorded("only calls and the close are there", async ({core, folder}) => {
  throws(() => core.watchBalance(new Uint8Array()), /a bridge of golden files has no stream$/);
  throws(() => recordedBridge(folder).unref(), /has no unref$/);
  throws(() => recordedBridge(folder).statistics, /has no statistics$/);
  equal(`${recordedBridge(folder)}`, "[object Object]");
  equal(await recordedBridge(folder).close(), undefined);
  equal(await Promise.resolve(core.bridge), core.bridge);
});
