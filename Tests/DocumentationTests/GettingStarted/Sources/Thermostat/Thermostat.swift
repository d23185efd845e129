import HostCall

/// What the core asks its host: the temperature at one sensor; its name on the wire is read_sensor.
struct ReadSensor: HostCallable, PlainData {
  typealias Response = Double
  var sensor: UInt32
}

/// What the host asks the core: the mean of two sensors; its name on the wire is mean_temperature.
struct MeanTemperature: HostCallable, PlainData {
  typealias Response = Double
  var first: UInt32
  var second: UInt32
}

/// Opens a bridge for the host, which closes it; 0 says that there is none.
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
