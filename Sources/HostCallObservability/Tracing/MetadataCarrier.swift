// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Observability
internal import HostBridgeCore
internal import Tracing

/// Writes and reads what a tracer propagates, such as `traceparent`, `tracestate` and `baggage`, as the metadata of a
/// call.
///
/// Keys become lowercase, as metadata requires and HTTP permits. An entry that metadata cannot carry, such as one that
/// exceeds its limits, is left out: a call does not fail because of its trace.
struct MetadataCarrier: Injector, Extractor {
  func inject(_ value: String, forKey key: String, into carrier: inout HostCallMetadata) {
    try? carrier.set(value, forKey: key.lowercased())
  }

  func extract(key: String, from carrier: HostCallMetadata) -> String? { carrier[key.lowercased()] }
}
#endif
