# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0

# main.rb LIBRARY: a Ruby program as the host of ProfileCore, with one thread.
#
# Each step prints what it does and the result, which is checked. The exit status is 0 only if all results are right.
require "io/wait"
require_relative "hostcall"

PROFILES = { 7 => { name: "Ada", tags: %w[admin beta], balanceCents: 1250 } }.freeze
THREAD = Thread.current
$steps = $failures = 0

def report(what, result, is_right)
  puts "  #{$steps += 1}. #{what}", "     → #{result}#{is_right ? '' : '   ✘ UNEXPECTED'}"
  $failures += 1 unless is_right
end

def failure_of(bridge, request)
  bridge.call("log_in", request)
rescue HostCall::Failure => e
  e.value
end

puts "Ruby host: one thread takes the core's calls and the replies from a queue."
bridge = HostCall::Library.new(ARGV.fetch(0)).open("profile_core_open")
answered_on = []

# Raw: receives an unsigned 32-bit integer, returns a double.
bridge.register("read_clock", raw: true) { |_clock| [1_700_000_000.5].pack("d") }
bridge.register("fetch_profile") do |request|
  answered_on << Thread.current
  next HostCall::LATER if request["userID"] == 8

  PROFILES[request["userID"]] or raise HostCall::Failure, { code: "not_found", retryable: false }
end

welcome = bridge.call("log_in", { userID: 7 })
report("user 7 logs in", welcome,
       welcome == { "greeting" => "Welcome back, Ada", "loggedInAt" => 1_700_000_000.5, "tagCount" => 2 })
failure = failure_of(bridge, { userID: 99 })
report("user 99 does not exist, which is a failure that the call declares", failure,
       failure["code"] == "failed" && failure["message"].include?("not_found"))
failure = failure_of(bridge, { userID: 8, timeoutMilliseconds: 50 })
report("user 8 is not answered, and 50 ms are allowed", failure, failure["code"] == "deadlineExceeded")
bridge.run { !bridge.cancelled.empty? }
late = bridge.complete(bridge.cancelled.first, HostCall::REPLY_OK, CBOR.dump(PROFILES[7]))
report("the host is told of the cancelled call, whose late answer is refused", late, late == 4)
thousand = (1..1000).count { bridge.call("log_in", { userID: 7 }) == welcome }
report("user 7 logs in a thousand times", thousand, thousand == 1000)
bridge.unregister("read_clock")
bridge.run { bridge.released.include?("read_clock") }
failure = failure_of(bridge, { userID: 7 })
report("user 7 logs in after read_clock was unregistered and released", failure,
       failure["code"] == "unimplemented" && failure["message"].include?("read_clock"))
report("the bridge is closed, and fetch_profile released", bridge.released, !bridge.close && bridge.released.size == 2)
report("every function ran on the one thread", answered_on.size, answered_on.all?(THREAD))

puts $failures.zero? ? "Ruby host: every step did what it should." : "Ruby host: #{$failures} of #{$steps} steps failed."
exit $failures.zero?
