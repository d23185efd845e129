// Written by `hostcall generate typescript`. Do not edit.
/* eslint-disable */

import {Bridge, CallFailure, codec} from "hostcall";
import type {CallContext, CallDefinition, CallOptions, CoreStream, OpenOptions, StreamOptions} from "hostcall";

type Awaitable<Value> = Value | PromiseLike<Value>;

export interface FetchProfile {
  userID: bigint;
}

const fetchProfileCodec = codec.record<FetchProfile>({
  userID: codec.uint64,
});

export interface Profile {
  name: string;
  tags: string[];
  balanceCents: bigint;
  avatar?: Uint8Array | undefined;
}

const profileCodec = codec.record<Profile>({
  name: codec.text,
  tags: codec.array(codec.text),
  balanceCents: codec.int64,
  avatar: codec.optional(codec.bytes),
});

export interface ProfileFailure {
  code: string;
  retryable: boolean;
}

const profileFailureCodec = codec.record<ProfileFailure>({
  code: codec.text,
  retryable: codec.bool,
});

export interface LogIn {
  userID: bigint;
  timeoutMilliseconds?: bigint | undefined;
}

const logInCodec = codec.record<LogIn>({
  userID: codec.uint64,
  timeoutMilliseconds: codec.optional(codec.uint64),
});

export interface Welcome {
  greeting: string;
  loggedInAt: number;
  tagCount: bigint;
}

const welcomeCodec = codec.record<Welcome>({
  greeting: codec.text,
  loggedInAt: codec.float64,
  tagCount: codec.int64,
});

export interface LogInFailure {
  code: string;
  message: string;
}

const logInFailureCodec = codec.record<LogInFailure>({
  code: codec.text,
  message: codec.text,
});

/** The values of `read_clock.request`. */
export interface ReadClock {
  clock: number;
}

const readClockCodec = codec.rawStruct<ReadClock>(4, [
  [["clock"], "uint32", 0],
]);

/** The failure of `fetch_profile`. */
export class ProfileFailureError extends CallFailure<ProfileFailure> {}

/** The failure of `log_in`. */
export class LogInFailureError extends CallFailure<LogInFailure> {}

const fetchProfileCall: CallDefinition<FetchProfile, Profile> = {
  name: "fetch_profile",
  fingerprint: 0xd9cfd868ed9eeac0n,
  request: fetchProfileCodec,
  response: profileCodec,
  failure: {type: ProfileFailureError, codec: profileFailureCodec},
};

const readClockCall: CallDefinition<ReadClock, number> = {
  name: "read_clock",
  fingerprint: 0x198117c403824aedn,
  request: readClockCodec,
  response: codec.rawNumber("float64"),
};

const logInCall: CallDefinition<LogIn, Welcome> = {
  name: "log_in",
  fingerprint: 0x4061a5deccd574d0n,
  request: logInCodec,
  response: welcomeCodec,
  failure: {type: LogInFailureError, codec: logInFailureCodec},
};

const watchBalanceStream: CallDefinition<Uint8Array, Uint8Array> = {
  name: "watch_balance",
  fingerprint: 0n,
  request: codec.rawBytes,
  response: codec.rawBytes,
};

/** What a host of `profile_core` answers. */
export interface ProfileCoreHost {
  /** @throws ProfileFailureError */
  fetchProfile(request: FetchProfile, context: CallContext): Awaitable<Profile>;
  readClock(request: ReadClock, context: CallContext): Awaitable<number>;
}

/** The core `profile_core`, and the bridge to it. */
export class ProfileCore {
  readonly bridge: Bridge;

  constructor(bridge: Bridge) {
    this.bridge = bridge;
  }

  /** Opens a bridge, and registers what the host answers. */
  static open(library: string, host: ProfileCoreHost, options?: OpenOptions): ProfileCore {
    return new ProfileCore(Bridge.open(library, "profile_core_open", options, bridge => {
      ProfileCore.register(bridge, host);
    }));
  }

  /** Registers what the host answers, on an open bridge; `open` does that. */
  static register(bridge: Bridge, host: ProfileCoreHost): void {
    bridge.handle(fetchProfileCall, host.fetchProfile, host);
    bridge.handle(readClockCall, host.readClock, host);
  }

  /** Closes the bridge; see `Bridge.close`. */
  close(grace?: number): Promise<void> {
    return this.bridge.close(grace);
  }

  /** @throws LogInFailureError */
  logIn(request: LogIn, options?: CallOptions): Promise<Welcome> {
    return this.bridge.call(logInCall, request, options);
  }

  watchBalance(request: Uint8Array, options?: StreamOptions): CoreStream<Uint8Array, Uint8Array> {
    return this.bridge.stream(watchBalanceStream, request, options);
  }
}
