"use strict";
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0
Object.defineProperty(exports, "__esModule", { value: true });
exports.processes = exports.programs = void 0;
const node_child_process_1 = require("node:child_process");
const node_worker_threads_1 = require("node:worker_threads");
const expect_1 = require("./expect");
/** Runs a program of `programs` in a child process. */
function run(library, program, signal) {
    return new Promise((resolve, reject) => {
        const child = (0, node_child_process_1.spawn)(process.execPath, [__filename.replace("processes", "main"), library, `child:${program}`], { stdio: ["ignore", "pipe", "pipe"] });
        let text = "";
        const timer = setTimeout(() => {
            child.kill("SIGKILL");
            reject(new Error(`the process did not end within ten seconds: ${text}`));
        }, 10000);
        const received = (bytes) => {
            text += new TextDecoder().decode(bytes);
            if (signal !== undefined && text.includes("ready"))
                child.kill(signal);
        };
        child.stdout.on("data", received);
        child.stderr.on("data", received);
        child.on("exit", (status, ended) => {
            clearTimeout(timer);
            resolve({ status, signal: ended, text });
        });
    });
}
/** Begins calls in both directions that do not end. */
async function begin(bridges) {
    const { core, host } = bridges.open();
    for (const key of ["a", "b"])
        core.coreWait({ key }).catch(() => undefined);
    await core.holdCalls({ key: "held", count: 3 });
    await (0, expect_1.until)(() => host.waiting.length === 3, "the calls");
}
/** What child processes do. */
exports.programs = {
    async exitsInCalls(bridges) {
        await begin(bridges);
        process.exit(0);
    },
    async exitsInHandler(bridges) {
        const { core, host } = bridges.open();
        host.onClock = () => process.exit(7);
        await core.logIn({ userID: 7n });
    },
    async ends(bridges) {
        const { core } = bridges.open();
        await core.logIn({ userID: 7n });
        await core.close();
    },
    async endsWithoutClosing(bridges) {
        await bridges.open().core.logIn({ userID: 7n });
    },
    async waitsForSignal(bridges) {
        await begin(bridges);
        process.stdout.write("ready");
        await (0, expect_1.sleep)(20000);
    },
};
async function inWorker(library, numbers) {
    const lines = [];
    const worker = new node_worker_threads_1.Worker(__filename.replace("processes", "main"), { workerData: { library, numbers } });
    const status = await new Promise((resolve, reject) => {
        worker.on("message", (line) => lines.push(line));
        worker.on("error", reject);
        worker.on("exit", resolve);
    });
    (0, expect_1.equal)(lines, numbers.map(number => `ok ${number}`));
    (0, expect_1.equal)(status, 0);
}
/** Behaviours 75 to 80: how a process ends, and workers. */
exports.processes = {
    75: async ({ library }) => (0, expect_1.equal)(await run(library, "exitsInCalls"), { status: 0, signal: null, text: "" }),
    76: async ({ library }) => (0, expect_1.equal)(await run(library, "exitsInHandler"), { status: 7, signal: null, text: "" }),
    77: async ({ library }) => {
        (0, expect_1.equal)(await run(library, "ends"), { status: 0, signal: null, text: "" });
        (0, expect_1.equal)(await run(library, "endsWithoutClosing"), { status: 0, signal: null, text: "" });
    },
    78: async ({ library }) => {
        const { signal, text } = await run(library, "waitsForSignal", "SIGTERM");
        (0, expect_1.equal)(signal, "SIGTERM");
        (0, expect_1.holds)(text === "ready", `the process printed ${text}`);
    },
    80: ({ library }) => inWorker(library, [1, 21, 27, 42, 51, 56, 62, 66]),
};
