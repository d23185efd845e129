"use strict";
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0
Object.defineProperty(exports, "__esModule", { value: true });
exports.events = void 0;
const hostcall_1 = require("hostcall");
const bridges_1 = require("./bridges");
const expect_1 = require("./expect");
const said = hostcall_1.codec.record({ number: hostcall_1.codec.int64, text: hostcall_1.codec.text });
const coreSaid = { name: "core_said", event: said };
const hostSaid = { name: "host_said", event: said };
const hundred = Array.from({ length: 100 }, (_, index) => BigInt(index + 1));
/** Behaviours 62 to 65: events in both directions. */
exports.events = {
    62: (0, bridges_1.withCore)(async ({ core }) => {
        const found = [[], [], []];
        for (const list of found)
            core.bridge.listen(coreSaid, ({ number }) => list.push(number));
        const loop = core.bridge.events(coreSaid);
        await core.emitEvents({ count: 100 });
        (0, expect_1.equal)(found, [hundred, hundred, hundred]);
        const numbers = [];
        for await (const { number } of loop) {
            if (numbers.push(number) === 100)
                break;
        }
        (0, expect_1.equal)(numbers, hundred);
    }),
    63: (0, bridges_1.withCore)(async ({ core }) => {
        for (const number of hundred)
            core.bridge.emit(hostSaid, { number, text: "" });
        (0, expect_1.equal)(await core.hostEvents({ count: 100 }), hundred);
    }),
    64: (0, bridges_1.withCore)(async ({ core }) => {
        const found = [[], []];
        const [first] = found.map(list => core.bridge.listen(coreSaid, ({ number }) => list.push(number)));
        await core.emitEvents({ count: 1 });
        first.unsubscribe();
        await core.emitEvents({ count: 1 });
        (0, expect_1.equal)(found, [[1n], [1n, 1n]]);
    }),
    65: (0, bridges_1.withCore)(async ({ core, errors }) => {
        const found = [];
        let calls = 0;
        core.bridge.listen(coreSaid, () => {
            calls++;
            throw new Error("burst");
        });
        core.bridge.listen(coreSaid, ({ number }) => found.push(number));
        await core.emitEvents({ count: 3 });
        (0, expect_1.equal)([calls, found], [3, [1n, 2n, 3n]]);
        (0, expect_1.contains)(String(errors[0]), "burst");
    }),
};
