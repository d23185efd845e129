// Written by `hostcall generate cpp`; changes are lost.

#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "hostcall/interface.hpp"

/// Opens a bridge; 0 on failure.
extern "C" hostcall_bridge profile_core_open(void);

namespace profile_core {

struct FetchProfile {
  std::uint64_t user_id{};

  friend bool operator==(const FetchProfile &, const FetchProfile &) = default;
  static constexpr auto hostcall_fields() { return std::tuple(hostcall::field("userID", &FetchProfile::user_id)); }
};

struct Profile {
  std::string name{};
  std::vector<std::string> tags{};
  std::int64_t balance_cents{};
  std::optional<hostcall::Bytes> avatar{};

  friend bool operator==(const Profile &, const Profile &) = default;
  static constexpr auto hostcall_fields() {
    return std::tuple(hostcall::field("name", &Profile::name), hostcall::field("tags", &Profile::tags),
                      hostcall::field("balanceCents", &Profile::balance_cents),
                      hostcall::optional_field("avatar", &Profile::avatar));
  }
};

struct ProfileFailure {
  std::string code{};
  bool retryable{};

  friend bool operator==(const ProfileFailure &, const ProfileFailure &) = default;
  static constexpr auto hostcall_fields() {
    return std::tuple(hostcall::field("code", &ProfileFailure::code),
                      hostcall::field("retryable", &ProfileFailure::retryable));
  }
};

struct LogIn {
  std::uint64_t user_id{};
  std::optional<std::uint64_t> timeout_milliseconds{};

  friend bool operator==(const LogIn &, const LogIn &) = default;
  static constexpr auto hostcall_fields() {
    return std::tuple(hostcall::field("userID", &LogIn::user_id),
                      hostcall::optional_field("timeoutMilliseconds", &LogIn::timeout_milliseconds));
  }
};

struct Welcome {
  std::string greeting{};
  double logged_in_at{};
  std::int64_t tag_count{};

  friend bool operator==(const Welcome &, const Welcome &) = default;
  static constexpr auto hostcall_fields() {
    return std::tuple(hostcall::field("greeting", &Welcome::greeting),
                      hostcall::field("loggedInAt", &Welcome::logged_in_at),
                      hostcall::field("tagCount", &Welcome::tag_count));
  }
};

struct LogInFailure {
  std::string code{};
  std::string message{};

  friend bool operator==(const LogInFailure &, const LogInFailure &) = default;
  static constexpr auto hostcall_fields() {
    return std::tuple(hostcall::field("code", &LogInFailure::code), hostcall::field("message", &LogInFailure::message));
  }
};

/// The values of `read_clock.request`.
struct ReadClock {
  std::uint32_t clock{};

  friend bool operator==(const ReadClock &, const ReadClock &) = default;
  static constexpr std::size_t hostcall_size = 4;
  static constexpr auto hostcall_layout() { return std::tuple(hostcall::raw_field(0, &ReadClock::clock)); }
};
static_assert(std::endian::native == std::endian::little, "of other machines");

/// What crosses, of each call, stream and event.
namespace methods {

struct fetch_profile {
  static constexpr const char *name = "fetch_profile";
  static constexpr std::uint64_t fingerprint = 0xd9cfd868ed9eeac0;
  static constexpr bool is_stream = false;
  using Request = hostcall::Cbor<FetchProfile>;
  using Response = hostcall::Cbor<Profile>;
  using Failure = ProfileFailure;
};

struct read_clock {
  static constexpr const char *name = "read_clock";
  static constexpr std::uint64_t fingerprint = 0x198117c403824aed;
  static constexpr bool is_stream = false;
  using Request = hostcall::Raw<ReadClock>;
  using Response = hostcall::Raw<double>;
  using Failure = hostcall::Never;
};

struct log_in {
  static constexpr const char *name = "log_in";
  static constexpr std::uint64_t fingerprint = 0x4061a5deccd574d0;
  static constexpr bool is_stream = false;
  using Request = hostcall::Cbor<LogIn>;
  using Response = hostcall::Cbor<Welcome>;
  using Failure = LogInFailure;
};

struct watch_balance {
  static constexpr const char *name = "watch_balance";
  static constexpr std::uint64_t fingerprint = 0x0000000000000000;
  static constexpr bool is_stream = true;
  using Request = hostcall::Plain;
  using Response = hostcall::Plain;
  using Failure = hostcall::Never;
};

}  // namespace methods

/// What the host answers: its functions run on the bridge's executor, and may be coroutines.
///
/// An exception is reported to the core as an error with its type and text.
class Host {
 public:
  virtual ~Host() = default;

  /// Answers `fetch_profile`.
  virtual hostcall::Answer<Profile, ProfileFailure> fetch_profile(FetchProfile request, hostcall::Call call) = 0;

  /// Answers `read_clock`.
  virtual hostcall::Answer<double> read_clock(ReadClock request, hostcall::Call call) = 0;
};

/// Registers the host's functions, all or none. A core whose calls have changed refuses them in words.
hostcall::Result<> register_host(const hostcall::Bridge &bridge, std::shared_ptr<Host> host);

/// What the core offers. May be copied, and used on any thread.
class Core {
 public:
  explicit Core(const hostcall::Bridge &bridge) : bridge_(bridge.state()) {}

  /// Calls `log_in`.
  hostcall::Pending<Welcome, LogInFailure> log_in(const LogIn &request,
                                                  const hostcall::CallOptions &options = hostcall::no_options()) const;

  /// Calls `watch_balance`.
  hostcall::Stream<hostcall::Bytes> watch_balance(const hostcall::Bytes &request,
                                                  const hostcall::CallOptions &options = hostcall::no_options()) const;

 private:
  std::shared_ptr<hostcall::BridgeState> bridge_;
};

/// Opens a bridge of the library that the program is linked with.
inline hostcall::Bridge open_bridge(hostcall::BridgeOptions options = {}) {
  return hostcall::Bridge(hostcall_typed_linked_api(), profile_core_open(), std::move(options));
}

}  // namespace profile_core
