// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import ConformanceCore
import HostCall

/// Opens a bridge with the whole interface, which the host closes; returns 0 on failure.
@c
public func conformance_open() -> UInt64 { CoreVariant.whole.openBridge()?.cHandle ?? 0 }

/// Opens a bridge whose call `fetch_profile` to the host has a further field; otherwise as `conformance_open`.
@c
public func conformance_changed_open() -> UInt64 { CoreVariant.changedHost.openBridge()?.cHandle ?? 0 }

/// Opens a bridge that exposes only `ping`, and a `log_in` with another response; otherwise as `conformance_open`.
@c
public func conformance_partial_open() -> UInt64 { CoreVariant.partialCore.openBridge()?.cHandle ?? 0 }

/// Returns this library's table of the C functions.
@c
public func conformance_api() -> UnsafeRawPointer { UnsafeRawPointer(HostBridge.cAPI) }
