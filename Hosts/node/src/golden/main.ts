#!/usr/bin/env node
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// hostcall-golden FOLDER MODULE:CLIENT MODULE:HOST: calls the methods of a typed host with golden files, and compares
// the answers. CLIENT is the class that `hostcall generate typescript` has written, in the module's JavaScript, and
// HOST is what its `open` takes, or a class or a function that returns it without arguments. The request in
// fetch_profile.request.late.cbor is the argument, and the answer must be that of fetch_profile.response.late.cbor, or
// else of fetch_profile.failure.late.cbor, within 30 seconds. `hostcall fixtures replay` does the same with cores. The
// last line of the output has the sums.
//
// The exit status is 0 if all answers are the same, 1 if one differs or the host ends the process, 64 for an invalid
// command line or a name that is not found, 65 for a malformed file, 66 for a folder without requests, and 69 if
// nothing could be compared.

import {statSync, writeSync} from "node:fs";

import {ending} from "./ending";
import {named} from "./named";
import {Client, Outcome, Replay} from "./replay";
import {shown} from "./shown";

const limit = 30_000;
const kinds: readonly Outcome["result"][] = ["ok", "differs", "not offered", "skipped", "malformed"];

/** A reason for which nothing is compared. */
class Refusal {
  constructor(readonly status: number, readonly message: string) {}
}

/** The name whose module or host is loaded, and later the requests. */
let loaded = "";
let replay: Replay | undefined;
let status: number | undefined;

async function run([folder, clientName, hostName, ...rest]: readonly string[]): Promise<number> {
  if (folder === undefined || !isName(clientName) || !isName(hostName) || rest.length > 0) {
    throw new Refusal(64, "usage: hostcall-golden FOLDER MODULE:CLIENT MODULE:HOST");
  }
  if (statSync(folder, {throwIfNoEntry: false})?.isDirectory() !== true) {
    throw new Refusal(66, `${folder}: there is no such folder`);
  }
  const client = await load(clientName);
  if (typeof client !== "function" || typeof (client as {open?: unknown}).open !== "function") {
    const wanted = "expected the class that `hostcall generate typescript` has written";
    throw new Refusal(64, `${clientName}: found ${shown(client)}, ${wanted}`);
  }
  const host = await instance(await load(hostName), hostName);
  try {
    replay = new Replay(folder, client as unknown as Client, host, limit);
  } catch (error) {
    throw new Refusal(64, `${hostName}: ${shown(error)}`);
  }
  const results: Outcome["result"][] = [];
  for await (const {file, result, reason} of replay.outcomes()) {
    results.push(result);
    await print(`${file}: ${result}${reason === "" ? "" : ": "}${reason}\n`);
  }
  if (results.length === 0) throw new Refusal(66, `${folder}: the folder contains no requests`);
  await print(`${summary(results)}\n`);
  return results.includes("malformed") ? 65 : results.includes("differs") ? 1 : results.includes("ok") ? 0 : 69;
}

/** Returns the numbers of results, such as `3 calls: 2 ok, 1 differs`. */
function summary(results: readonly Outcome["result"][]): string {
  const counts = kinds.map(kind => [results.filter(each => each === kind).length, kind] as const);
  const texts = counts.filter(([count, kind]) => count > 0 || kind === "ok").map(([count, kind]) => `${count} ${kind}`);
  return `${results.length} ${results.length === 1 ? "call" : "calls"}: ${texts.join(", ")}`;
}

function isName(argument: string | undefined): argument is string {
  return argument !== undefined && argument.includes(":");
}

async function load(name: string): Promise<unknown> {
  loaded = name;
  try {
    return await named(name);
  } catch (error) {
    throw new Refusal(64, `${name}: ${shown(error)}`);
  }
}

/** Returns a host: an object as it is, an instance of a class, or what a function returns. */
async function instance(value: unknown, name: string): Promise<object> {
  const made = await ending(() => (typeof value === "function" ? make(value) : value), limit);
  if (made === undefined) throw new Refusal(64, `${name}: found no host within ${limit / 1000} seconds`);
  if (made.isThrown) throw new Refusal(64, `${name}: ${shown(made.value)}`);
  if (typeof made.value === "object" && made.value !== null) return made.value;
  throw new Refusal(64, `${name}: found ${shown(made.value)}, expected an object with the methods of the host`);
}

/** Calls a class or another function; those without a prototype, such as `() => host`, are no constructors. */
function make(value: object): unknown {
  return "prototype" in value ? new (value as new () => unknown)() : (value as () => unknown)();
}

function print(text: string): Promise<void> {
  return new Promise(resolve => process.stdout.write(text, () => resolve()));
}

/** Ends the process, in which the host may have left timers and the like. */
function end(result: number): never {
  status = result;
  process.exit(result);
}

process.on("exit", code => {
  if (status !== undefined) return;
  process.exitCode = replay === undefined ? 64 : 1;
  const reason = `the process ends with the status ${code}`;
  if (replay?.running === undefined) writeSync(2, `${loaded}: ${reason}\n`);
  else writeSync(1, `${replay.running}: differs: ${reason}\n`);
});
process.stdout.on("error", () => end(1)); // of a pipe that nothing reads any more

run(process.argv.slice(2)).then(end, error => {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`, () => end(error.status));
});
