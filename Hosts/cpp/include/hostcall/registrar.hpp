// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "handler.hpp"

namespace hostcall {

/// Registers the functions of a host, all or none.
template <class Host>
class Registrar {
 public:
  Registrar(std::shared_ptr<BridgeState> bridge, std::shared_ptr<Host> host)
      : bridge_(std::move(bridge)), host_(std::move(host)) {
    if (!bridge_->is_supported()) {
      result_ = bridge_->unsupported();
    } else if (host_ == nullptr) {
      result_ = Error{.code = Code::invalid_argument, .message = "there is no host"};
    }
  }

  /// Registers a function, unless an earlier one was refused.
  template <class Method, auto Function>
  void add() {
    using Handler = Handler<Method, Host, Function>;
    if (!result_) return;
    auto owner = std::make_unique<std::shared_ptr<Handler>>(std::make_shared<Handler>(bridge_, host_));
    const std::int32_t status = add<Method, Handler>(owner.get());
    if (status == HOSTCALL_OK) {
      static_cast<void>(owner.release());
      return names_.push_back(Method::name);
    }
    result_ = bridge_->error(status, Method::name);
    for (const char *name : names_) bridge_->api->unregister(bridge_->handle, name);
  }

  /// Success, or why a function was refused.
  Result<> result() const { return result_; }

 private:
  template <class Method, class Handler>
  std::int32_t add(std::shared_ptr<Handler> *owner) const {
    if constexpr (Method::is_stream) {
      const hostcall_stream_handler handler{.size = sizeof handler,
                                            .invoke = Handler::invoke,
                                            .credit = Handler::credit,
                                            .cancel = Handler::cancel_stream,
                                            .release = Handler::release,
                                            .user_data = owner,
                                            .fingerprint = Method::fingerprint};
      return bridge_->api->register_stream(bridge_->handle, Method::name, &handler);
    } else {
      const hostcall_handler handler{.size = sizeof handler,
                                     .invoke = Handler::invoke,
                                     .cancel = Handler::cancel,
                                     .release = Handler::release,
                                     .user_data = owner,
                                     .fingerprint = Method::fingerprint};
      return bridge_->api->register_handler(bridge_->handle, Method::name, &handler);
    }
  }

  std::shared_ptr<BridgeState> bridge_;
  std::shared_ptr<Host> host_;
  std::vector<const char *> names_;
  Result<> result_;
};

}  // namespace hostcall
