// Written by `hostcall generate typescript`. Do not edit.
/* eslint-disable */

import {Bridge, CallFailure, codec} from "hostcall";
import type {
  CallContext,
  CallDefinition,
  CallOptions,
  CoreStream,
  EventDefinition,
  Events,
  Listener,
  ListenerOptions,
  OpenOptions,
  StreamOptions,
  Subscription,
} from "hostcall";

type Awaitable<Value> = Value | PromiseLike<Value>;

export const Color = {
  /** The warmest. */
  red: "red",
  darkGreen: "dark green",
  class: "class",
  None: "None",
} as const;

export type Color = (typeof Color)[keyof typeof Color];

const colorCodec = codec.textValues<Color>("Color", ["red", "dark green", "class", "None"]);

export interface ThemeChanged {
  isDark: boolean;
  /** The colour of buttons. */
  accent?: Color | undefined;
}

const themeChangedCodec = codec.record<ThemeChanged>({
  isDark: codec.bool,
  accent: codec.optional(colorCodec),
});

/** The values of `BatteryChanged.cells`. */
export interface BatteryChangedCells {
  volts: number;
}

const batteryChangedCellsCodec = codec.record<BatteryChangedCells>({
  volts: codec.float64,
});

export interface BatteryChanged {
  level: number;
  cells: BatteryChangedCells[];
}

const batteryChangedCodec = codec.record<BatteryChanged>({
  level: codec.float64,
  cells: codec.array(batteryChangedCellsCodec),
});

export type Set_ = string[];

const setCodec = codec.array(codec.text);

export interface FetchProfile {
  /** The user's ID. */
  userID: bigint;
  fields?: Set_ | undefined;
}

const fetchProfileCodec = codec.record<FetchProfile>({
  userID: codec.uint64,
  fields: codec.optional(setCodec),
});

export const Level = {
  low: -1,
  high: 10,
} as const;

export type Level = (typeof Level)[keyof typeof Level];

const levelCodec = codec.integerValues<Level>("Level", [-1, 10]);

/**
 * A user.
 *
 * Its name is "quoted", ends *\/ comments, has \ and é, and """ quotes.
 */
export interface Profile {
  name: string;
  color: Color;
  level?: Level | undefined;
  /** A picture, if there is one. */
  avatar?: Uint8Array | undefined;
  friends: Profile[];
  best?: Profile | undefined;
}

const profileCodec: codec.Codec<Profile> = codec.record<Profile>({
  name: codec.text,
  color: colorCodec,
  level: codec.optional(levelCodec),
  avatar: codec.optional(codec.bytes),
  friends: codec.array(codec.lazy(() => profileCodec)),
  best: codec.optional(codec.lazy(() => profileCodec)),
});

export const Ratio = {
  half: 0.5,
  "2.0": 2.0,
} as const;

export type Ratio = (typeof Ratio)[keyof typeof Ratio];

const ratioCodec = codec.floatValues<Ratio>("Ratio", [0.5, 2.0]);

/** Why there is no profile. */
export type ProfileFailure =
  | {
    kind: "notFound";
    userID: bigint;
  }
  /** Someone else has it. */
  | {
    kind: "locked";
  }
  | {
    kind: "other";
    _0: string;
    _1: boolean;
  };

const profileFailureCodec = codec.enumeration<"kind", ProfileFailure>("ProfileFailure", "kind", {
  notFound: {
    userID: codec.uint64,
  },
  locked: {},
  other: {
    _0: codec.text,
    _1: codec.bool,
  },
});

/** The values of `Everything.inline.inner`. */
export interface EverythingInlineInner {
  x: number;
}

const everythingInlineInnerCodec = codec.record<EverythingInlineInner>({
  x: codec.float64,
});

/** The values of `Everything.inline`. */
export interface EverythingInline {
  text: string;
  inner: EverythingInlineInner[];
}

const everythingInlineCodec = codec.record<EverythingInline>({
  text: codec.text,
  inner: codec.array(everythingInlineInnerCodec),
});

export type Shape =
  | {
    kind: "circle";
    radius: number;
  }
  /** Several shapes. */
  | {
    kind: "group";
    value: Shape[];
  }
  | {
    kind: "empty";
  }
  | {
    kind: "inverse";
    of: Shape;
  };

const shapeCodec: codec.Codec<Shape> = codec.enumeration<"kind", Shape>("Shape", "kind", {
  circle: {
    radius: codec.float64,
  },
  group: {
    value: codec.keyed("_0", codec.array(codec.lazy(() => shapeCodec))),
  },
  empty: {},
  inverse: {
    of: codec.lazy(() => shapeCodec),
  },
});

export interface Everything {
  bool: boolean;
  int8: number;
  int16: number;
  int32: number;
  int64: bigint;
  int128: bigint;
  uint8: number;
  uint16: number;
  uint32: number;
  uint64: bigint;
  uint128: bigint;
  float16: number;
  float: number;
  double: number;
  text: string;
  bytes: Uint8Array;
  date: Date;
  uuid: string;
  uri: string;
  decimal: string;
  any: unknown;
  null: bigint | null;
  dates: (Date | null)[];
  tuple: [bigint, string | null, Color];
  sequence: [string, ...bigint[]];
  dictionary: Map<string, Level>;
  numbered: Map<bigint, Uint8Array>;
  pairs: Map<Color, Ratio>;
  choice: bigint | string | boolean[];
  inline: EverythingInline;
  shape: Shape;
  shapes: Map<string, Shape[]>;
  email: string;
  /** Any value: in CDDL: 1..65535. */
  port: unknown;
  /** Any value: its init(from:) rejects every made-up value. */
  gap: unknown;
  /** Any value: a type of the unknown kind hologram. */
  later: unknown;
  /** Any value: the type Nowhere, which the descriptor lacks. */
  missing: unknown;
}

const everythingCodec = codec.record<Everything>({
  bool: codec.bool,
  int8: codec.int8,
  int16: codec.int16,
  int32: codec.int32,
  int64: codec.int64,
  int128: codec.int128,
  uint8: codec.uint8,
  uint16: codec.uint16,
  uint32: codec.uint32,
  uint64: codec.uint64,
  uint128: codec.uint128,
  float16: codec.float16,
  float: codec.float32,
  double: codec.float64,
  text: codec.text,
  bytes: codec.bytes,
  date: codec.date,
  uuid: codec.uuid,
  uri: codec.uri,
  decimal: codec.decimal,
  any: codec.any,
  null: codec.nullable(codec.int64),
  dates: codec.array(codec.nullable(codec.date)),
  tuple: codec.tuple<[bigint, string | null, Color]>(codec.int64, codec.nullable(codec.text), colorCodec),
  sequence: codec.sequence<[string], bigint>([codec.text], codec.int64),
  dictionary: codec.dictionary(levelCodec),
  numbered: codec.numberedDictionary(codec.bytes),
  pairs: codec.pairs(colorCodec, ratioCodec),
  choice: codec.choice(codec.int64, codec.text, codec.array(codec.bool)),
  inline: everythingInlineCodec,
  shape: shapeCodec,
  shapes: codec.dictionary(codec.array(shapeCodec)),
  email: codec.text,
  port: codec.any,
  gap: codec.any,
  later: codec.any,
  missing: codec.any,
});

export interface Keys {
  class: bigint;
  from: bigint;
  default?: bigint | undefined;
  userID: bigint;
  user_id: bigint;
  "a key-with spaces"?: bigint | undefined;
  ""?: bigint | undefined;
  "2nd"?: bigint | undefined;
  "\u{fc}"?: bigint | undefined;
  self: boolean;
}

const keysCodec = codec.record<Keys>({
  class: codec.int64,
  from: codec.int64,
  default: codec.optional(codec.int64),
  userID: codec.uint64,
  user_id: codec.uint64,
  "a key-with spaces": codec.optional(codec.int64),
  "": codec.optional(codec.int64),
  "2nd": codec.optional(codec.int64),
  "\u{fc}": codec.optional(codec.int64),
  self: codec.bool,
});

export interface Profile2 {
  name: string;
}

const profile2Codec = codec.record<Profile2>({
  name: codec.text,
});

/** Any value: a type that consists of itself without a name for its parts. */
export type Tree = unknown;

const treeCodec = codec.any;

export interface Search {
  /** What to look for. */
  text: string;
  limit?: number | undefined;
  near?: Profile2 | undefined;
}

const searchCodec = codec.record<Search>({
  text: codec.text,
  limit: codec.optional(codec.uint32),
  near: codec.optional(profile2Codec),
});

export interface WatchBalance {
  userID: bigint;
}

const watchBalanceCodec = codec.record<WatchBalance>({
  userID: codec.uint64,
});

export interface Balance {
  cents: bigint;
  isFinal?: boolean | undefined;
}

const balanceCodec = codec.record<Balance>({
  cents: codec.int64,
  isFinal: codec.optional(codec.bool),
});

/** The values of `locate.request`. */
export interface Locate {
  position: {
    x: number;
    y: number;
  };
  id: number;
  isNew: boolean;
  rest: number[];
  last: number;
}

const locateCodec = codec.rawStruct<Locate>(24, [
  [["position", "x"], "float64", 0],
  [["position", "y"], "float64", 8],
  [["id"], "uint32", 16],
  [["isNew"], "bool", 20],
  [["rest"], "uint8", 21, 2],
  [["last"], "int8", 23],
]);

/** The values of `read_clock.request`. */
export interface ReadClock {
  clock: number;
}

const readClockCodec = codec.rawStruct<ReadClock>(4, [
  [["clock"], "uint32", 0],
]);

/** The failure of `fetch_profile`, `watch_balance`, `class`, `search`. */
export class ProfileFailureError extends CallFailure<ProfileFailure> {}

const echoCall: CallDefinition<Everything, Everything> = {
  name: "echo",
  fingerprint: 0x0000000000000001n,
  request: everythingCodec,
  response: everythingCodec,
};

const fetchProfileCall: CallDefinition<FetchProfile, Profile> = {
  name: "fetch_profile",
  fingerprint: 0xd9cfd868ed9eeac0n,
  request: fetchProfileCodec,
  response: profileCodec,
  failure: {type: ProfileFailureError, codec: profileFailureCodec},
};

const keysCall: CallDefinition<Keys, Keys> = {
  name: "keys",
  fingerprint: 0x0000000000000002n,
  request: keysCodec,
  response: keysCodec,
};

const locateCall: CallDefinition<Locate, number> = {
  name: "locate",
  fingerprint: 0x0000000000000003n,
  request: locateCodec,
  response: codec.rawNumber("float64"),
};

const plainBytesCall: CallDefinition<Uint8Array, Uint8Array> = {
  name: "plain_bytes",
  fingerprint: 0n,
  request: codec.rawBytes,
  response: codec.rawBytes,
};

const readClockCall: CallDefinition<ReadClock, number> = {
  name: "read_clock",
  fingerprint: 0x198117c403824aedn,
  request: readClockCodec,
  response: codec.rawNumber("float64"),
};

const renameCall: CallDefinition<string, void> = {
  name: "rename",
  fingerprint: 0x0000000000000004n,
  request: codec.text,
  response: codec.nothing,
};

const shutdownCall: CallDefinition<void, void> = {
  name: "shutdown",
  fingerprint: 0x0000000000000005n,
  request: codec.nothing,
  response: codec.nothing,
};

const treeCall: CallDefinition<Tree, Tree | null> = {
  name: "tree",
  fingerprint: 0x0000000000000006n,
  request: treeCodec,
  response: codec.nullable(treeCodec),
};

const watchBalanceStream: CallDefinition<WatchBalance, Balance> = {
  name: "watch_balance",
  fingerprint: 0x0000000000000009n,
  request: watchBalanceCodec,
  response: balanceCodec,
  failure: {type: ProfileFailureError, codec: profileFailureCodec},
};

const bytesCall: CallDefinition<Uint8Array, Uint8Array> = {
  name: "bytes",
  fingerprint: 0n,
  request: codec.rawBytes,
  response: codec.rawBytes,
};

const classCall: CallDefinition<void, Shape> = {
  name: "class",
  fingerprint: 0x0000000000000007n,
  request: codec.nothing,
  response: shapeCodec,
  failure: {type: ProfileFailureError, codec: profileFailureCodec},
};

const searchCall: CallDefinition<Search, Profile[]> = {
  name: "search",
  fingerprint: 0x8000000000000008n,
  request: searchCodec,
  response: codec.array(profileCodec),
  failure: {type: ProfileFailureError, codec: profileFailureCodec},
};

const ticksStream: CallDefinition<void, number> = {
  name: "ticks",
  fingerprint: 0x000000000000000an,
  request: codec.nothing,
  response: codec.rawNumber("float64"),
};

const peerLeftEvent: EventDefinition<void> = {
  name: "peer_left",
  event: codec.nothing,
};

const themeChangedEvent: EventDefinition<ThemeChanged> = {
  name: "theme_changed",
  event: themeChangedCodec,
  drops: "newest",
};

const batteryChangedEvent: EventDefinition<BatteryChanged> = {
  name: "battery_changed",
  event: batteryChangedCodec,
};

/** What a host of `every_type` answers. */
export interface EveryTypeHost {
  echo(request: Everything, context: CallContext): Awaitable<Everything>;
  /**
   * Fetches a profile.
   * In two lines.
   *
   * @throws ProfileFailureError
   */
  fetchProfile(request: FetchProfile, context: CallContext): Awaitable<Profile>;
  keys(request: Keys, context: CallContext): Awaitable<Keys>;
  locate(request: Locate, context: CallContext): Awaitable<number>;
  plainBytes(request: Uint8Array, context: CallContext): Awaitable<Uint8Array>;
  readClock(request: ReadClock, context: CallContext): Awaitable<number>;
  /** Renames the user. */
  rename(request: string, context: CallContext): Awaitable<void>;
  shutdown(context: CallContext): Awaitable<void>;
  tree(request: Tree, context: CallContext): Awaitable<Tree | null>;
  /**
   * The balances of a user, as they change.
   *
   * @throws ProfileFailureError
   */
  watchBalance(request: WatchBalance, context: CallContext): AsyncIterable<Balance> | Iterable<Balance>;
}

/** The core `every_type`, and the bridge to it. */
export class EveryType {
  readonly bridge: Bridge;

  constructor(bridge: Bridge) {
    this.bridge = bridge;
  }

  /** Opens a bridge, and registers what the host answers. */
  static open(library: string, host: EveryTypeHost, options?: OpenOptions): EveryType {
    return new EveryType(Bridge.open(library, "every_type_open", options, bridge => {
      EveryType.register(bridge, host);
    }));
  }

  /** Registers what the host answers, on an open bridge; `open` does that. */
  static register(bridge: Bridge, host: EveryTypeHost): void {
    bridge.handle(echoCall, host.echo, host);
    bridge.handle(fetchProfileCall, host.fetchProfile, host);
    bridge.handle(keysCall, host.keys, host);
    bridge.handle(locateCall, host.locate, host);
    bridge.handle(plainBytesCall, host.plainBytes, host);
    bridge.handle(readClockCall, host.readClock, host);
    bridge.handle(renameCall, host.rename, host);
    bridge.handle(shutdownCall, host.shutdown, host);
    bridge.handle(treeCall, host.tree, host);
    bridge.handleStream(watchBalanceStream, host.watchBalance, host);
  }

  /** Closes the bridge; see `Bridge.close`. */
  close(grace?: number): Promise<void> {
    return this.bridge.close(grace);
  }

  bytes(request: Uint8Array, options?: CallOptions): Promise<Uint8Array> {
    return this.bridge.call(bytesCall, request, options);
  }

  /** @throws ProfileFailureError */
  class(options?: CallOptions): Promise<Shape> {
    return this.bridge.call(classCall, undefined, options);
  }

  /**
   * Searches for users.
   *
   * @throws ProfileFailureError
   */
  search(request: Search, options?: CallOptions): Promise<Profile[]> {
    return this.bridge.call(searchCall, request, options);
  }

  ticks(options?: StreamOptions): CoreStream<void, number> {
    return this.bridge.stream(ticksStream, undefined, options);
  }

  onPeerLeft(listener: Listener<void>, options?: ListenerOptions): Subscription<void> {
    return this.bridge.listen(peerLeftEvent, listener, options);
  }

  peerLeft(options?: ListenerOptions): Events<void> {
    return this.bridge.events(peerLeftEvent, options);
  }

  /** The user has chosen another theme. */
  onThemeChanged(listener: Listener<ThemeChanged>, options?: ListenerOptions): Subscription<ThemeChanged> {
    return this.bridge.listen(themeChangedEvent, listener, options);
  }

  /** The user has chosen another theme. */
  themeChanged(options?: ListenerOptions): Events<ThemeChanged> {
    return this.bridge.events(themeChangedEvent, options);
  }

  emitBatteryChanged(event: BatteryChanged): void {
    this.bridge.emit(batteryChangedEvent, event);
  }
}
