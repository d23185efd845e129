// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {SchemaMismatchError, StatusError} from "./errors";
import {native, NativeBridge} from "./native";

/** The statuses of hostcall.h that the package handles. */
export const enum Status {
  ok = 0,
  invalidBridge = 2,
  closed = 3,
  notRegistered = 5,
  schemaMismatch = 8,
  wouldBlock = 9,
}

/** Returns the error of a function that has just returned `status`. */
export function statusError(bridge: NativeBridge, status: number): StatusError {
  const type = status === Status.schemaMismatch ? SchemaMismatchError : StatusError;
  return new type(native.lastError(bridge), status, native.statusName(bridge, status));
}

/** Throws unless a status is `HOSTCALL_OK`. */
export function check(bridge: NativeBridge, status: number): void {
  if (status !== Status.ok) throw statusError(bridge, status);
}

/** Throws if a result is a status, which is negative, instead of an ID. */
export function checkID<ID extends number | bigint>(bridge: NativeBridge, result: ID): ID {
  if (result <= 0) throw statusError(bridge, -Number(result));
  return result;
}
