// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The parts of Node that the driver uses beyond those in the package's own declarations.

declare const __filename: string;

declare module "node:util" {
  export function isDeepStrictEqual(left: unknown, right: unknown): boolean;
  export function inspect(value: unknown, options?: {depth?: number; breakLength?: number}): string;
}

declare module "node:child_process" {
  interface Child {
    readonly pid: number;
    kill(signal: string): boolean;
    on(event: "exit", listener: (status: number | null, signal: string | null) => void): void;
    readonly stdout: {on(event: "data", listener: (bytes: Uint8Array) => void): void};
    readonly stderr: {on(event: "data", listener: (bytes: Uint8Array) => void): void};
  }
  export function spawn(
      command: string, args: readonly string[], options: {stdio: readonly ("ignore" | "pipe")[]}): Child;
}

declare module "node:worker_threads" {
  export const isMainThread: boolean;
  export const workerData: unknown;
  export const parentPort: {postMessage(message: unknown): void};
  export class Worker {
    constructor(file: string, options: {workerData: unknown});
    on(event: "message", listener: (message: never) => void): void;
    on(event: "error", listener: (error: unknown) => void): void;
    on(event: "exit", listener: (status: number) => void): void;
  }
}
