"use strict";
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0
Object.defineProperty(exports, "__esModule", { value: true });
exports.speed = void 0;
const bridges_1 = require("./bridges");
const load_1 = require("./load");
/** The round trips of the add-on in `floor.c`. */
class FloorCaller {
    floor = require("./floor.node");
    pending = new Map();
    request = new Uint8Array(10);
    answers = [new Uint8Array(8), new Uint8Array(40)];
    lastSlot = 0;
    constructor() {
        this.floor.start((step, slot, bytes) => {
            const answer = this.answers[step];
            if (answer !== undefined)
                return this.floor.post(slot, step + 1, answer);
            const resolve = this.pending.get(slot);
            this.pending.delete(slot);
            resolve(bytes);
        });
    }
    async run(calls, atATime) {
        let left = calls;
        const run = async () => {
            while (left-- > 0) {
                await new Promise(resolve => {
                    this.pending.set(++this.lastSlot, resolve);
                    this.floor.post(this.lastSlot, 0, this.request);
                });
            }
        };
        await Promise.all(Array.from({ length: atATime }, run));
    }
}
/** Prints the round trips of `log_in` a second, beside the floor: the medians of nine measurements in alternation. */
async function speed(library) {
    const { core } = new bridges_1.Bridges(library).open();
    const floor = new FloorCaller();
    for (const atATime of [1, 64]) {
        const calls = atATime === 1 ? 2000 : 20000;
        const [measured, least] = [[], []];
        await (0, load_1.logIn)(core, calls, atATime);
        await floor.run(calls, atATime);
        for (let round = 0; round < 9; round++) {
            measured.push(await perSecond(calls, () => (0, load_1.logIn)(core, calls, atATime)));
            least.push(await perSecond(calls, () => floor.run(calls, atATime)));
        }
        process.stdout.write(`speed ${atATime} ${median(measured)} floor ${median(least)}\n`);
    }
    process.exit(0); // the floor's thread does not end
}
exports.speed = speed;
async function perSecond(calls, run) {
    const start = performance.now();
    await run();
    return Math.round(calls * 1000 / (performance.now() - start));
}
function median(values) {
    return values.sort((left, right) => left - right)[values.length >> 1];
}
