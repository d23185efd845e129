// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {Bridges} from "./bridges";
import {logIn} from "./load";

interface Floor {
  start(callback: (step: number, slot: number, bytes: Uint8Array) => void): void;
  post(slot: number, step: number, bytes: Uint8Array): void;
}

/** The round trips of the add-on in `floor.c`. */
class FloorCaller {
  private readonly floor = require("./floor.node") as Floor;
  private readonly pending = new Map<number, (bytes: Uint8Array) => void>();
  private readonly request = new Uint8Array(10);
  private readonly answers = [new Uint8Array(8), new Uint8Array(40)];
  private lastSlot = 0;

  constructor() {
    this.floor.start((step, slot, bytes) => {
      const answer = this.answers[step];
      if (answer !== undefined) return this.floor.post(slot, step + 1, answer);
      const resolve = this.pending.get(slot)!;
      this.pending.delete(slot);
      resolve(bytes);
    });
  }

  async run(calls: number, atATime: number): Promise<void> {
    let left = calls;
    const run = async(): Promise<void> => {
      while (left-- > 0) {
        await new Promise(resolve => {
          this.pending.set(++this.lastSlot, resolve);
          this.floor.post(this.lastSlot, 0, this.request);
        });
      }
    };
    await Promise.all(Array.from({length: atATime}, run));
  }
}

/** Prints the round trips of `log_in` a second, beside the floor: the medians of nine measurements in alternation. */
export async function speed(library: string): Promise<void> {
  const {core} = new Bridges(library).open();
  const floor = new FloorCaller();
  for (const atATime of [1, 64]) {
    const calls = atATime === 1 ? 2000 : 20_000;
    const [measured, least]: [number[], number[]] = [[], []];
    await logIn(core, calls, atATime);
    await floor.run(calls, atATime);
    for (let round = 0; round < 9; round++) {
      measured.push(await perSecond(calls, () => logIn(core, calls, atATime)));
      least.push(await perSecond(calls, () => floor.run(calls, atATime)));
    }
    process.stdout.write(`speed ${atATime} ${median(measured)} floor ${median(least)}\n`);
  }
  process.exit(0); // the floor's thread does not end
}

async function perSecond(calls: number, run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return Math.round(calls * 1000 / (performance.now() - start));
}

function median(values: number[]): number {
  return values.sort((left, right) => left - right)[values.length >> 1]!;
}
