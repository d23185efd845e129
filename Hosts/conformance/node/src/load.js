"use strict";
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0
Object.defineProperty(exports, "__esModule", { value: true });
exports.load = exports.logIn = void 0;
const bridges_1 = require("./bridges");
const expect_1 = require("./expect");
/** Makes calls of `log_in`, so many at a time. */
async function logIn(core, calls, atATime) {
    let left = calls;
    const run = async () => {
        while (left-- > 0) {
            const { greeting } = await core.logIn({ userID: 7n });
            if (greeting !== "Welcome back, Ada")
                throw new Error(`the greeting is ${greeting}`);
        }
    };
    await Promise.all(Array.from({ length: atATime }, run));
}
exports.logIn = logIn;
/** Behaviours 71 to 74: many calls. */
exports.load = {
    71: (0, bridges_1.withCore)(async ({ core }) => {
        await logIn(core, 10000, 50);
        (0, expect_1.equal)((await core.statistics()).answered, 20000n);
    }),
    72: (0, bridges_1.withCore)(async ({ core }) => (0, expect_1.equal)(await core.callMany({ count: 1000 }), 1000)),
    73: (0, bridges_1.withCore)(async ({ core }) => (0, expect_1.equal)(await core.coreDescend({ depth: 10 }), 10)),
    74: (0, bridges_1.withCore)(async ({ core }) => {
        await logIn(core, 20000, 50);
        const before = process.memoryUsage().rss;
        await logIn(core, 200000, 50);
        const grown = (process.memoryUsage().rss - before) / (1 << 20);
        (0, expect_1.holds)(grown < 32, `the memory grew by ${grown.toFixed(1)} MiB`);
    }),
};
