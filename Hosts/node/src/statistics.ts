// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/** The counters of a bridge since it was opened, as hostcall.h documents them. */
export interface Statistics {
  readonly made: number;
  readonly answered: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly expired: number;
  readonly late: number;
  readonly inFlight: number;
  readonly waiting: number;
  readonly requestBytes: number;
  readonly answerBytes: number;
  readonly listeners: number;
  readonly events: number;
  readonly eventsDropped: number;
}

const names: readonly (keyof Statistics)[] = [
  "made", "answered", "failed", "cancelled", "expired", "late", "inFlight", "waiting", "requestBytes", "answerBytes",
  "listeners", "events", "eventsDropped",
];

/** Returns the counters in the order of the add-on by name. */
export function statisticsOf(counts: number[] | undefined): Statistics | undefined {
  if (counts === undefined) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, counts[index] ?? 0])) as unknown as Statistics;
}
