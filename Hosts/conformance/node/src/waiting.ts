// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {Code, HostCallError, StatusError} from "hostcall";

import {Behaviours, withCore} from "./bridges";
import {Statistics} from "./conformance";
import {contains, equal, holds, thrown, until} from "./expect";

function areConsistent(found: Statistics): boolean {
  return found.made ===
      found.answered + found.failed + found.cancelled + found.expired + found.inFlight + found.waiting;
}

/** Behaviours 40 to 50: deadlines, cancellation and metadata. */
export const waiting: Behaviours = {
  40: withCore(async ({core}) => {
    const start = performance.now();
    const error = await thrown(core.coreWait({key: "40"}, {timeout: 100}), HostCallError);
    const milliseconds = performance.now() - start;
    equal(error.code, Code.deadlineExceeded);
    holds(milliseconds >= 95 && milliseconds < 1100, `it took ${milliseconds} ms`);
    equal(await core.awaitState({key: "40", state: "cancelled"}), true);
    await core.ping({timeout: 60_000});
  }),
  41: withCore(async ({core}) => {
    const controller = new AbortController();
    const call = core.coreWait({key: "41"}, {signal: controller.signal});
    equal(await core.awaitState({key: "41", state: "started"}), true);
    controller.abort();
    equal((await thrown(call, Error)).name, "AbortError");
    equal(await core.awaitState({key: "41", state: "cancelled"}), true);
    equal((await thrown(core.ping({signal: controller.signal}), Error)).name, "AbortError");
  }),
  42: withCore(async ({core, host}) => {
    equal((await core.callWithDeadline({key: "42", milliseconds: 200})).outcome, "deadlineExceeded");
    await until(() => host.cancelled.includes("42"), "the cancellation");
  }),
  43: withCore(async ({core, host}) => {
    equal((await core.callAndCancel({key: "43", milliseconds: 200})).outcome, "cancelled");
    await until(() => host.cancelled.includes("43"), "the cancellation");
  }),
  44: withCore(async ({core, host}) => {
    const report = await core.callAndFailPending({key: "44", milliseconds: 200});
    equal([report.outcome, report.message], ["aborted", "failed as told"]);
    await until(() => host.cancelled.includes("44"), "the cancellation");
  }),
  45: withCore(async ({core}) => {
    equal((await core.callImpatiently({milliseconds: 100})).outcome, "deadlineExceeded");
    await new Promise(resolve => setTimeout(resolve, 150)); // until the late answer
    await core.ping();
    const found = await core.statistics();
    holds(areConsistent(found), "the sum of the statistics is not `made`");
    equal([found.expired, core.bridge.statistics?.expired], [1n, 1]);
  }),
  46: withCore(async ({core}) => {
    const limited =
        await core.sendMetadata({texts: new Map(), binaries: new Map(), timeoutMilliseconds: 5000});
    const {remainingMilliseconds = -1} = limited;
    holds(remainingMilliseconds > 0 && remainingMilliseconds <= 5000, `${remainingMilliseconds} ms remain`);
    const without = await core.sendMetadata({texts: new Map(), binaries: new Map()});
    equal(without.remainingMilliseconds, undefined);
  }),
  47: withCore(async ({core}) => {
    const metadata = {tenant: "acme", "trace-bin": Uint8Array.of(0, 255)};
    const found = await core.describeCoreCall({metadata});
    equal(found.texts, new Map([["tenant", "acme"]]));
    equal([...found.binaries].map(([key, value]) => [key, [...value]]), [["trace-bin", [0, 255]]]);
    const none = await core.describeCoreCall();
    equal([none.texts.size, none.binaries.size], [0, 0]);
  }),
  48: withCore(async ({core}) => {
    const found = await core.sendMetadata(
        {texts: new Map([["tenant", "acme"]]), binaries: new Map([["trace-bin", Uint8Array.of(0, 255)]])});
    equal(found.texts, new Map([["tenant", "acme"]]));
    equal([...found.binaries].map(([key, value]) => [key, [...value]]), [["trace-bin", [0, 255]]]);
  }),
  49: withCore(async ({core}) => {
    const found = await core.forwardMetadata({metadata: {tenant: "acme"}, timeout: 5000});
    equal(found.texts, new Map([["tenant", "acme"]]));
    const {remainingMilliseconds = -1} = found;
    holds(remainingMilliseconds > 0 && remainingMilliseconds <= 5000, `${remainingMilliseconds} ms remain`);
  }),
  50: withCore(async ({core}) => {
    const error = await thrown(core.ping({metadata: {"Not A Key": "a"}}), StatusError);
    contains(error.message, "Not A Key");
    equal((await core.statistics()).made, 0n);
  }),
};
