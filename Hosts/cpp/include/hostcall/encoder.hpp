// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "hostcall_typed_codec.h"

namespace hostcall {

/// Writes the items of one message. `encode` writes a value with it.
class Encoder {
 public:
  Encoder() { hostcall_typed_encoder_init(&state); }
  ~Encoder() { hostcall_typed_encoder_free(&state); }
  Encoder(const Encoder &) = delete;
  Encoder &operator=(const Encoder &) = delete;

  const std::uint8_t *data() const { return state.bytes; }
  std::size_t size() const { return state.length; }
  bool has_failed() const { return state.fault.has_failed; }

  /// Begins an array or a map; false if containers are nested too deep. Every true one is followed by a `leave`.
  bool enter() {
    if (depth_ == HOSTCALL_TYPED_MAXIMUM_DEPTH) {
      return hostcall_typed_fail(&state.fault, "items are nested more than %u deep", HOSTCALL_TYPED_MAXIMUM_DEPTH);
    }
    depth_++;
    return !has_failed();
  }
  void leave() { depth_--; }

  /// Says that what has failed is in the field, or the element.
  void in_field(std::string_view key) {
    if (has_failed()) hostcall_typed_in_field(&state.fault, {key.data(), key.size()});
  }
  void in_element(std::size_t index) {
    if (has_failed()) hostcall_typed_in_element(&state.fault, index);
  }

  void text(std::string_view text) { hostcall_typed_encode_text(&state, {text.data(), text.size()}); }

  /// Why the value could not be written; `root` is the name of the whole.
  std::string fault(const char *root) const {
    char text[400];
    return hostcall_typed_describe_fault(&state.fault, root, text, sizeof text);
  }

  hostcall_typed_encoder state;

 private:
  unsigned depth_ = 0;
};

}  // namespace hostcall
