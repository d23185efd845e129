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
extern "C" hostcall_bridge every_type_open(void);

namespace every_type {

struct Profile;
struct Shape;

enum class Color {
  /// The warmest.
  red,
  dark_green,
  class_,
  none,
};

constexpr auto hostcall_raw_values(Color) {
  return hostcall::cases(hostcall::raw_case(Color::red, "red"), hostcall::raw_case(Color::dark_green, "dark green"),
                         hostcall::raw_case(Color::class_, "class"), hostcall::raw_case(Color::none, "None"));
}

struct ThemeChanged {
  bool is_dark{};
  /// The colour of buttons.
  std::optional<Color> accent{};

  friend bool operator==(const ThemeChanged &, const ThemeChanged &) = default;
  static constexpr auto hostcall_fields() {
    return std::tuple(hostcall::field("isDark", &ThemeChanged::is_dark),
                      hostcall::optional_field("accent", &ThemeChanged::accent));
  }
};

/// The values of `BatteryChanged.cells`.
struct BatteryChangedCells {
  double volts{};

  friend bool operator==(const BatteryChangedCells &, const BatteryChangedCells &) = default;
  static constexpr auto hostcall_fields() { return std::tuple(hostcall::field("volts", &BatteryChangedCells::volts)); }
};

struct BatteryChanged {
  double level{};
  std::vector<BatteryChangedCells> cells{};

  friend bool operator==(const BatteryChanged &, const BatteryChanged &) = default;
  static constexpr auto hostcall_fields() {
    return std::tuple(hostcall::field("level", &BatteryChanged::level),
                      hostcall::field("cells", &BatteryChanged::cells));
  }
};

struct FetchProfile {
  /// The user's ID.
  std::uint64_t user_id{};
  std::optional<std::vector<std::string>> fields{};

  friend bool operator==(const FetchProfile &, const FetchProfile &) = default;
  static constexpr auto hostcall_fields() {
    return std::tuple(hostcall::field("userID", &FetchProfile::user_id),
                      hostcall::optional_field("fields", &FetchProfile::fields));
  }
};

enum class Level {
  low,
  high,
};

constexpr auto hostcall_raw_values(Level) {
  return hostcall::cases(hostcall::raw_case(Level::low, INT64_C(-1)), hostcall::raw_case(Level::high, INT64_C(10)));
}

/// A user.
///
/// Its name is "quoted", ends */ comments, has \ and é, and """ quotes.
struct Profile {
  std::string name{};
  Color color{};
  std::optional<Level> level{};
  /// A picture, if there is one.
  std::optional<hostcall::Bytes> avatar{};
  std::vector<Profile> friends{};
  std::optional<hostcall::Box<Profile>> best{};

  friend bool operator==(const Profile &, const Profile &) = default;
  static constexpr auto hostcall_fields() {
    return std::tuple(hostcall::field("name", &Profile::name), hostcall::field("color", &Profile::color),
                      hostcall::optional_field("level", &Profile::level),
                      hostcall::optional_field("avatar", &Profile::avatar),
                      hostcall::field("friends", &Profile::friends), hostcall::optional_field("best", &Profile::best));
  }
};

enum class Ratio {
  half,
  v2_0,
};

constexpr auto hostcall_raw_values(Ratio) {
  return hostcall::cases(hostcall::raw_case(Ratio::half, 0.5), hostcall::raw_case(Ratio::v2_0, 2.0));
}

struct ProfileFailureNotFound {
  std::uint64_t user_id{};

  friend bool operator==(const ProfileFailureNotFound &, const ProfileFailureNotFound &) = default;
  static constexpr auto hostcall_fields() {
    return std::tuple(hostcall::field("userID", &ProfileFailureNotFound::user_id));
  }
};

/// Someone else has it.
struct ProfileFailureLocked {
  friend bool operator==(const ProfileFailureLocked &, const ProfileFailureLocked &) = default;
  static constexpr auto hostcall_fields() { return std::tuple<>(); }
};

struct ProfileFailureOther {
  std::string v0{};
  bool v1{};

  friend bool operator==(const ProfileFailureOther &, const ProfileFailureOther &) = default;
  static constexpr auto hostcall_fields() {
    return std::tuple(hostcall::field("_0", &ProfileFailureOther::v0), hostcall::field("_1", &ProfileFailureOther::v1));
  }
};

/// Why there is no profile.
struct ProfileFailure {
  using NotFound = ProfileFailureNotFound;
  using Locked = ProfileFailureLocked;
  using Other = ProfileFailureOther;

  std::variant<ProfileFailureNotFound, ProfileFailureLocked, ProfileFailureOther> value{};

  ProfileFailure() = default;
  ProfileFailure(ProfileFailureNotFound one) : value(std::move(one)) {}
  ProfileFailure(ProfileFailureLocked one) : value(std::move(one)) {}
  ProfileFailure(ProfileFailureOther one) : value(std::move(one)) {}

  friend bool operator==(const ProfileFailure &, const ProfileFailure &) = default;
  static constexpr auto hostcall_cases() { return hostcall::case_names("notFound", "locked", "other"); }
};

/// The values of `Everything.inline.inner`.
struct EverythingInlineInner {
  double x{};

  friend bool operator==(const EverythingInlineInner &, const EverythingInlineInner &) = default;
  static constexpr auto hostcall_fields() { return std::tuple(hostcall::field("x", &EverythingInlineInner::x)); }
};

/// The values of `Everything.inline`.
struct EverythingInline {
  std::string text{};
  std::vector<EverythingInlineInner> inner{};

  friend bool operator==(const EverythingInline &, const EverythingInline &) = default;
  static constexpr auto hostcall_fields() {
    return std::tuple(hostcall::field("text", &EverythingInline::text),
                      hostcall::field("inner", &EverythingInline::inner));
  }
};

struct ShapeCircle {
  double radius{};

  friend bool operator==(const ShapeCircle &, const ShapeCircle &) = default;
  static constexpr auto hostcall_fields() { return std::tuple(hostcall::field("radius", &ShapeCircle::radius)); }
};

/// Several shapes.
struct ShapeGroup {
  std::vector<Shape> v0;

  friend bool operator==(const ShapeGroup &, const ShapeGroup &) = default;
  static constexpr auto hostcall_fields() { return std::tuple(hostcall::field("_0", &ShapeGroup::v0)); }
};

struct ShapeEmpty {
  friend bool operator==(const ShapeEmpty &, const ShapeEmpty &) = default;
  static constexpr auto hostcall_fields() { return std::tuple<>(); }
};

struct ShapeInverse {
  hostcall::Box<Shape> of;

  friend bool operator==(const ShapeInverse &, const ShapeInverse &) = default;
  static constexpr auto hostcall_fields() { return std::tuple(hostcall::field("of", &ShapeInverse::of)); }
};

struct Shape {
  using Circle = ShapeCircle;
  using Group = ShapeGroup;
  using Empty = ShapeEmpty;
  using Inverse = ShapeInverse;

  std::variant<ShapeCircle, ShapeGroup, ShapeEmpty, ShapeInverse> value{};

  Shape() = default;
  Shape(ShapeCircle one) : value(std::move(one)) {}
  Shape(ShapeGroup one) : value(std::move(one)) {}
  Shape(ShapeEmpty one) : value(std::move(one)) {}
  Shape(ShapeInverse one) : value(std::move(one)) {}

  friend bool operator==(const Shape &, const Shape &) = default;
  static constexpr auto hostcall_cases() { return hostcall::case_names("circle", "group", "empty", "inverse"); }
};

struct Everything {
  bool bool_{};
  std::int8_t int8{};
  std::int16_t int16{};
  std::int32_t int32{};
  std::int64_t int64{};
  hostcall::Int128 int128{};
  std::uint8_t uint8{};
  std::uint16_t uint16{};
  std::uint32_t uint32{};
  std::uint64_t uint64{};
  hostcall::UInt128 uint128{};
  float float16{};
  float float_{};
  double double_{};
  std::string text{};
  hostcall::Bytes bytes{};
  hostcall::Time date{};
  hostcall::Uuid uuid{};
  hostcall::Uri uri{};
  hostcall::Decimal decimal{};
  /// An item of CBOR: any value.
  hostcall::Item any{};
  std::optional<std::int64_t> null{};
  std::vector<std::optional<hostcall::Time>> dates{};
  std::tuple<std::int64_t, std::optional<std::string>, Color> tuple{};
  hostcall::Sequence<std::tuple<std::string>, std::int64_t> sequence{};
  std::map<std::string, Level> dictionary{};
  std::map<std::int64_t, hostcall::Bytes> numbered{};
  std::vector<std::pair<Color, Ratio>> pairs{};
  std::variant<std::int64_t, std::string, std::vector<bool>> choice{};
  EverythingInline inline_{};
  Shape shape{};
  std::map<std::string, std::vector<Shape>> shapes{};
  std::string email{};
  /// An item of CBOR: in CDDL: 1..65535.
  hostcall::Item port{};
  /// An item of CBOR: its init(from:) rejects every made-up value.
  hostcall::Item gap{};
  /// An item of CBOR: a type of the unknown kind hologram.
  hostcall::Item later{};
  /// An item of CBOR: the type Nowhere, which the descriptor lacks.
  hostcall::Item missing{};

  friend bool operator==(const Everything &, const Everything &) = default;
  static constexpr auto hostcall_fields() {
    return std::tuple(hostcall::field("bool", &Everything::bool_), hostcall::field("int8", &Everything::int8),
                      hostcall::field("int16", &Everything::int16), hostcall::field("int32", &Everything::int32),
                      hostcall::field("int64", &Everything::int64), hostcall::field("int128", &Everything::int128),
                      hostcall::field("uint8", &Everything::uint8), hostcall::field("uint16", &Everything::uint16),
                      hostcall::field("uint32", &Everything::uint32), hostcall::field("uint64", &Everything::uint64),
                      hostcall::field("uint128", &Everything::uint128),
                      hostcall::field("float16", &Everything::float16), hostcall::field("float", &Everything::float_),
                      hostcall::field("double", &Everything::double_), hostcall::field("text", &Everything::text),
                      hostcall::field("bytes", &Everything::bytes), hostcall::field("date", &Everything::date),
                      hostcall::field("uuid", &Everything::uuid), hostcall::field("uri", &Everything::uri),
                      hostcall::field("decimal", &Everything::decimal), hostcall::field("any", &Everything::any),
                      hostcall::field("null", &Everything::null), hostcall::field("dates", &Everything::dates),
                      hostcall::field("tuple", &Everything::tuple), hostcall::field("sequence", &Everything::sequence),
                      hostcall::field("dictionary", &Everything::dictionary),
                      hostcall::field("numbered", &Everything::numbered), hostcall::field("pairs", &Everything::pairs),
                      hostcall::field("choice", &Everything::choice), hostcall::field("inline", &Everything::inline_),
                      hostcall::field("shape", &Everything::shape), hostcall::field("shapes", &Everything::shapes),
                      hostcall::field("email", &Everything::email), hostcall::field("port", &Everything::port),
                      hostcall::field("gap", &Everything::gap), hostcall::field("later", &Everything::later),
                      hostcall::field("missing", &Everything::missing));
  }
};

struct Keys {
  std::int64_t class_{};
  std::int64_t from{};
  std::optional<std::int64_t> default_{};
  std::uint64_t user_id{};
  std::uint64_t user_id_2{};
  std::optional<std::int64_t> a_key_with_spaces{};
  std::optional<std::int64_t> value{};
  std::optional<std::int64_t> v2nd{};
  std::optional<std::int64_t> value_2{};
  bool self{};

  friend bool operator==(const Keys &, const Keys &) = default;
  static constexpr auto hostcall_fields() {
    return std::tuple(hostcall::field("class", &Keys::class_), hostcall::field("from", &Keys::from),
                      hostcall::optional_field("default", &Keys::default_), hostcall::field("userID", &Keys::user_id),
                      hostcall::field("user_id", &Keys::user_id_2),
                      hostcall::optional_field("a key-with spaces", &Keys::a_key_with_spaces),
                      hostcall::optional_field("", &Keys::value), hostcall::optional_field("2nd", &Keys::v2nd),
                      hostcall::optional_field("ü", &Keys::value_2), hostcall::field("self", &Keys::self));
  }
};

struct Profile2 {
  std::string name{};

  friend bool operator==(const Profile2 &, const Profile2 &) = default;
  static constexpr auto hostcall_fields() { return std::tuple(hostcall::field("name", &Profile2::name)); }
};

struct Search {
  /// What to look for.
  std::string text{};
  std::optional<std::uint32_t> limit{};
  std::optional<Profile2> near{};

  friend bool operator==(const Search &, const Search &) = default;
  static constexpr auto hostcall_fields() {
    return std::tuple(hostcall::field("text", &Search::text), hostcall::optional_field("limit", &Search::limit),
                      hostcall::optional_field("near", &Search::near));
  }
};

struct WatchBalance {
  std::uint64_t user_id{};

  friend bool operator==(const WatchBalance &, const WatchBalance &) = default;
  static constexpr auto hostcall_fields() { return std::tuple(hostcall::field("userID", &WatchBalance::user_id)); }
};

struct Balance {
  std::int64_t cents{};
  std::optional<bool> is_final{};

  friend bool operator==(const Balance &, const Balance &) = default;
  static constexpr auto hostcall_fields() {
    return std::tuple(hostcall::field("cents", &Balance::cents),
                      hostcall::optional_field("isFinal", &Balance::is_final));
  }
};

/// The values of `locate.request`.
struct Locate {
  double position_x{};
  double position_y{};
  std::uint32_t id{};
  bool is_new{};
  std::array<std::uint8_t, 2> rest{};
  std::int8_t last{};

  friend bool operator==(const Locate &, const Locate &) = default;
  static constexpr std::size_t hostcall_size = 24;
  static constexpr auto hostcall_layout() {
    return std::tuple(hostcall::raw_field(0, &Locate::position_x), hostcall::raw_field(8, &Locate::position_y),
                      hostcall::raw_field(16, &Locate::id), hostcall::raw_field(20, &Locate::is_new),
                      hostcall::raw_field(21, &Locate::rest), hostcall::raw_field(23, &Locate::last));
  }
};
static_assert(std::endian::native == std::endian::little, "of other machines");

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

struct echo {
  static constexpr const char *name = "echo";
  static constexpr std::uint64_t fingerprint = 0x0000000000000001;
  static constexpr bool is_stream = false;
  using Request = hostcall::Cbor<Everything>;
  using Response = hostcall::Cbor<Everything>;
  using Failure = hostcall::Never;
};

struct fetch_profile {
  static constexpr const char *name = "fetch_profile";
  static constexpr std::uint64_t fingerprint = 0xd9cfd868ed9eeac0;
  static constexpr bool is_stream = false;
  using Request = hostcall::Cbor<FetchProfile>;
  using Response = hostcall::Cbor<Profile>;
  using Failure = ProfileFailure;
};

struct keys {
  static constexpr const char *name = "keys";
  static constexpr std::uint64_t fingerprint = 0x0000000000000002;
  static constexpr bool is_stream = false;
  using Request = hostcall::Cbor<Keys>;
  using Response = hostcall::Cbor<Keys>;
  using Failure = hostcall::Never;
};

struct locate {
  static constexpr const char *name = "locate";
  static constexpr std::uint64_t fingerprint = 0x0000000000000003;
  static constexpr bool is_stream = false;
  using Request = hostcall::Raw<Locate>;
  using Response = hostcall::Raw<double>;
  using Failure = hostcall::Never;
};

struct plain_bytes {
  static constexpr const char *name = "plain_bytes";
  static constexpr std::uint64_t fingerprint = 0x0000000000000000;
  static constexpr bool is_stream = false;
  using Request = hostcall::Plain;
  using Response = hostcall::Plain;
  using Failure = hostcall::Never;
};

struct read_clock {
  static constexpr const char *name = "read_clock";
  static constexpr std::uint64_t fingerprint = 0x198117c403824aed;
  static constexpr bool is_stream = false;
  using Request = hostcall::Raw<ReadClock>;
  using Response = hostcall::Raw<double>;
  using Failure = hostcall::Never;
};

struct rename {
  static constexpr const char *name = "rename";
  static constexpr std::uint64_t fingerprint = 0x0000000000000004;
  static constexpr bool is_stream = false;
  using Request = hostcall::Cbor<std::string>;
  using Response = hostcall::Cbor<hostcall::Nothing>;
  using Failure = hostcall::Never;
};

struct shutdown {
  static constexpr const char *name = "shutdown";
  static constexpr std::uint64_t fingerprint = 0x0000000000000005;
  static constexpr bool is_stream = false;
  using Request = hostcall::Cbor<hostcall::Nothing>;
  using Response = hostcall::Cbor<hostcall::Nothing>;
  using Failure = hostcall::Never;
};

struct tree {
  static constexpr const char *name = "tree";
  static constexpr std::uint64_t fingerprint = 0x0000000000000006;
  static constexpr bool is_stream = false;
  using Request = hostcall::Cbor<hostcall::Item>;
  using Response = hostcall::Cbor<std::optional<hostcall::Item>>;
  using Failure = hostcall::Never;
};

struct watch_balance {
  static constexpr const char *name = "watch_balance";
  static constexpr std::uint64_t fingerprint = 0x0000000000000009;
  static constexpr bool is_stream = true;
  using Request = hostcall::Cbor<WatchBalance>;
  using Response = hostcall::Cbor<Balance>;
  using Failure = ProfileFailure;
};

struct bytes {
  static constexpr const char *name = "bytes";
  static constexpr std::uint64_t fingerprint = 0x0000000000000000;
  static constexpr bool is_stream = false;
  using Request = hostcall::Plain;
  using Response = hostcall::Plain;
  using Failure = hostcall::Never;
};

struct class_ {
  static constexpr const char *name = "class";
  static constexpr std::uint64_t fingerprint = 0x0000000000000007;
  static constexpr bool is_stream = false;
  using Request = hostcall::Cbor<hostcall::Nothing>;
  using Response = hostcall::Cbor<Shape>;
  using Failure = ProfileFailure;
};

struct search {
  static constexpr const char *name = "search";
  static constexpr std::uint64_t fingerprint = 0x8000000000000008;
  static constexpr bool is_stream = false;
  using Request = hostcall::Cbor<Search>;
  using Response = hostcall::Cbor<std::vector<Profile>>;
  using Failure = ProfileFailure;
};

struct ticks {
  static constexpr const char *name = "ticks";
  static constexpr std::uint64_t fingerprint = 0x000000000000000a;
  static constexpr bool is_stream = true;
  using Request = hostcall::Cbor<hostcall::Nothing>;
  using Response = hostcall::Raw<double>;
  using Failure = hostcall::Never;
};

struct peer_left_event {
  static constexpr const char *name = "peer_left";
  using Payload = hostcall::Cbor<hostcall::Nothing>;
  static constexpr hostcall::DropPolicy policy = hostcall::DropPolicy::oldest;
};

struct theme_changed_event {
  static constexpr const char *name = "theme_changed";
  using Payload = hostcall::Cbor<ThemeChanged>;
  static constexpr hostcall::DropPolicy policy = hostcall::DropPolicy::newest;
};

struct battery_changed_event {
  static constexpr const char *name = "battery_changed";
  using Payload = hostcall::Cbor<BatteryChanged>;
  static constexpr hostcall::DropPolicy policy = hostcall::DropPolicy::oldest;
};

}  // namespace methods

/// What the host answers: its functions run on the bridge's executor, and may be coroutines.
///
/// An exception is reported to the core as an error with its type and text.
class Host {
 public:
  virtual ~Host() = default;

  /// Answers `echo`.
  virtual hostcall::Answer<Everything> echo(Everything request, hostcall::Call call) = 0;

  /// Fetches a profile.
  /// In two lines.
  virtual hostcall::Answer<Profile, ProfileFailure> fetch_profile(FetchProfile request, hostcall::Call call) = 0;

  /// Answers `keys`.
  virtual hostcall::Answer<Keys> keys(Keys request, hostcall::Call call) = 0;

  /// Answers `locate`.
  virtual hostcall::Answer<double> locate(Locate request, hostcall::Call call) = 0;

  /// Answers `plain_bytes`.
  virtual hostcall::Answer<hostcall::Bytes> plain_bytes(hostcall::Bytes request, hostcall::Call call) = 0;

  /// Answers `read_clock`.
  virtual hostcall::Answer<double> read_clock(ReadClock request, hostcall::Call call) = 0;

  /// Renames the user.
  virtual hostcall::Answer<> rename(std::string request, hostcall::Call call) = 0;

  /// Answers `shutdown`.
  virtual hostcall::Answer<> shutdown(hostcall::Call call) = 0;

  /// Answers `tree`.
  virtual hostcall::Answer<std::optional<hostcall::Item>> tree(hostcall::Item request, hostcall::Call call) = 0;

  /// The balances of a user, as they change.
  virtual hostcall::Answer<hostcall::Nothing, ProfileFailure> watch_balance(WatchBalance request,
                                                                            hostcall::Sender<Balance> items,
                                                                            hostcall::Call call) = 0;
};

/// Registers the host's functions, all or none. A core whose calls have changed refuses them in words.
hostcall::Result<> register_host(const hostcall::Bridge &bridge, std::shared_ptr<Host> host);

/// What the core offers. May be copied, and used on any thread.
class Core {
 public:
  explicit Core(const hostcall::Bridge &bridge) : bridge_(bridge.state()) {}

  /// Calls `bytes`.
  hostcall::Pending<hostcall::Bytes> bytes(const hostcall::Bytes &request,
                                           const hostcall::CallOptions &options = hostcall::no_options()) const;

  /// Calls `class`.
  hostcall::Pending<Shape, ProfileFailure> class_(const hostcall::CallOptions &options = hostcall::no_options()) const;

  /// Searches for users.
  hostcall::Pending<std::vector<Profile>, ProfileFailure> search(
      const Search &request, const hostcall::CallOptions &options = hostcall::no_options()) const;

  /// Calls `ticks`.
  hostcall::Stream<double> ticks(const hostcall::CallOptions &options = hostcall::no_options()) const;

  /// Listens to `peer_left`.
  hostcall::Result<hostcall::Subscription> on_peer_left(hostcall::Listener<methods::peer_left_event> listener,
                                                        const hostcall::ListenerOptions &options = {}) const;

  /// The user has chosen another theme.
  hostcall::Result<hostcall::Subscription> on_theme_changed(hostcall::Listener<methods::theme_changed_event> listener,
                                                            const hostcall::ListenerOptions &options = {}) const;

  /// Emits `battery_changed`.
  hostcall::Result<> emit_battery_changed(const BatteryChanged &event) const;

 private:
  std::shared_ptr<hostcall::BridgeState> bridge_;
};

/// Opens a bridge of the library that the program is linked with.
inline hostcall::Bridge open_bridge(hostcall::BridgeOptions options = {}) {
  return hostcall::Bridge(hostcall_typed_linked_api(), every_type_open(), std::move(options));
}

}  // namespace every_type
