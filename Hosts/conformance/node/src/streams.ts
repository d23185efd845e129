// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {Code, HostCallError, StreamOptions} from "hostcall";

import {Behaviours, Pair, withCore} from "./bridges";
import {Conformance, ReadHostCountsCall, Reading, RefusalError, StreamEnd, StreamReading} from "./conformance";
import {contains, equal, holds, sleep, thrown, until} from "./expect";

const finish: StreamEnd = {kind: "finish"};
const refuse: StreamEnd = {kind: "refuse", value: {kind: "busy"}};

/** Reads a stream of the core to its end; returns the numbers and the error. */
async function read(
    core: Conformance, count: number, end: StreamEnd, options?: StreamOptions): Promise<[bigint[], unknown]> {
  const numbers: bigint[] = [];
  try {
    for await (const {number, text} of core.coreCounts({first: 5n, count, end, key: "count"}, options)) {
      numbers.push(text === String(number) ? number : -1n);
    }
    return [numbers, undefined];
  } catch (error) {
    return [numbers, error];
  }
}

/** Has the core read a stream of the host. */
function readHost({core}: Pair, options: Partial<ReadHostCountsCall>): Promise<StreamReading> {
  return core.readHostCounts({count: 3, end: finish, buffer: 16, pauseMilliseconds: 0, ...options});
}

function numbers(first: number, count: number): bigint[] {
  return Array.from({length: count}, (_, index) => BigInt(first + index));
}

/** Behaviours 51 to 61: streams in both directions. */
export const streams: Behaviours = {
  51: withCore(async ({core}) => {
    equal(await read(core, 1000, finish), [numbers(5, 1000), undefined]);
    equal(await read(core, 0, finish), [[], undefined]);
    equal(await read(core, 10, finish, {buffer: 1}), [numbers(5, 10), undefined]);
  }),
  52: withCore(async ({core}) => {
    const [refused, failure] = await read(core, 3, refuse);
    equal([refused, (failure as RefusalError).failure], [numbers(5, 3), {kind: "busy"}]);
    holds(failure instanceof RefusalError, "the error is not a RefusalError");
    const [failed, error] = await read(core, 3, {kind: "fail", code: 5, message: "not there"});
    equal([failed, (error as HostCallError).code], [numbers(5, 3), Code.notFound]);
    contains((error as HostCallError).message, "not there");
  }),
  53: withCore(async ({core}) => {
    const found: Reading[] = [];
    for await (const reading of core.coreCounts({first: 0n, count: 1_000_000, end: finish, key: "53"})) {
      if (found.push(reading) === 3) break;
    }
    const report = await core.streamReport({key: "53", awaitsEnd: true});
    equal(report.hasEnded, true);
    holds(report.produced < 1000, `${report.produced} elements were produced`);
  }),
  54: withCore(async ({core}) => {
    const stream = core.coreCounts({first: 0n, count: 1_000_000, end: finish, key: "54"}, {buffer: 8});
    for (let index = 0; index < 3; index++) await stream.next();
    await sleep(200);
    const {produced} = await core.streamReport({key: "54", awaitsEnd: false});
    holds(produced <= 3 + 8 + 1, `${produced} elements were produced`);
    await stream.return();
  }),
  55: withCore(async ({core}) => {
    const controller = new AbortController();
    const request = {first: 0n, count: 1, end: {kind: "stay"} as const};
    const stream = core.coreCounts({...request, key: "55a"}, {signal: controller.signal});
    await stream.next();
    setTimeout(() => controller.abort(), 50);
    equal((await thrown(stream.next(), Error)).name, "AbortError");
    equal((await core.streamReport({key: "55a", awaitsEnd: true})).hasEnded, true);
    const limited = core.coreCounts({...request, key: "55b"}, {timeout: 100});
    await limited.next();
    equal((await thrown(limited.next(), HostCallError)).code, Code.deadlineExceeded);
    equal((await core.streamReport({key: "55b", awaitsEnd: true})).hasEnded, true);
  }),
  56: withCore(async pair => {
    const whole = await readHost(pair, {count: 1000});
    equal([whole.outcome, whole.numbers], ["ok", numbers(1, 1000)]);
    const empty = await readHost(pair, {count: 0});
    equal([empty.outcome, empty.numbers], ["ok", []]);
  }),
  57: withCore(async pair => {
    const refused = await readHost(pair, {end: refuse});
    equal([refused.numbers, refused.outcome, refused.refusal], [numbers(1, 3), "failed", {kind: "busy"}]);
    const failed = await readHost(pair, {end: {kind: "fail", code: 5, message: "not there"}});
    equal([failed.numbers, failed.outcome, failed.message], [numbers(1, 3), "notFound", "not there"]);
    const crashed = await readHost(pair, {end: {kind: "fail", code: 2, message: "burst"}});
    equal([crashed.numbers, crashed.outcome], [numbers(1, 3), "unknown"]);
    contains(crashed.message, "burst");
  }),
  58: withCore(async pair => {
    const stopped = await readHost(pair, {count: 1_000_000, stopAfter: 3, buffer: 4});
    equal([stopped.outcome, stopped.numbers], ["stopped", numbers(1, 3)]);
    await until(() => pair.host.streamsEnded === 1, "the end of the handler's code");
    holds(pair.host.produced < 1000, `${pair.host.produced} elements were produced`);
  }),
  59: withCore(async pair => {
    const stopped = await readHost(pair, {count: 1_000_000, stopAfter: 20, buffer: 4, pauseMilliseconds: 5});
    equal(stopped.numbers.length, 20);
    await until(() => pair.host.streamsEnded === 1, "the end of the handler's code");
    holds(pair.host.produced <= 20 + 4 + 1, `${pair.host.produced} elements were produced`);
  }),
  60: withCore(async pair => {
    const limit = 400;  // long enough for three items on a busy machine
    const quiet = await readHost(pair, {end: {kind: "stay"}, silenceMilliseconds: limit});
    equal([quiet.outcome, quiet.numbers], ["deadlineExceeded", numbers(1, 3)]);
    await until(() => pair.host.streamsEnded === 1, "the end of the handler's code");
    const late = await readHost(pair, {end: {kind: "stay"}, timeoutMilliseconds: limit});
    equal([late.outcome, late.numbers], ["deadlineExceeded", numbers(1, 3)]);
    await until(() => pair.host.streamsEnded === 2, "the end of the handler's code");
  }),
  61: withCore(async ({core}) => {
    const ticks: number[] = [];
    for await (const tick of core.coreTicks({count: 3})) ticks.push(tick);
    equal(ticks, [0.5, 1.5, 2.5]);
    equal(await core.readHostTicks({count: 3}), [0.5, 1.5, 2.5]);
  }),
};
