// Written by `hostcall generate cpp`; changes are lost.

#include "profile_core.hpp"

#include "hostcall/typed.hpp"

namespace profile_core {

hostcall::Result<> register_host(const hostcall::Bridge &bridge, std::shared_ptr<Host> host) {
  hostcall::Registrar<Host> registrar(bridge.state(), std::move(host));
  registrar.add<methods::fetch_profile, &Host::fetch_profile>();
  registrar.add<methods::read_clock, &Host::read_clock>();
  return registrar.result();
}

hostcall::Pending<Welcome, LogInFailure> Core::log_in(const LogIn &request,
                                                      const hostcall::CallOptions &options) const {
  return hostcall::call_core<methods::log_in>(bridge_, request, options);
}

hostcall::Stream<hostcall::Bytes> Core::watch_balance(const hostcall::Bytes &request,
                                                      const hostcall::CallOptions &options) const {
  return hostcall::open_stream<methods::watch_balance>(bridge_, request, options);
}

}  // namespace profile_core
