// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {FloorCaller} from "./floor_caller";
import {ProfileCore} from "./profile_core";

// Prints the round trips of `log_in` a second, beside the floor: the medians of nine measurements in alternation.

async function perSecond(calls: number, atATime: number, call: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  let left = calls;
  const run = async(): Promise<void> => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({length: atATime}, run));
  return Math.round(calls * 1000 / (performance.now() - start));
}

function median(values: number[]): number {
  return values.sort((left, right) => left - right)[values.length >> 1]!;
}

async function main(library: string, floorLibrary: string): Promise<void> {
  const profile = {name: "Ada", tags: ["admin", "beta"], balanceCents: 1250n};
  const core = ProfileCore.open(library, {readClock: () => 1700000000.5, fetchProfile: () => profile});
  const floor = new FloorCaller(floorLibrary);
  const logIn = (): Promise<unknown> => core.logIn({userID: 7n});
  const logInAtFloor = (): Promise<unknown> => floor.logIn();
  for (const atATime of [1, 64]) {
    const calls = atATime === 1 ? 2000 : 20_000;
    const found: number[] = [];
    const least: number[] = [];
    for (let round = 0; round < 9; round++) {
      found.push(await perSecond(calls, atATime, logIn));
      least.push(await perSecond(calls, atATime, logInAtFloor));
    }
    process.stdout.write(`speed ${atATime} ${median(found)} floor ${median(least)}\n`);
  }
  process.exit(0); // the floor's thread does not end
}

void main(process.argv[2]!, process.env["HOSTCALL_FLOOR"]!);
