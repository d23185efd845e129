// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {CallCancelled, CallContext, HostCallError} from "hostcall";

import * as interface_ from "./conformance";
import {sleep} from "./expect";

/** The host that the core's behaviours need. */
export class Host implements interface_.ConformanceHost {
  core: interface_.Conformance | undefined;
  /** The keys of the calls of `host_wait` whose cancellation was noticed, and of those that have begun. */
  readonly cancelled: string[] = [];
  readonly waiting: string[] = [];
  /** How far the last stream is, and whether its end was noticed by its code. */
  produced = 0;
  streamsEnded = 0;
  evolvingCalls = 0;
  /** Called at the beginning of `read_clock`. */
  onClock: (() => void) | undefined;

  echoBasics = returned<interface_.Basics>;
  echoIntegers = returned<interface_.Integers>;
  echoFloats = returned<interface_.Floats>;
  echoOptionals = returned<interface_.Optionals>;
  echoContainers = returned<interface_.Containers>;
  echoChoices = returned<interface_.Choices>;
  echoShapes = returned<interface_.Shape[]>;
  echoExpression = returned<interface_.Expression>;
  echoTree = returned<interface_.Tree>;
  echoFoundation = returned<interface_.FoundationValues>;
  echoRarities = returned<interface_.Rarities>;
  echoPage = returned<interface_.PageSensor>;
  echoMood = returned<interface_.Mood>;
  echoTable = returned<Map<string, bigint[]>>;
  echoBytes = returned<Uint8Array>;
  import = returned<interface_.Keywords>;

  echoOptionalText({value}: interface_.EchoOptionalTextCall): string | null {
    return value ?? null;
  }

  echoEvolving({value}: interface_.EchoEvolvingCall): interface_.Evolving {
    this.evolvingCalls++;
    return value;
  }

  echoArguments(request: interface_.EchoArgumentsCall): interface_.Arguments {
    return request;
  }

  echoSample(request: interface_.EchoSample): interface_.EchoSampleResponse {
    return request.value;
  }

  async hostPing(): Promise<void> {
    await sleep(0);
  }

  readClock(): number {
    this.onClock?.();
    return 1700000000.5;
  }

  fetchProfile({userID}: interface_.FetchProfileCall): interface_.Profile {
    if (userID === 404n) throw new interface_.RefusalError({kind: "limit", maximum: 403});
    return {name: "Ada", tags: ["admin", "beta"], balanceCents: -250n};
  }

  async obey({order}: interface_.ObeyCall): Promise<string> {
    await sleep(0);
    switch (order.kind) {
      case "succeed": return order.text;
      case "refuse": throw new interface_.RefusalError(order.value);
      case "fail": throw new HostCallError(order.message, order.code);
      case "crash": throw new RangeError(order.message);
      case "cancel": throw new CallCancelled("");
    }
  }

  failHost({fault}: interface_.FailHostCall): void {
    throw new interface_.FaultError(fault);
  }

  makeBytes({count}: interface_.MakeBytesCall): Uint8Array {
    return new Uint8Array(count);
  }

  hostWait({key}: interface_.HostWaitCall, {signal}: CallContext): Promise<void> {
    this.waiting.push(key);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, 10_000);
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        this.cancelled.push(key);
        reject(signal.reason);
      });
    });
  }

  hostIgnoreCancellation({milliseconds}: interface_.HostIgnoreCancellationCall): Promise<void> {
    return sleep(milliseconds);
  }

  describeCall({metadata, remaining}: CallContext): interface_.CallDescription {
    const entries = Object.entries(metadata);
    const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === "string");
    const binaries = entries.filter((entry): entry is [string, Uint8Array] => typeof entry[1] !== "string");
    return {texts: new Map(texts), binaries: new Map(binaries), remainingMilliseconds: remaining};
  }

  async hostDescend({depth}: interface_.HostDescendCall): Promise<number> {
    return depth === 0 ? 0 : 1 + await this.core!.coreDescend({depth: depth - 1});
  }

  async *hostCounts(
      {first, count, end}: interface_.HostCountsCall,
      {signal}: CallContext): AsyncGenerator<interface_.Reading, void, undefined> {
    this.produced = 0;
    try {
      for (let index = 0; index < count; index++) {
        this.produced++;
        const number = first + BigInt(index);
        yield {number, text: String(number)};
      }
      switch (end.kind) {
        case "finish": return;
        case "refuse": throw new interface_.RefusalError(end.value);
        case "fail":
          if (end.code === 2) throw new RangeError(end.message);
          throw new HostCallError(end.message, end.code);
        case "stay": await new Promise(resolve => signal.addEventListener("abort", resolve));
      }
    } finally {
      this.streamsEnded++;
    }
  }

  *hostTicks({count}: interface_.HostTicks): Iterable<number> {
    for (let index = 0; index < count; index++) yield index + 0.5;
  }
}

function returned<Value>({value}: {value: Value}): Value {
  return value;
}
