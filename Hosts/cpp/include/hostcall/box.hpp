// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <memory>
#include <utility>

namespace hostcall {

/// A value on the heap, for types that contain themselves. It is copied with what contains it.
template <class T>
class Box {
 public:
  /// The type's default value, which is made when it is first used.
  Box() noexcept = default;
  template <class U = T>
  requires(std::convertible_to<U &&, T> && !std::same_as<std::remove_cvref_t<U>, Box>) Box(U &&value)
      : value_(std::make_unique<T>(std::forward<U>(value))) {}
  Box(const Box &other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
  Box(Box &&) noexcept = default;
  Box &operator=(Box other) noexcept {
    value_.swap(other.value_);
    return *this;
  }
  ~Box() = default;

  T &operator*() {
    if (value_ == nullptr) value_ = std::make_unique<T>();
    return *value_;
  }
  const T &operator*() const {
    static const T empty{};
    return value_ == nullptr ? empty : *value_;
  }
  T *operator->() { return &**this; }
  const T *operator->() const { return &**this; }

  friend bool operator==(const Box &left, const Box &right) {
    // Without this, a default value that contains another one would be compared without an end.
    return (left.value_ == nullptr && right.value_ == nullptr) || *left == *right;
  }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace hostcall
