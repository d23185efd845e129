"use strict";
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0
Object.defineProperty(exports, "__esModule", { value: true });
exports.outcomes = void 0;
const hostcall_1 = require("hostcall");
const bridges_1 = require("./bridges");
const conformance_1 = require("./conformance");
const expect_1 = require("./expect");
const refusals = [
    { kind: "busy" }, { kind: "limit", maximum: 7, reason: "r" }, { kind: "limit", maximum: 7 },
];
/** Behaviours 21 to 32: how calls end. */
exports.outcomes = {
    21: (0, bridges_1.withCore)(async ({ core }) => {
        const greeting = { greeting: "Welcome back, Ada", loggedInAt: 1700000000.5, tagCount: 2 };
        (0, expect_1.equal)(await core.logIn({ userID: 7n }), greeting);
    }),
    22: (0, bridges_1.withCore)(async ({ core }) => {
        for (const value of refusals) {
            const error = await (0, expect_1.thrown)(core.follow({ order: { kind: "refuse", value } }), conformance_1.RefusalError);
            (0, expect_1.equal)(error.failure, value);
            (0, expect_1.contains)(error.message, "follow");
        }
        (0, expect_1.equal)((await (0, expect_1.thrown)(core.logIn({ userID: 404n }), conformance_1.RefusalError)).failure, { kind: "limit", maximum: 403 });
    }),
    23: (0, bridges_1.withCore)(async ({ core }) => {
        const fault = { code: -7, isTemporary: true };
        (0, expect_1.equal)((await (0, expect_1.thrown)(core.failCore({ fault }), conformance_1.FaultError)).failure, fault);
        (0, expect_1.equal)((await core.commandFault({ fault })).fault, fault);
    }),
    24: (0, bridges_1.withCore)(async ({ core }) => {
        for (const value of refusals) {
            const report = await core.command({ order: { kind: "refuse", value } });
            (0, expect_1.equal)([report.outcome, report.refusal], ["failed", value]);
        }
    }),
    25: (0, bridges_1.withCore)(async ({ core }) => {
        const error = await (0, expect_1.thrown)(core.follow({ order: { kind: "fail", code: 5, message: "not there" } }), hostcall_1.HostCallError);
        (0, expect_1.equal)(error.code, hostcall_1.Code.notFound);
        (0, expect_1.contains)(error.message, "not there");
        const crash = await (0, expect_1.thrown)(core.follow({ order: { kind: "crash", message: "burst" } }), hostcall_1.HostCallError);
        (0, expect_1.holds)(crash.code === undefined || crash.code === hostcall_1.Code.unknown, `the code is ${crash.code}`);
        (0, expect_1.contains)(crash.message, "burst");
    }),
    26: (0, bridges_1.withCore)(async ({ core }) => {
        const report = await core.command({ order: { kind: "fail", code: 7, message: "not you" } });
        (0, expect_1.equal)([report.outcome, report.message], ["permissionDenied", "not you"]);
    }),
    27: (0, bridges_1.withCore)(async ({ core, errors }) => {
        const report = await core.command({ order: { kind: "crash", message: "burst" } });
        (0, expect_1.equal)(report.outcome, "unknown");
        (0, expect_1.contains)(report.message, "burst");
        (0, expect_1.equal)(errors.map(error => error.name), ["RangeError"]);
        await core.ping();
    }),
    28: (0, bridges_1.withCore)(async ({ core }) => {
        (0, expect_1.equal)((await core.command({ order: { kind: "cancel" } })).outcome, "cancelled");
        await (0, expect_1.thrown)(core.follow({ order: { kind: "cancel" } }), hostcall_1.CallCancelled);
    }),
    29: (0, bridges_1.withCore)(async ({ core }) => (0, expect_1.equal)((await core.callUnregistered()).outcome, "unimplemented")),
    30: bridges => bridges.with(async ({ core }) => {
        const value = { flag: true, text: "", bytes: new Uint8Array(0), data: new Uint8Array(0) };
        (0, expect_1.contains)((await (0, expect_1.thrown)(core.roundTripBasics({ value }), hostcall_1.StatusError)).message, "round_trip_basics");
    }, { openFunction: "conformance_partial_open" }),
    31: (0, bridges_1.withCore)(async ({ core }) => {
        const error = await (0, expect_1.thrown)(core.roundTripBytes({ value: new Uint8Array(5 << 20) }), hostcall_1.StatusError);
        (0, expect_1.equal)(error.statusName, "HOSTCALL_RESOURCE_EXHAUSTED");
        await core.ping();
    }),
    32: (0, bridges_1.withCore)(async ({ core }) => {
        (0, expect_1.equal)((await core.fetchBytes({ count: 5 << 20 })).outcome, "resourceExhausted");
        (0, expect_1.equal)((await core.fetchBytes({ count: 5 })).outcome, "ok");
    }),
};
