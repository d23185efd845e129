"use strict";
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0
Object.defineProperty(exports, "__esModule", { value: true });
exports.waiting = void 0;
const hostcall_1 = require("hostcall");
const bridges_1 = require("./bridges");
const expect_1 = require("./expect");
function areConsistent(found) {
    return found.made ===
        found.answered + found.failed + found.cancelled + found.expired + found.inFlight + found.waiting;
}
/** Behaviours 40 to 50: deadlines, cancellation and metadata. */
exports.waiting = {
    40: (0, bridges_1.withCore)(async ({ core }) => {
        const start = performance.now();
        const error = await (0, expect_1.thrown)(core.coreWait({ key: "40" }, { timeout: 100 }), hostcall_1.HostCallError);
        const milliseconds = performance.now() - start;
        (0, expect_1.equal)(error.code, hostcall_1.Code.deadlineExceeded);
        (0, expect_1.holds)(milliseconds >= 95 && milliseconds < 1100, `it took ${milliseconds} ms`);
        (0, expect_1.equal)(await core.awaitState({ key: "40", state: "cancelled" }), true);
        await core.ping({ timeout: 60000 });
    }),
    41: (0, bridges_1.withCore)(async ({ core }) => {
        const controller = new AbortController();
        const call = core.coreWait({ key: "41" }, { signal: controller.signal });
        (0, expect_1.equal)(await core.awaitState({ key: "41", state: "started" }), true);
        controller.abort();
        (0, expect_1.equal)((await (0, expect_1.thrown)(call, Error)).name, "AbortError");
        (0, expect_1.equal)(await core.awaitState({ key: "41", state: "cancelled" }), true);
        (0, expect_1.equal)((await (0, expect_1.thrown)(core.ping({ signal: controller.signal }), Error)).name, "AbortError");
    }),
    42: (0, bridges_1.withCore)(async ({ core, host }) => {
        (0, expect_1.equal)((await core.callWithDeadline({ key: "42", milliseconds: 200 })).outcome, "deadlineExceeded");
        await (0, expect_1.until)(() => host.cancelled.includes("42"), "the cancellation");
    }),
    43: (0, bridges_1.withCore)(async ({ core, host }) => {
        (0, expect_1.equal)((await core.callAndCancel({ key: "43", milliseconds: 200 })).outcome, "cancelled");
        await (0, expect_1.until)(() => host.cancelled.includes("43"), "the cancellation");
    }),
    44: (0, bridges_1.withCore)(async ({ core, host }) => {
        const report = await core.callAndFailPending({ key: "44", milliseconds: 200 });
        (0, expect_1.equal)([report.outcome, report.message], ["aborted", "failed as told"]);
        await (0, expect_1.until)(() => host.cancelled.includes("44"), "the cancellation");
    }),
    45: (0, bridges_1.withCore)(async ({ core }) => {
        (0, expect_1.equal)((await core.callImpatiently({ milliseconds: 100 })).outcome, "deadlineExceeded");
        await new Promise(resolve => setTimeout(resolve, 150)); // until the late answer
        await core.ping();
        const found = await core.statistics();
        (0, expect_1.holds)(areConsistent(found), "the sum of the statistics is not `made`");
        (0, expect_1.equal)([found.expired, core.bridge.statistics?.expired], [1n, 1]);
    }),
    46: (0, bridges_1.withCore)(async ({ core }) => {
        const limited = await core.sendMetadata({ texts: new Map(), binaries: new Map(), timeoutMilliseconds: 5000 });
        const { remainingMilliseconds = -1 } = limited;
        (0, expect_1.holds)(remainingMilliseconds > 0 && remainingMilliseconds <= 5000, `${remainingMilliseconds} ms remain`);
        const without = await core.sendMetadata({ texts: new Map(), binaries: new Map() });
        (0, expect_1.equal)(without.remainingMilliseconds, undefined);
    }),
    47: (0, bridges_1.withCore)(async ({ core }) => {
        const metadata = { tenant: "acme", "trace-bin": Uint8Array.of(0, 255) };
        const found = await core.describeCoreCall({ metadata });
        (0, expect_1.equal)(found.texts, new Map([["tenant", "acme"]]));
        (0, expect_1.equal)([...found.binaries].map(([key, value]) => [key, [...value]]), [["trace-bin", [0, 255]]]);
        const none = await core.describeCoreCall();
        (0, expect_1.equal)([none.texts.size, none.binaries.size], [0, 0]);
    }),
    48: (0, bridges_1.withCore)(async ({ core }) => {
        const found = await core.sendMetadata({ texts: new Map([["tenant", "acme"]]), binaries: new Map([["trace-bin", Uint8Array.of(0, 255)]]) });
        (0, expect_1.equal)(found.texts, new Map([["tenant", "acme"]]));
        (0, expect_1.equal)([...found.binaries].map(([key, value]) => [key, [...value]]), [["trace-bin", [0, 255]]]);
    }),
    49: (0, bridges_1.withCore)(async ({ core }) => {
        const found = await core.forwardMetadata({ metadata: { tenant: "acme" }, timeout: 5000 });
        (0, expect_1.equal)(found.texts, new Map([["tenant", "acme"]]));
        const { remainingMilliseconds = -1 } = found;
        (0, expect_1.holds)(remainingMilliseconds > 0 && remainingMilliseconds <= 5000, `${remainingMilliseconds} ms remain`);
    }),
    50: (0, bridges_1.withCore)(async ({ core }) => {
        const error = await (0, expect_1.thrown)(core.ping({ metadata: { "Not A Key": "a" } }), hostcall_1.StatusError);
        (0, expect_1.contains)(error.message, "Not A Key");
        (0, expect_1.equal)((await core.statistics()).made, 0n);
    }),
};
