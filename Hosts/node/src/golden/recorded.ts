// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {Bridge} from "../bridge";
import {Coder} from "../coder";
import {CallDefinition} from "../definitions";
import {callError, line, Outcome} from "../outcome";
import {GoldenFile} from "./file";
import {GoldenRequest} from "./request";

const coder = new Coder();

/**
 * Returns a bridge without a core, for tests of what a host calls: `new ProfileCore(recordedBridge("Fixtures"))`.
 *
 * A call has the answer of the golden file with the same request, of several the first by name: it returns the
 * response, or else rejects with the declared failure. A call with a request that no file has rejects with an Error
 * that says what differs, and a malformed file with a CodingError. The options have no effect. `close` does nothing,
 * and what else bridges have throws, since golden files have no streams and no events.
 */
export function recordedBridge(folder: string): Bridge {
  return new Proxy(new RecordedBridge(folder), {
    get(target, property) {
      if (property === "call" || property === "close") return target[property].bind(target);
      const member = Object.getOwnPropertyDescriptor(Bridge.prototype, property);
      if (member === undefined) return Reflect.get(target, property);
      const refuse = (): never => {
        throw new Error(`a bridge of golden files has no ${String(property)}`);
      };
      return member.get === undefined ? refuse : refuse();
    },
  }) as unknown as Bridge;
}

class RecordedBridge {
  constructor(private readonly folder: string) {}

  async call<Request, Response>(definition: CallDefinition<Request, Response>, request: Request): Promise<Response> {
    const {name} = definition;
    const payload = coder.encode(definition.request, request);
    await new Promise(resolve => setTimeout(resolve, 0)); // as an answer from elsewhere
    const differences: string[] = [];
    for (const golden of GoldenRequest.all(this.folder).filter(each => each.name === name)) {
      const [kind, answer] = golden.answer;
      const reason = differenceOf(new GoldenFile(this.folder, golden.file), definition, payload);
      if (reason === undefined && kind !== undefined) return this.answer(definition, kind, answer);
      differences.push(`${golden.file}: ${reason ?? answer}`);
    }
    if (differences.length === 0) differences.push(`${this.folder} has no golden request of that name`);
    throw new Error(`${name}: the request is not recorded: ${differences.join("; ")}`);
  }

  async close(): Promise<void> {}

  private answer<Request, Response>(
      definition: CallDefinition<Request, Response>, kind: "response" | "failure", file: string): Response {
    const golden = new GoldenFile(this.folder, file);
    if (kind === "response") return golden.value(definition.response) as Response;
    const {failure, name} = definition;
    if (failure === undefined) throw callError(definition, Outcome.failure, new Uint8Array(), coder);
    throw new failure.type(golden.value(failure.codec), name);
  }
}

function differenceOf<Request>(
    golden: GoldenFile, {request}: CallDefinition<Request, unknown>, payload: Uint8Array): string | undefined {
  try {
    return golden.difference(request, payload);
  } catch (error) {
    return line(error); // a value of another shape
  }
}
