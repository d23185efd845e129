// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/** Returns a name of a function or an event. Throws a TypeError if it contains a NUL, which would end it in C. */
export function checkName(name: string): string {
  if (name.includes("\0")) throw new TypeError(`${JSON.stringify(name)} contains a NUL`);
  return name;
}
