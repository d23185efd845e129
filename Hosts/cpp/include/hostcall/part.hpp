// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "enumeration.hpp"
#include "raw.hpp"

namespace hostcall {

/// A request, a response or an item that is written in CBOR.
template <class T>
struct Cbor {
  using Value = T;

  /// Passes the message to `use(bytes, size)`. Returns why it could not be written; empty on success.
  template <class Use>
  static std::string write(const T &value, const char *root, Use &&use) {
    Encoder encoder;
    encode(encoder, value);
    if (encoder.has_failed()) return encoder.fault(root);
    use(encoder.data(), encoder.size());
    return {};
  }

  /// Reads a message. Returns why it could not be read; empty on success. Like the core, accepts any item in place of a
  /// record without fields.
  static std::string read(const std::uint8_t *bytes, std::size_t size, const char *root, T &value) {
    Decoder decoder(bytes, size);
    if constexpr (has_no_fields<T>) {
      hostcall_typed_skip(&decoder.state);
    } else {
      decode(decoder, value);
    }
    hostcall_typed_decode_end(&decoder.state);
    return decoder.has_failed() ? decoder.fault(root) : std::string();
  }
};

/// One that is a number or a struct, written as its memory.
template <class T>
struct Raw {
  using Value = T;
  static constexpr std::size_t size = RawSize<T>::value;

  template <class Use>
  static std::string write(const T &value, const char *, Use &&use) {
    std::array<std::uint8_t, size> bytes{};
    write_raw(bytes.data(), value);
    use(bytes.data(), size);
    return {};
  }

  static std::string read(const std::uint8_t *bytes, std::size_t found, const char *root, T &value) {
    if (found != size) {
      return std::string(root) + ": expected " + std::to_string(size) + " bytes, but found " + std::to_string(found);
    }
    if (!read_raw(bytes, value)) return std::string(root) + ": a Boolean value is neither 0 nor 1";
    return {};
  }
};

/// One whose bytes are the message.
struct Plain {
  using Value = Bytes;

  template <class Use>
  static std::string write(const Bytes &value, const char *, Use &&use) {
    use(value.data(), value.size());
    return {};
  }

  static std::string read(const std::uint8_t *bytes, std::size_t size, const char *, Bytes &value) {
    value.assign(bytes, bytes + size);
    return {};
  }
};

}  // namespace hostcall
