// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {existsSync, readdirSync} from "node:fs";
import {join} from "node:path";

/** The name of a golden request, and those of the files with its answer. */
export class GoldenRequest {
  private constructor(
      private readonly folder: string,
      readonly file: string,
      /** The wire name. */
      readonly name: string,
      private readonly variant: string) {}

  /** Returns the golden requests of a folder, by the names of the files. */
  static all(folder: string): GoldenRequest[] {
    return readdirSync(folder).sort().flatMap(file => {
      const parts = /^(.*?)\.request(?:(\..*))?\.cbor$/s.exec(file);
      return parts === null ? [] : [new GoldenRequest(folder, file, parts[1]!, parts[2] ?? "")];
    });
  }

  /** The kind and the file of the answer, a response before a failure; or why there is none. */
  get answer(): readonly ["response" | "failure", string] | readonly [undefined, string] {
    const files = (["response", "failure"] as const).map(
        kind => [kind, `${this.name}.${kind}${this.variant}.cbor`] as const);
    const found = files.find(([, file]) => existsSync(join(this.folder, file)));
    return found ?? [undefined, `there is no ${files.map(([, file]) => file).join(" or ")}`];
  }
}
