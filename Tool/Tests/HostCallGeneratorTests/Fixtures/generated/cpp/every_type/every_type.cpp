// Written by `hostcall generate cpp`; changes are lost.

#include "every_type.hpp"

#include "hostcall/typed.hpp"

namespace every_type {

hostcall::Result<> register_host(const hostcall::Bridge &bridge, std::shared_ptr<Host> host) {
  hostcall::Registrar<Host> registrar(bridge.state(), std::move(host));
  registrar.add<methods::echo, &Host::echo>();
  registrar.add<methods::fetch_profile, &Host::fetch_profile>();
  registrar.add<methods::keys, &Host::keys>();
  registrar.add<methods::locate, &Host::locate>();
  registrar.add<methods::plain_bytes, &Host::plain_bytes>();
  registrar.add<methods::read_clock, &Host::read_clock>();
  registrar.add<methods::rename, &Host::rename>();
  registrar.add<methods::shutdown, &Host::shutdown>();
  registrar.add<methods::tree, &Host::tree>();
  registrar.add<methods::watch_balance, &Host::watch_balance>();
  return registrar.result();
}

hostcall::Pending<hostcall::Bytes> Core::bytes(const hostcall::Bytes &request,
                                               const hostcall::CallOptions &options) const {
  return hostcall::call_core<methods::bytes>(bridge_, request, options);
}

hostcall::Pending<Shape, ProfileFailure> Core::class_(const hostcall::CallOptions &options) const {
  return hostcall::call_core<methods::class_>(bridge_, {}, options);
}

hostcall::Pending<std::vector<Profile>, ProfileFailure> Core::search(const Search &request,
                                                                     const hostcall::CallOptions &options) const {
  return hostcall::call_core<methods::search>(bridge_, request, options);
}

hostcall::Stream<double> Core::ticks(const hostcall::CallOptions &options) const {
  return hostcall::open_stream<methods::ticks>(bridge_, {}, options);
}

hostcall::Result<hostcall::Subscription> Core::on_peer_left(hostcall::Listener<methods::peer_left_event> listener,
                                                            const hostcall::ListenerOptions &options) const {
  return hostcall::subscribe<methods::peer_left_event>(bridge_, std::move(listener), options);
}

hostcall::Result<hostcall::Subscription> Core::on_theme_changed(
    hostcall::Listener<methods::theme_changed_event> listener, const hostcall::ListenerOptions &options) const {
  return hostcall::subscribe<methods::theme_changed_event>(bridge_, std::move(listener), options);
}

hostcall::Result<> Core::emit_battery_changed(const BatteryChanged &event) const {
  return hostcall::emit<methods::battery_changed_event>(bridge_, event);
}

}  // namespace every_type
