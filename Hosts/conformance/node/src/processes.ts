// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {spawn} from "node:child_process";
import {Worker} from "node:worker_threads";

import {Behaviours, Bridges} from "./bridges";
import {equal, holds, sleep, until} from "./expect";

interface End {
  status: number | null;
  signal: string | null;
  text: string;
}

/** Runs a program of `programs` in a child process. */
function run(library: string, program: string, signal?: string): Promise<End> {
  return new Promise((resolve, reject) => {
    const child = spawn(
        process.execPath, [__filename.replace("processes", "main"), library, `child:${program}`],
        {stdio: ["ignore", "pipe", "pipe"]});
    let text = "";
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`the process did not end within ten seconds: ${text}`));
    }, 10_000);
    const received = (bytes: Uint8Array): void => {
      text += new TextDecoder().decode(bytes);
      if (signal !== undefined && text.includes("ready")) child.kill(signal);
    };
    child.stdout.on("data", received);
    child.stderr.on("data", received);
    child.on("exit", (status, ended) => {
      clearTimeout(timer);
      resolve({status, signal: ended, text});
    });
  });
}

/** Begins calls in both directions that do not end. */
async function begin(bridges: Bridges): Promise<void> {
  const {core, host} = bridges.open();
  for (const key of ["a", "b"]) core.coreWait({key}).catch(() => undefined);
  await core.holdCalls({key: "held", count: 3});
  await until(() => host.waiting.length === 3, "the calls");
}

/** What child processes do. */
export const programs: Readonly<Record<string, (bridges: Bridges) => Promise<void>>> = {
  async exitsInCalls(bridges) {
    await begin(bridges);
    process.exit(0);
  },
  async exitsInHandler(bridges) {
    const {core, host} = bridges.open();
    host.onClock = () => process.exit(7);
    await core.logIn({userID: 7n});
  },
  async ends(bridges) {
    const {core} = bridges.open();
    await core.logIn({userID: 7n});
    await core.close();
  },
  async endsWithoutClosing(bridges) {
    await bridges.open().core.logIn({userID: 7n});
  },
  async waitsForSignal(bridges) {
    await begin(bridges);
    process.stdout.write("ready");
    await sleep(20_000);
  },
};

async function inWorker(library: string, numbers: number[]): Promise<void> {
  const lines: string[] = [];
  const worker = new Worker(__filename.replace("processes", "main"), {workerData: {library, numbers}});
  const status = await new Promise<number>((resolve, reject) => {
    worker.on("message", (line: string) => lines.push(line));
    worker.on("error", reject);
    worker.on("exit", resolve);
  });
  equal(lines, numbers.map(number => `ok ${number}`));
  equal(status, 0);
}

/** Behaviours 75 to 80: how a process ends, and workers. */
export const processes: Behaviours = {
  75: async ({library}) => equal(await run(library, "exitsInCalls"), {status: 0, signal: null, text: ""}),
  76: async ({library}) => equal(await run(library, "exitsInHandler"), {status: 7, signal: null, text: ""}),
  77: async ({library}) => {
    equal(await run(library, "ends"), {status: 0, signal: null, text: ""});
    equal(await run(library, "endsWithoutClosing"), {status: 0, signal: null, text: ""});
  },
  78: async ({library}) => {
    const {signal, text} = await run(library, "waitsForSignal", "SIGTERM");
    equal(signal, "SIGTERM");
    holds(text === "ready", `the process printed ${text}`);
  },
  80: ({library}) => inWorker(library, [1, 21, 27, 42, 51, 56, 62, 66]),
};
