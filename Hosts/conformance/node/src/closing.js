"use strict";
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0
Object.defineProperty(exports, "__esModule", { value: true });
exports.closing = void 0;
const hostcall_1 = require("hostcall");
const expect_1 = require("./expect");
/** Behaviours 66 to 70: closing, and several bridges. */
exports.closing = {
    66: bridges => bridges.with(async ({ core: other }) => {
        const { core } = bridges.open();
        const calls = ["66a", "66b"].map(key => core.coreWait({ key }));
        for (const key of ["66a", "66b"])
            (0, expect_1.equal)(await other.awaitState({ key, state: "started" }), true);
        const ends = calls.map(call => (0, expect_1.thrown)(call, hostcall_1.CallCancelled));
        await core.close();
        await Promise.all(ends);
        for (const key of ["66a", "66b"])
            (0, expect_1.equal)(await other.awaitState({ key, state: "cancelled" }), true);
    }),
    67: bridges => bridges.with(async ({ core: other }) => {
        const { core, host } = bridges.open();
        await core.holdCalls({ key: "67", count: 3 });
        await (0, expect_1.until)(() => host.waiting.length === 3, "the calls");
        await core.close();
        (0, expect_1.equal)(host.cancelled, ["67", "67", "67"]);
        const reports = await other.heldCalls({ key: "67", count: 3 });
        (0, expect_1.equal)(reports.map(report => report.outcome), ["unavailable", "unavailable", "unavailable"]);
    }),
    68: async (bridges) => {
        const { core } = bridges.open();
        await core.close();
        (0, expect_1.holds)((await (0, expect_1.thrown)(core.ping(), hostcall_1.StatusError)).message !== "", "the error has no text");
        await core.close();
    },
    69: async (bridges) => {
        const { core } = bridges.open();
        await (0, expect_1.thrown)(core.closeBridge(), Error);
        (0, expect_1.holds)((await (0, expect_1.thrown)(core.ping(), Error)).message !== "", "the error has no text");
        await core.close();
    },
    70: bridges => bridges.with(async (first) => {
        await bridges.with(async (second) => {
            first.host.fetchProfile = () => ({ name: "Grace", tags: [], balanceCents: 0n });
            (0, expect_1.equal)((await second.core.logIn({ userID: 7n })).greeting, "Welcome back, Ada");
            (0, expect_1.equal)((await second.core.statistics()).made, 2n);
            (0, expect_1.equal)((await first.core.statistics()).made, 0n);
        });
        (0, expect_1.equal)((await first.core.logIn({ userID: 7n })).tagCount, 2);
    }),
};
