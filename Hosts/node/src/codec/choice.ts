// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {CodingError} from "../errors";

import {AnyCodec, Codec} from "./codec";

type ValueOf<Each> = Each extends Codec<infer Value> ? Value : never;

/** One of several types: the first that the value or the message fits. */
export function choice<Codecs extends AnyCodec[]>(...codecs: Codecs): Codec<ValueOf<Codecs[number]>> {
  return {
    write(writer, value) {
      const {length} = writer;
      return first(codecs, codec => codec.write(writer, value), () => (writer.length = length));
    },
    read(reader) {
      const {at} = reader;
      return first(codecs, codec => reader.nested(() => codec.read(reader)), () => (reader.at = at));
    },
  };
}

/** Returns the result of the first codec that does not throw. */
function first<Result>(codecs: AnyCodec[], attempt: (codec: AnyCodec) => Result, goBack: () => void): Result {
  const problems: string[] = [];
  for (const codec of codecs) {
    try {
      return attempt(codec);
    } catch (error) {
      if (!(error instanceof CodingError)) throw error;
      problems.push(error.message);
      goBack();
    }
  }
  throw new CodingError(`no alternative fits: ${problems.join("; ")}`);
}
