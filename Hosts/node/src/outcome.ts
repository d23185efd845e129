// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {CallDefinition, FailureDefinition} from "./definitions";
import {CallCancelled, CallFailure, Code, CodingError, HostCallError} from "./errors";
import {Coder} from "./coder";

/** The outcomes of hostcall.h. */
export const enum Outcome {
  ok = 0,
  error = 1,
  failure = 2,
  cancelled = 3,
  /** Plus a code. */
  code = 0x100,
}

/** An answer to the core: an outcome, and its encoded payload. */
export type Answer = readonly [outcome: number, payload: Uint8Array];

const utf8 = new TextEncoder();

function message(outcome: number, text: string): Answer {
  return [outcome, utf8.encode(text)];
}

/** Returns the answer of a request that cannot be decoded. */
export function requestAnswer(error: unknown): Answer {
  return message(Outcome.code + Code.invalidArgument, `the request cannot be decoded: ${line(error)}`);
}

/** Returns the answer of a handler that has thrown. Never throws, whatever the error does when it is read. */
export function errorAnswer(error: unknown, failure: FailureDefinition | undefined, coder: Coder): Answer {
  try {
    return answerOf(error, failure, coder);
  } catch {
    return message(Outcome.error, line(error));
  }
}

function answerOf(error: unknown, failure: FailureDefinition | undefined, coder: Coder): Answer {
  if (error instanceof CallFailure && failure !== undefined && error instanceof failure.type) {
    try {
      return [Outcome.failure, coder.encode(failure.codec, error.failure)];
    } catch (problem) {
      return message(Outcome.code + Code.internal, `the failure cannot be encoded: ${line(problem)}`);
    }
  }
  if (error instanceof CodingError) {
    return message(Outcome.code + Code.internal, `the answer cannot be encoded: ${error.message}`);
  }
  if (isCancellation(error)) return message(Outcome.cancelled, line(error));
  if (error instanceof HostCallError && error.code !== undefined && error.code in Code) {
    return message(Outcome.code + error.code, error.message);
  }
  return message(Outcome.error, line(error));
}

/** Returns whether a handler throws an error on purpose, so that it need not be reported. Never throws. */
export function isIntended(error: unknown): boolean {
  try {
    return error instanceof CallFailure || error instanceof HostCallError || isCancellation(error);
  } catch {
    return false;
  }
}

/** Returns whether an error says that something was cancelled, as an aborted signal's does. */
function isCancellation(error: unknown): boolean {
  return error instanceof CallCancelled || (error instanceof Error && error.name === "AbortError");
}

/** Returns the error of a call to the core that ended with another outcome than `ok`. */
export function callError(
    definition: CallDefinition<unknown, unknown>, outcome: number, payload: Uint8Array, coder: Coder): Error {
  const {name, failure} = definition;
  if (outcome === Outcome.failure && failure !== undefined) {
    try {
      return new failure.type(coder.decode(failure.codec, payload), name);
    } catch (error) {
      return new HostCallError(`the failure cannot be decoded: ${line(error)}`, Code.internal, name);
    }
  }
  const undeclared = "the core answered with a failure that the call does not declare";
  const text = outcome === Outcome.failure ? undeclared : new TextDecoder().decode(payload);
  if (outcome === Outcome.cancelled) return new CallCancelled(text, name);
  const code = outcome - Outcome.code;
  return new HostCallError(text, code in Code ? code : undefined, name);
}

/** Returns the error of an answer that cannot be decoded. */
export function decodingError(error: unknown, name: string): Error {
  return new HostCallError(`the answer cannot be decoded: ${line(error)}`, Code.internal, name);
}

/** Returns the type and the text of what was thrown. Never throws. */
export function line(error: unknown): string {
  try {
    if (error instanceof CodingError) return String(error.message);
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } catch {
    return "an error without a description";
  }
}
