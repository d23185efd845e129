// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The parts of Node that the package uses, so that it compiles without @types/node. Not part of the package.

declare function require(name: string): unknown;

declare const process: {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly execPath: string;
  exitCode: number | undefined;
  exit(code?: number): never;
  readonly stdout: {write(text: string): boolean};
  memoryUsage(): {readonly rss: number};
};

declare interface NodeBuffer extends Uint8Array {
  write(text: string, offset: number, encoding: "utf8"): number;
  toString(encoding?: "utf8" | "latin1" | "hex", start?: number, end?: number): string;
}

declare const Buffer: {
  allocUnsafeSlow(size: number): NodeBuffer;
  byteLength(text: string): number;
  from(buffer: ArrayBufferLike, offset: number, length: number): NodeBuffer;
};
