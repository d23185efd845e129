import HostCall

/// A call to the host for the temperature at one sensor; its wire name is read_sensor.
struct ReadSensor: HostCallable, PlainData {
  typealias Response = Double
  var sensor: UInt32
}

/// A call to the core for the mean of two sensors; its wire name is mean_temperature.
struct MeanTemperature: HostCallable, PlainData {
  typealias Response = Double
  var first: UInt32
  var second: UInt32
}

/// Returns a new bridge's handle, which the host must close; 0 on failure.
@c
public func thermostat_open() -> UInt64 {
  let bridge = HostBridge()
  do {
    try bridge.declare(ReadSensor.self)
    try bridge.expose(MeanTemperature.self) { request, context in
      let first = try await context.bridge.call(ReadSensor(sensor: request.first), timeout: .seconds(2))
      let second = try await context.bridge.call(ReadSensor(sensor: request.second), timeout: .seconds(2))
      return (first + second) / 2
    }
  } catch {
    return 0
  }
  return bridge.cHandle
}
