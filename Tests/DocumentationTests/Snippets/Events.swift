// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

struct ThemeChanged: HostEvent {  // wire name theme_changed
  var isDark: Bool
}

func followTheme(_ bridge: HostBridge) async throws {
  let events = try bridge.events(of: ThemeChanged.self)
  try bridge.emit(ThemeChanged(isDark: true))
  for await event in events {
    print(event.isDark)
  }
}
