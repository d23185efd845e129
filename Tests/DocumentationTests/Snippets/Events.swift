// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

struct ThemeChanged: HostEvent {  // wire name theme_changed
  var isDark: Bool
}

struct UserLeft: HostEvent {
  var userID: UInt64
}

func declareEvents(on bridge: HostBridge) throws {
  try bridge.declareEvents(ThemeChanged.self)  // the core emits it
  try bridge.declareEvents(UserLeft.self, direction: .toCore)  // the core listens to it
}

func followTheme(_ bridge: HostBridge) async throws {
  let events = try bridge.events(of: ThemeChanged.self)
  try bridge.emit(ThemeChanged(isDark: true))
  for await event in events {
    print(event.isDark)
  }
}
