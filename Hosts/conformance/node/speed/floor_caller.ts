// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

interface Floor {
  load(path: string, callback: (kind: number, number: number, bytes: Uint8Array) => void): void;
  complete(call: number, payload: Uint8Array): void;
  logIn(slot: number, request: Uint8Array): void;
}

const floor = require("./floor.node") as Floor;
const request = hexadecimal("a1 66757365724944 07"); // {"userID": 7}
const profile = hexadecimal(
    "a3 646e616d65 63416461 6474616773 82 6561646d696e 6462657461 6c62616c616e636543656e7473 1904e2");

function hexadecimal(digits: string): Uint8Array {
  return Uint8Array.from(digits.replace(/ /g, "").match(/../g)!, pair => parseInt(pair, 16));
}

/** The round trips of the library of `floor.h`. */
export class FloorCaller {
  private readonly pending = new Map<number, (bytes: Uint8Array) => void>();
  private lastSlot = 0;

  /** @param path The path of the library. */
  constructor(path: string) {
    const answers = [new Uint8Array(new Float64Array([1700000000.5]).buffer), profile];
    floor.load(path, (kind, number, bytes) => {
      const answer = answers[kind];
      if (answer !== undefined) return floor.complete(number, answer);
      const resolve = this.pending.get(number)!;
      this.pending.delete(number);
      resolve(bytes);
    });
  }

  logIn(): Promise<Uint8Array> {
    return new Promise(resolve => {
      this.pending.set(++this.lastSlot, resolve);
      floor.logIn(this.lastSlot, request);
    });
  }
}
