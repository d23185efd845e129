import HostCall

struct Cottage: House {
  func fetchPlan(day: Int) async throws(HostCallError<Never>) -> [String: Double] { [day == 1 ? "hall" : "attic": 20] }
  func readSensor(room: String) async throws(HostCallError<HouseFailure>) -> Double {
    guard room == "hall" else { throw HostCallError(failure: .unknownRoom(room)) }
    return 18.5
  }
  func setHeating(room: String, percent: Int) async throws(HostCallError<Never>) { print("\(room): \(percent) %") }
}

let bridge = HostBridge()
try bridge.handle(Cottage(), as: HouseInterface.self)
let thermostat = Thermostat(house: HouseClient(bridge))
for day in 1...2 {
  do { try await thermostat.adjust(day: day) } catch { print(error) }
}
await bridge.close()
