import HostCall

/// What the thermostat needs from its host.
@HostInterface
protocol House: Sendable {
  func fetchPlan(day: Int) async throws(HostCallError<Never>) -> [String: Double]
  @HostCall(.timeout(.seconds(2)))
  func readSensor(room: String) async throws(HostCallError<HouseFailure>) -> Double
  func setHeating(room: String, percent: Int) async throws(HostCallError<Never>)
}

@HostCodable
enum HouseFailure: Error, Codable, Sendable { case unknownRoom(String) }

struct Controller<Host: House> {
  let house: Host

  /// Heats every room that is colder than the plan for the day says, with 20 percent for each degree.
  func adjust(day: Int) async throws {
    for (room, planned) in try await house.fetchPlan(day: day) {
      let temperature: Double
      do {
        temperature = try await house.readSensor(room: room)
      } catch {
        guard case .unknownRoom(let name)? = error.failure else { throw error }
        print("\(name): no sensor")
        continue
      }
      try await house.setHeating(room: room, percent: max(0, min(100, Int(20 * (planned - temperature)))))
    }
  }
}
