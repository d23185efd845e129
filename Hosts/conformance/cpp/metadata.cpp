// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Behaviours 46 to 50: what calls carry.
#include "behaviour.hpp"

using namespace conformance;

namespace {

const std::map<std::string, std::string> texts{{"tenant", "north"}};
const std::map<std::string, hostcall::Bytes> binaries{{"trace-bin", {0, 1, 255}}};
const hostcall::Metadata both{{"tenant", "north"}, {"trace-bin", std::string("\0\1\377", 3)}};

bool is_empty(const CallDescription &found) { return found.texts.empty() && found.binaries.empty(); }
bool is_both(const CallDescription &found) { return found.texts == texts && found.binaries == binaries; }
bool is_limited(const CallDescription &found) {
  return found.remaining_milliseconds > 0 && found.remaining_milliseconds <= 5000;
}

void remaining(Party &party) {
  EXPECT(is_limited(party.core.send_metadata({.timeout_milliseconds = 5000}).get().value()));
  EXPECT(!party.core.send_metadata({}).get()->remaining_milliseconds);
}

void to_core(Party &party) {
  EXPECT(is_empty(party.core.describe_core_call().get().value()));
  EXPECT(is_both(party.core.describe_core_call({.metadata = both}).get().value()));
}

void to_host(Party &party) {
  EXPECT(is_both(party.core.send_metadata({.texts = texts, .binaries = binaries}).get().value()));
  EXPECT(is_empty(party.core.send_metadata({}).get().value()));
}

void through(Party &party) {
  const auto found = party.core.forward_metadata({.timeout = 5s, .metadata = both}).get().value();
  EXPECT(is_both(found) && is_limited(found));
}

void invalid(Party &party) {
  const auto refused = party.core.ping({.metadata = {{"Not A Key", "value"}}}).get();
  EXPECT(has_code(refused, hostcall::Code::invalid_argument));
  EXPECT_IN(contains(refused.message(), "key"), refused.message());
  EXPECT(party.core.statistics().get()->made == 0);
}

const Behaviour all[]{{46, remaining}, {47, to_core}, {48, to_host}, {49, through}, {50, invalid}};

}  // namespace
