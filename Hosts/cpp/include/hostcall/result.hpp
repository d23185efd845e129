// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include "error.hpp"

namespace hostcall {

/// The response of a call that has none.
struct Nothing {
  static constexpr auto hostcall_fields() { return std::tuple<>(); }
  friend bool operator==(const Nothing &, const Nothing &) = default;
};

/// The failure of a call that declares none: it has no values.
struct Never {
  Never() = delete;
};

/// A declared failure, which tells it apart from a response of the same type.
template <class F>
struct Failed {
  F failure;
};

/// Makes a result of a declared failure: `co_return hostcall::fail(Refusal{…});`
template <class F>
Failed<std::decay_t<F>> fail(F &&failure) {
  return {std::forward<F>(failure)};
}

/// What `Result::value` throws if there is no value.
class BadResult : public std::runtime_error {
 public:
  explicit BadResult(const std::string &message) : std::runtime_error(message) {}
};

/// How a call ended: with a response, with the failure that it declares, or with an error.
template <class T = Nothing, class F = Never>
class [[nodiscard]] Result {
 public:
  using Value = T;
  using Failure = F;

  /// A response. (A failure is `fail(…)`, an error an `Error`.)
  template <class U = T>
  requires(std::convertible_to<U &&, T> && !std::same_as<std::remove_cvref_t<U>, Result> &&
           !std::same_as<std::remove_cvref_t<U>, Error>) Result(U &&value)
      : outcome_(std::in_place_index<0>, std::forward<U>(value)) {}
  template <std::convertible_to<F> U>
  Result(Failed<U> failed) : outcome_(std::in_place_index<1>, Failed<F>{std::move(failed.failure)}) {}
  Result(Error error) : outcome_(std::in_place_index<2>, std::move(error)) {}
  /// Success without a value.
  Result() requires std::same_as<T, Nothing>
  = default;

  bool has_value() const noexcept { return outcome_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  /// The declared failure; null if there is none.
  const F *failure() const noexcept {
    const auto *failed = std::get_if<1>(&outcome_);
    return failed == nullptr ? nullptr : &failed->failure;
  }
  /// The error; null if there is none.
  const Error *error() const noexcept { return std::get_if<2>(&outcome_); }

  /// The response; throws `BadResult` if there is none.
  T &value() & { return check(), *std::get_if<0>(&outcome_); }
  const T &value() const & { return check(), *std::get_if<0>(&outcome_); }
  T &&value() && { return check(), std::move(*std::get_if<0>(&outcome_)); }
  T &operator*() & { return value(); }
  const T &operator*() const & { return value(); }
  T &&operator*() && { return std::move(*this).value(); }
  T *operator->() { return &value(); }
  const T *operator->() const { return &value(); }

  /// Why there is no value, for people; empty if there is one.
  std::string message() const {
    if (has_value()) return {};
    if (const Error *wrong = error()) return wrong->message.empty() ? "an error without a message" : wrong->message;
    return "the call ended with the failure that it declares";
  }

 private:
  void check() const {
    if (!has_value()) throw BadResult(message());
  }

  std::variant<T, Failed<F>, Error> outcome_;
};

}  // namespace hostcall
