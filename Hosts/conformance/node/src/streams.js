"use strict";
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0
Object.defineProperty(exports, "__esModule", { value: true });
exports.streams = void 0;
const hostcall_1 = require("hostcall");
const bridges_1 = require("./bridges");
const conformance_1 = require("./conformance");
const expect_1 = require("./expect");
const finish = { kind: "finish" };
const refuse = { kind: "refuse", value: { kind: "busy" } };
/** Reads a stream of the core to its end; returns the numbers and the error. */
async function read(core, count, end, options) {
    const numbers = [];
    try {
        for await (const { number, text } of core.coreCounts({ first: 5n, count, end, key: "count" }, options)) {
            numbers.push(text === String(number) ? number : -1n);
        }
        return [numbers, undefined];
    }
    catch (error) {
        return [numbers, error];
    }
}
/** Has the core read a stream of the host. */
function readHost({ core }, options) {
    return core.readHostCounts({ count: 3, end: finish, buffer: 16, pauseMilliseconds: 0, ...options });
}
function numbers(first, count) {
    return Array.from({ length: count }, (_, index) => BigInt(first + index));
}
/** Behaviours 51 to 61: streams in both directions. */
exports.streams = {
    51: (0, bridges_1.withCore)(async ({ core }) => {
        (0, expect_1.equal)(await read(core, 1000, finish), [numbers(5, 1000), undefined]);
        (0, expect_1.equal)(await read(core, 0, finish), [[], undefined]);
        (0, expect_1.equal)(await read(core, 10, finish, { buffer: 1 }), [numbers(5, 10), undefined]);
    }),
    52: (0, bridges_1.withCore)(async ({ core }) => {
        const [refused, failure] = await read(core, 3, refuse);
        (0, expect_1.equal)([refused, failure.failure], [numbers(5, 3), { kind: "busy" }]);
        (0, expect_1.holds)(failure instanceof conformance_1.RefusalError, "the error is not a RefusalError");
        const [failed, error] = await read(core, 3, { kind: "fail", code: 5, message: "not there" });
        (0, expect_1.equal)([failed, error.code], [numbers(5, 3), hostcall_1.Code.notFound]);
        (0, expect_1.contains)(error.message, "not there");
    }),
    53: (0, bridges_1.withCore)(async ({ core }) => {
        const found = [];
        for await (const reading of core.coreCounts({ first: 0n, count: 1000000, end: finish, key: "53" })) {
            if (found.push(reading) === 3)
                break;
        }
        const report = await core.streamReport({ key: "53", awaitsEnd: true });
        (0, expect_1.equal)(report.hasEnded, true);
        (0, expect_1.holds)(report.produced < 1000, `${report.produced} elements were produced`);
    }),
    54: (0, bridges_1.withCore)(async ({ core }) => {
        const stream = core.coreCounts({ first: 0n, count: 1000000, end: finish, key: "54" }, { buffer: 8 });
        for (let index = 0; index < 3; index++)
            await stream.next();
        await (0, expect_1.sleep)(200);
        const { produced } = await core.streamReport({ key: "54", awaitsEnd: false });
        (0, expect_1.holds)(produced <= 3 + 8 + 1, `${produced} elements were produced`);
        await stream.return();
    }),
    55: (0, bridges_1.withCore)(async ({ core }) => {
        const controller = new AbortController();
        const request = { first: 0n, count: 1, end: { kind: "stay" } };
        const stream = core.coreCounts({ ...request, key: "55a" }, { signal: controller.signal });
        await stream.next();
        setTimeout(() => controller.abort(), 50);
        (0, expect_1.equal)((await (0, expect_1.thrown)(stream.next(), Error)).name, "AbortError");
        (0, expect_1.equal)((await core.streamReport({ key: "55a", awaitsEnd: true })).hasEnded, true);
        const limited = core.coreCounts({ ...request, key: "55b" }, { timeout: 100 });
        await limited.next();
        (0, expect_1.equal)((await (0, expect_1.thrown)(limited.next(), hostcall_1.HostCallError)).code, hostcall_1.Code.deadlineExceeded);
        (0, expect_1.equal)((await core.streamReport({ key: "55b", awaitsEnd: true })).hasEnded, true);
    }),
    56: (0, bridges_1.withCore)(async (pair) => {
        const whole = await readHost(pair, { count: 1000 });
        (0, expect_1.equal)([whole.outcome, whole.numbers], ["ok", numbers(1, 1000)]);
        const empty = await readHost(pair, { count: 0 });
        (0, expect_1.equal)([empty.outcome, empty.numbers], ["ok", []]);
    }),
    57: (0, bridges_1.withCore)(async (pair) => {
        const refused = await readHost(pair, { end: refuse });
        (0, expect_1.equal)([refused.numbers, refused.outcome, refused.refusal], [numbers(1, 3), "failed", { kind: "busy" }]);
        const failed = await readHost(pair, { end: { kind: "fail", code: 5, message: "not there" } });
        (0, expect_1.equal)([failed.numbers, failed.outcome, failed.message], [numbers(1, 3), "notFound", "not there"]);
        const crashed = await readHost(pair, { end: { kind: "fail", code: 2, message: "burst" } });
        (0, expect_1.equal)([crashed.numbers, crashed.outcome], [numbers(1, 3), "unknown"]);
        (0, expect_1.contains)(crashed.message, "burst");
    }),
    58: (0, bridges_1.withCore)(async (pair) => {
        const stopped = await readHost(pair, { count: 1000000, stopAfter: 3, buffer: 4 });
        (0, expect_1.equal)([stopped.outcome, stopped.numbers], ["stopped", numbers(1, 3)]);
        await (0, expect_1.until)(() => pair.host.streamsEnded === 1, "the end of the handler's code");
        (0, expect_1.holds)(pair.host.produced < 1000, `${pair.host.produced} elements were produced`);
    }),
    59: (0, bridges_1.withCore)(async (pair) => {
        const stopped = await readHost(pair, { count: 1000000, stopAfter: 20, buffer: 4, pauseMilliseconds: 5 });
        (0, expect_1.equal)(stopped.numbers.length, 20);
        await (0, expect_1.until)(() => pair.host.streamsEnded === 1, "the end of the handler's code");
        (0, expect_1.holds)(pair.host.produced <= 20 + 4 + 1, `${pair.host.produced} elements were produced`);
    }),
    60: (0, bridges_1.withCore)(async (pair) => {
        (0, expect_1.equal)((await readHost(pair, { end: { kind: "stay" }, silenceMilliseconds: 50 })).outcome, "deadlineExceeded");
        await (0, expect_1.until)(() => pair.host.streamsEnded === 1, "the end of the handler's code");
        (0, expect_1.equal)((await readHost(pair, { end: { kind: "stay" }, timeoutMilliseconds: 50 })).outcome, "deadlineExceeded");
        await (0, expect_1.until)(() => pair.host.streamsEnded === 2, "the end of the handler's code");
    }),
    61: (0, bridges_1.withCore)(async ({ core }) => {
        const ticks = [];
        for await (const tick of core.coreTicks({ count: 3 }))
            ticks.push(tick);
        (0, expect_1.equal)(ticks, [0.5, 1.5, 2.5]);
        (0, expect_1.equal)(await core.readHostTicks({ count: 3 }), [0.5, 1.5, 2.5]);
    }),
};
