import HostCall
import Testing

@testable import Thermostat

struct FakeHouse: House {
  let temperature: Double
  let heating: @Sendable (Int) -> Void
  func fetchPlan(day: Int) async throws(HostCallError<Never>) -> [String: Double] { ["hall": 20] }
  func readSensor(room: String) async throws(HostCallError<HouseFailure>) -> Double { temperature }
  func setHeating(room: String, percent: Int) async throws(HostCallError<Never>) { heating(percent) }
}

@Test func `a warm room is not heated`() async throws {
  try await confirmation { isSet in
    let house = FakeHouse(temperature: 21) { percent in
      #expect(percent == 0)
      isSet()
    }
    try await Controller(house: house).adjust(day: 1)
  }
}
