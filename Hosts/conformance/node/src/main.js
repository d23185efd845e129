"use strict";
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0
Object.defineProperty(exports, "__esModule", { value: true });
const node_worker_threads_1 = require("node:worker_threads");
const bridges_1 = require("./bridges");
const closing_1 = require("./closing");
const events_1 = require("./events");
const load_1 = require("./load");
const outcomes_1 = require("./outcomes");
const processes_1 = require("./processes");
const speed_1 = require("./speed");
const streams_1 = require("./streams");
const values_1 = require("./values");
const versions_1 = require("./versions");
const waiting_1 = require("./waiting");
const behaviours = {
    ...values_1.values, ...outcomes_1.outcomes, ...versions_1.versions, ...waiting_1.waiting, ...streams_1.streams, ...events_1.events, ...closing_1.closing, ...load_1.load, ...processes_1.processes,
};
const skipped = { 79: "Node has no fork: its child processes are new programs" };
/** Runs a behaviour within its time limit; returns its line. */
async function line(bridges, number) {
    const behaviour = behaviours[number];
    if (behaviour === undefined)
        return `skipped ${number}: ${skipped[number] ?? "there is no such behaviour"}`;
    const seconds = number === 74 ? 300 : 30;
    let timer;
    const limit = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`it took more than ${seconds} seconds`)), seconds * 1000);
    });
    try {
        await Promise.race([behaviour(bridges), limit]);
        return `ok ${number}`;
    }
    catch (error) {
        return `failed ${number}: ${error instanceof Error ? error.message : String(error)}`.replace(/\n/g, " ");
    }
    finally {
        clearTimeout(timer);
    }
}
async function main(library, ...rest) {
    const [first] = rest;
    if (first === "speed")
        return (0, speed_1.speed)(library);
    if (first?.startsWith("child:"))
        return processes_1.programs[first.slice(6)](new bridges_1.Bridges(library));
    const numbers = rest.length > 0 ? rest.map(Number) : Array.from({ length: 80 }, (_, index) => index + 1);
    for (const number of numbers) {
        const result = await line(new bridges_1.Bridges(library), number);
        process.stdout.write(result + "\n");
        if (result.startsWith("failed"))
            process.exitCode = 1;
    }
}
async function work({ library, numbers }) {
    for (const number of numbers)
        node_worker_threads_1.parentPort.postMessage(await line(new bridges_1.Bridges(library), number));
}
if (node_worker_threads_1.isMainThread) {
    void main(...process.argv.slice(2));
}
else {
    void work(node_worker_threads_1.workerData);
}
