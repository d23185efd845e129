import HostCall

struct Cottage: House {
  func fetchPlan(day: Int) async throws(HostCallError<Never>) -> [String: Double] {
    day == 1 ? ["hall": 20] : ["attic": 20]
  }
  func readSensor(room: String) async throws(HostCallError<HouseFailure>) -> Double {
    guard room == "hall" else { throw HostCallError(failure: .unknownRoom(room)) }
    return 18.5
  }
  func setHeating(room: String, percent: Int) async throws(HostCallError<Never>) { print("\(room): \(percent) %") }
}

let bridge = HostBridge()
try bridge.handle(Cottage(), as: HouseInterface.self)
let controller = Controller(house: HouseClient(bridge))
for day in 1...2 { try await controller.adjust(day: day) }
await bridge.close()
