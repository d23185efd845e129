// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {inspect} from "node:util";

import {line} from "../outcome";

/** Returns the start of what a value looks like, in one line. Never throws. */
export function shown(value: unknown): string {
  try {
    if (value instanceof Error) return start(line(value).split("\n", 1)[0]!, 200);
    return start(inspect(value, {breakLength: Infinity, depth: 5, customInspect: false}), 40);
  } catch {
    return "a value that cannot be shown";
  }
}

function start(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length - 3) + "...";
}
