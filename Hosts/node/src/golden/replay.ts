// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {any} from "../codec/any";
import {Coder} from "../coder";
import {CallContext} from "../context";
import {CallDefinition} from "../definitions";
import {CallFailure} from "../errors";
import {argumentsOf} from "../handler";
import {Metadata} from "../metadata";
import {line} from "../outcome";
import {Ending, ending} from "./ending";
import {GoldenFile} from "./file";
import {GoldenRequest} from "./request";
import {shown} from "./shown";

/** A class that `hostcall generate typescript` has written. Without calls to the host, it has no `register`. */
export interface Client {
  register?(registry: object, host: object): void;
}

/** The outcome of a golden request. */
export interface Outcome {
  readonly file: string;
  readonly result: "ok" | "differs" | "not offered" | "skipped" | "malformed";
  readonly reason: string;
}

type Definition = CallDefinition<unknown, unknown>;
type Method = ((...call: unknown[]) => unknown) | undefined;

/** The context of a call without a core: it has no deadline and no metadata, and is aborted when its time is up. */
class ReplayedContext extends CallContext {
  constructor(name: string) {
    super(name, undefined as never, 0);
  }

  override get metadata(): Metadata {
    return {};
  }

  override get remaining(): number | undefined {
    return undefined;
  }
}

/** Takes what a generated class registers, in place of a bridge. */
class Registry {
  readonly calls = new Map<string, readonly [definition: Definition, method: Method]>();
  readonly streams = new Set<string>();

  handle(definition: Definition, method: Method): void {
    this.calls.set(definition.name, [definition, method]);
  }

  handleStream(definition: Definition): void {
    this.streams.add(definition.name);
  }
}

/** Calls a host with the golden requests of a folder, one after the other, and compares its answers. */
export class Replay {
  /** The request whose call has not ended. */
  running: string | undefined;
  private readonly registry = new Registry();
  private readonly coder = new Coder();

  /**
   * @param limit The milliseconds for a call. Code that does not return to the event loop is not limited.
   * @throws Whatever the host's properties throw when they are read.
   */
  constructor(
      private readonly folder: string, client: Client, private readonly host: object, private readonly limit: number) {
    client.register?.(this.registry, host);
  }

  /** Returns the outcome of each request, by the names of the files. */
  async *outcomes(): AsyncGenerator<Outcome, void, void> {
    for (const request of GoldenRequest.all(this.folder)) {
      this.running = request.file;
      const [result, reason = ""] = await this.outcome(request);
      this.running = undefined;
      yield {file: request.file, result, reason};
    }
  }

  private async outcome({file, name, answer: [kind, answer]}: GoldenRequest):
      Promise<readonly [Outcome["result"], string?]> {
    if (this.registry.streams.has(name)) return ["skipped", "it opens a stream"];
    const call = this.registry.calls.get(name);
    if (call === undefined) return ["not offered"];
    const [definition, method] = call;
    if (method === undefined) return ["differs", `the host has no method for ${name}`];
    if (kind === undefined) return ["skipped", answer];
    let golden: readonly [GoldenFile, GoldenFile];
    try {
      golden = [new GoldenFile(this.folder, file), new GoldenFile(this.folder, answer)];
    } catch (error) {
      return ["malformed", line(error)];
    }
    try {
      const reason = await this.difference(definition, method, ...golden, kind);
      return reason === undefined ? ["ok"] : ["differs", `${answer}: ${reason}`];
    } catch (error) {
      return ["differs", line(error)];
    }
  }

  /** Calls a method; returns what differs in its answer. Throws if a golden file is not of the call's types. */
  private async difference(
      definition: Definition, method: NonNullable<Method>, request: GoldenFile, answer: GoldenFile,
      wanted: "response" | "failure"): Promise<string | undefined> {
    const codec = wanted === "response" ? definition.response : definition.failure?.codec;
    const argument = request.value(definition.request, "the request");
    const expected = answer.value(codec ?? any);
    const context = new ReplayedContext(definition.name);
    const end = await ending(() => method.apply(this.host, argumentsOf(definition, argument, context)), this.limit);
    if (end === undefined) {
      context.abort();
      return `found no answer within ${this.limit / 1000} seconds`;
    }
    const kind = kindOf(end, definition);
    if (kind !== wanted || codec === undefined) {
      return `found the ${kind} ${shown(end.value)}, expected the ${wanted} ${shown(expected)}`;
    }
    try {
      const value = kind === "failure" ? (end.value as CallFailure<unknown>).failure : end.value;
      return answer.difference(codec, this.coder.encode(codec, value));
    } catch (error) {
      return line(error);
    }
  }
}

function kindOf(end: NonNullable<Ending>, {failure}: Definition): "response" | "failure" | "exception" {
  if (!end.isThrown) return "response";
  try {
    return failure !== undefined && end.value instanceof failure.type ? "failure" : "exception";
  } catch {
    return "exception"; // a proxy that refuses to be inspected
  }
}
