// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "hostcall_typed_codec.h"

namespace hostcall {

/// Reads the items of one message, which must stay valid. `decode` reads a value with it.
class Decoder {
 public:
  Decoder(const std::uint8_t *bytes, std::size_t size) { hostcall_typed_decoder_init(&state, bytes, size, &arena_); }
  ~Decoder() { hostcall_typed_arena_free(&arena_); }
  Decoder(const Decoder &) = delete;
  Decoder &operator=(const Decoder &) = delete;

  bool has_failed() const { return state.fault.has_failed; }
  void fail(const std::string &reason) { hostcall_typed_fail(&state.fault, "%s", reason.c_str()); }

  /// Says that what has failed is in the field, or the element.
  void in_field(std::string_view key) {
    if (has_failed()) hostcall_typed_in_field(&state.fault, {key.data(), key.size()});
  }
  void in_element(std::size_t index) {
    if (has_failed()) hostcall_typed_in_element(&state.fault, index);
  }

  /// The next text, or the next key; empty after a failure. Valid as long as the decoder.
  std::string_view text() {
    hostcall_text text{};
    return hostcall_typed_view_text(&state, &text) ? std::string_view(text.data, text.length) : std::string_view();
  }
  std::string_view key() {
    hostcall_text key{};
    return hostcall_typed_decode_key(&state, &key) ? std::string_view(key.data, key.length) : std::string_view();
  }

  /// Reads the key of a field; skips one that is not text, which names no field, and returns `std::nullopt`.
  std::optional<std::string_view> field_key() {
    hostcall_text key{};
    hostcall_typed_decode_field_key(&state, &key);
    if (key.data == nullptr) return std::nullopt;
    return std::string_view(key.data, key.length);
  }

  /// Why the message could not be read; `root` is the name of the whole.
  std::string fault(const char *root) const {
    char text[400];
    return hostcall_typed_describe_fault(&state.fault, root, text, sizeof text);
  }

  hostcall_typed_decoder state;

 private:
  hostcall_typed_arena arena_{};
};

}  // namespace hostcall
