// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {isMainThread, parentPort, workerData} from "node:worker_threads";

import {Behaviours, Bridges} from "./bridges";
import {closing} from "./closing";
import {events} from "./events";
import {load} from "./load";
import {outcomes} from "./outcomes";
import {processes, programs} from "./processes";
import {streams} from "./streams";
import {values} from "./values";
import {versions} from "./versions";
import {waiting} from "./waiting";

const behaviours: Behaviours = {
  ...values, ...outcomes, ...versions, ...waiting, ...streams, ...events, ...closing, ...load, ...processes,
};
const skipped: Readonly<Record<number, string>> = {79: "Node has no fork: its child processes are new programs"};

/** Runs a behaviour within its time limit; returns its line. */
async function line(bridges: Bridges, number: number): Promise<string> {
  const behaviour = behaviours[number];
  if (behaviour === undefined) {
    const reason = skipped[number];
    return reason === undefined ? `failed ${number}: there is no such behaviour` : `skipped ${number}: ${reason}`;
  }
  const seconds = number === 74 ? 300 : 30;
  let timer: unknown;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took more than ${seconds} seconds`)), seconds * 1000);
  });
  try {
    await Promise.race([behaviour(bridges), limit]);
    return `ok ${number}`;
  } catch (error) {
    return `failed ${number}: ${error instanceof Error ? error.message : String(error)}`.replace(/\n/g, " ");
  } finally {
    clearTimeout(timer as number);
  }
}

async function main(library: string, ...rest: string[]): Promise<void> {
  const [first] = rest;
  if (first?.startsWith("child:")) return programs[first.slice(6)]!(new Bridges(library));
  const numbers = rest.length > 0 ? rest.map(Number) : Array.from({length: 80}, (_, index) => index + 1);
  for (const number of numbers) {
    const result = await line(new Bridges(library), number);
    process.stdout.write(result + "\n");
    if (result.startsWith("failed")) process.exitCode = 1;
  }
  process.exit(process.exitCode ?? 0); // also while a call of a behaviour that failed is open
}

async function work({library, numbers}: {library: string; numbers: number[]}): Promise<void> {
  for (const number of numbers) parentPort.postMessage(await line(new Bridges(library), number));
}

if (isMainThread) {
  void main(...(process.argv.slice(2) as [string, ...string[]]));
} else {
  void work(workerData as {library: string; numbers: number[]});
}
