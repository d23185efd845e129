// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {deepEqual, rejects} from "node:assert/strict";
import {test} from "node:test";

import {CallDefinition, codec} from "hostcall";

import {ProfileCore} from "../example/profile_core";

const library = process.env["LIBRARY"]!;
const bytes: CallDefinition<Uint8Array, Uint8Array> = {
  name: "watch_account", fingerprint: 0n, request: codec.rawBytes, response: codec.rawBytes,
};

interface Entries {
  running?: Map<unknown, unknown>;
  streams?: Map<unknown, unknown>;
}

/** The calls and streams for which the handlers of a bridge keep something. */
function entries(core: ProfileCore): unknown[] {
  const receivers: Map<number, Entries> = core.bridge["core"]["receivers"];
  return [...receivers.values()].flatMap(({running, streams}) => [...running?.keys() ?? [], ...streams?.keys() ?? []]);
}

function open(fetchProfile: () => unknown): ProfileCore {
  const host = {readClock: () => 1.5, fetchProfile: fetchProfile as never};
  return ProfileCore.open(library, host, {onError: () => undefined});
}

test("nothing remains of a call whose promise throws in then", async () => {
  const core = open(() => ({then() { throw new TypeError("no promise"); }}));
  await rejects(core.logIn({userID: 7n}), {name: "LogInFailureError"});
  deepEqual(entries(core), []);
  await core.close();
});

test("a call whose promise throws after its result is answered once, with the result", async () => {
  const profile = {name: "Ada", tags: [], balanceCents: 1n};
  const core = open(() => ({
    then(succeed: (value: unknown) => void) {
      succeed(profile);
      throw new TypeError("too late");
    },
  }));
  deepEqual((await core.logIn({userID: 7n})).greeting, "Welcome back, Ada");
  deepEqual(entries(core), []);
  await core.close();
});

test("nothing remains of a cancelled stream whose iterator never continues", async () => {
  const core = open(() => undefined);
  const opened = new Promise<AbortSignal>(resolve => {
    core.bridge.handleStream(bytes, (_, context) => ({
      [Symbol.asyncIterator]: () => ({next: () => (resolve(context!.signal), new Promise<never>(() => undefined))}),
    }));
  });
  core.bridge.ref(); // until the end of the stream has come
  const stream = core.watchBalance(new Uint8Array(0));
  void stream.next();
  const signal = await opened;
  deepEqual(entries(core).length, 1);
  const aborted = new Promise(resolve => signal.addEventListener("abort", resolve));
  await stream.return();
  await aborted;
  deepEqual(entries(core), []);
  await core.close();
});
