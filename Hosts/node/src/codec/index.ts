// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

export {any, Simple, Tagged} from "./any";
export {choice} from "./choice";
export {Codec, lazy, nullable} from "./codec";
export {array, dictionary, numberedDictionary, pairs, sequence, tuple} from "./collections";
export {enumeration, floatValues, integerValues, textValues} from "./enumerations";
export {float16, float32, float64, int8, int16, int32, int64, int128, uint8, uint16, uint32, uint64, uint128} from
    "./numbers";
export {rawBytes, rawNumber, rawStruct, rawVector} from "./raw";
export {keyed, nothing, optional, record} from "./records";
export {bool, bytes, date, decimal, text, uri, uuid} from "./scalars";
