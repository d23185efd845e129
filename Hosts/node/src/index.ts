// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/** The parts of a host that generated interfaces and programs use. */
export {Bridge} from "./bridge";
export * as codec from "./codec/index";
export {CallContext} from "./context";
export {CoreStream} from "./core_stream";
export {CallDefinition, EventDefinition, FailureDefinition} from "./definitions";
export {CallCancelled, CallFailure, Code, CodingError, HostCallError, SchemaMismatchError, StatusError} from "./errors";
export {Events, Listener, Subscription} from "./events";
export {recordedBridge} from "./golden/recorded";
export {Handler} from "./handler";
export {Metadata} from "./metadata";
export {CallOptions, ListenerOptions, OpenOptions, StreamOptions} from "./options";
export {Statistics} from "./statistics";
export {StreamHandler} from "./stream_handler";
