// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/** The codes of errors, which are gRPC's status codes. */
export enum Code {
  cancelled = 1,
  unknown,
  invalidArgument,
  deadlineExceeded,
  notFound,
  alreadyExists,
  permissionDenied,
  resourceExhausted,
  failedPrecondition,
  aborted,
  outOfRange,
  unimplemented,
  internal,
  unavailable,
  dataLoss,
  unauthenticated,
}

/**
 * The error of a call: of one to the core, or thrown by a handler, which then answers with its code and message.
 */
export class HostCallError extends Error {
  override readonly name: string = "HostCallError";

  /**
   * @param message A description for people.
   * @param code The code; `undefined` if the other side stated none.
   * @param call The wire name of the call that ended, if the error comes from the core.
   */
  constructor(message: string, readonly code?: Code, readonly call?: string) {
    super(call === undefined ? message : `${call}: ${message}`);
  }
}

/** The error of a call that was cancelled otherwise than through its signal, such as by the close of its bridge. */
export class CallCancelled extends HostCallError {
  override readonly name = "CallCancelled";

  constructor(message: string, call?: string) {
    super(message === "" ? "the call was cancelled" : message, Code.cancelled, call);
  }
}

/**
 * The failure that a call declares. A generated interface has a subclass for each type of failure, which handlers throw
 * and callers catch.
 */
export abstract class CallFailure<Failure> extends Error {
  /**
   * @param failure The declared failure.
   * @param call The wire name of the call that ended, if the failure comes from the core.
   */
  constructor(readonly failure: Failure, readonly call?: string) {
    super((call === undefined ? "" : `${call}: `) + describe(failure));
    this.name = new.target.name;
  }
}

/** The error of a function of the bridge itself, such as one that is closed. */
export class StatusError extends Error {
  override readonly name: string = "StatusError";

  /**
   * @param status The status in hostcall.h.
   * @param statusName Its name, such as `HOSTCALL_CLOSED`.
   */
  constructor(message: string, readonly status: number, readonly statusName: string) {
    super(`${statusName}: ${message}`);
  }
}

/** The error of a handler or a call that was generated for other types than the core's; the message says which. */
export class SchemaMismatchError extends StatusError {
  override readonly name = "SchemaMismatchError";
}

/** The error of a value that is not of its type, or of bytes that are not its encoding. */
export class CodingError extends Error {
  override readonly name = "CodingError";
  private readonly path: string[] = [];
  private readonly problem: string;

  constructor(problem: string) {
    super(problem);
    this.problem = problem;
  }

  /** Adds the field or element that contains the place of the error. */
  within(part: string): this {
    this.path.unshift(part);
    this.message = `at ${this.path.join("").replace(/^\./, "")}: ${this.problem}`;
    return this;
  }
}

function describe(failure: unknown): string {
  if (typeof failure !== "object" || failure === null) return String(failure);
  return Object.entries(failure).map(([key, value]) => `${key}: ${String(value)}`).join(", ");
}
