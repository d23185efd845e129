# HostCall: `make demo` demonstrates it, `make test` runs the tests, and `make help` lists the targets for users.

SWIFT ?= swift
export SWIFT
# Paths are relative to the checkout, whose own path may contain spaces.
PYTHON := .venv/bin/python
SECONDS ?= 60
CALLS ?= 10000000
PREFIX ?= /usr/local

is_darwin := $(filter Darwin,$(shell uname -s))
suffix := $(if $(is_darwin),dylib,so)
# Packages share build folders, so that each configuration of a library is built once. With its cache, SwiftPM would take
# the build plan of the package that was built there last, so no package is built in .build, which `swift build` uses.
in := --disable-build-manifest-caching --scratch-path
debug := $(in) .build-debug
# On macOS, Swift's libraries are part of the system.
release := -c release $(in) .build-static $(if $(is_darwin),,-Xswiftc -static-stdlib)
released := .build-static/release
profile_core := $(released)/libProfileCore.$(suffix)
second_core := $(released)/libSecondCore.$(suffix)
profile_host := $(released)/libProfileHost.$(suffix)
greeting := $(released)/libGreeting.$(suffix)
swift_host := $(released)/SwiftHost
tool := $(released)/hostcall
benchmarks := $(released)/Benchmarks
c_hosts := .build/hosts
# gRPC takes minutes to build, and so does swift-syntax, which the macros need. SwiftPM passes the names of the traits in
# the order of a Set. With random hashes, that order would change in half of the builds, which would compile all libraries
# again.
swift_with_grpc := SWIFT_DETERMINISTIC_HASHING=1 $(SWIFT)
with_grpc := --traits GRPC,Observability $(in) .build-grpc
with_remote := --package-path Examples/Remote $(in) .build-grpc
with_service := --package-path Examples/Service $(in) .build-grpc
remote_tool := .build-grpc/debug/hostcall
with_macros := $(in) .build-macros
with_declared := --package-path Examples/Declared $(with_macros)
with_conformance := --package-path Hosts/conformance $(with_macros)
with_chaos := --package-path Tests/Chaos $(in) .build-grpc
with_observability := --package-path Tests/ObservabilityTests $(in) .build-grpc
laboratory = $(PYTHON) Tests/Chaos/laboratory.py .build-grpc/debug/ChaosPeer $(if $(SEED),--seed $(SEED))
conformance := .build-macros/debug/libConformance.$(suffix)
# Targets may import only what their manifests declare.
checked := --explicit-target-dependency-import-check error

tests := test-swift test-allocations test-instructions test-tool test-scripts test-codecs test-core test-c test-python test-node \
  test-ruby test-schemas test-outside test-docs

.PHONY: help demo test test-all demo-remote demo-service demo-declared greeting setup setup-tool setup-tests profile-core second-core \
  profile-host interop fuzz stress chaos chaos-peer endurance bench bench-json bench-peers bench-remote tool remote-tool \
  install archive lint sanitize sanitize-address sanitize-thread docs clean hosts hosts-setup conformance c-hosts test-new test-macros test-remote $(tests)
# One target at a time: they share build folders, and measure times and memory.
.NOTPARALLEL:

help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s%s\n", $$1, $$2 }' Makefile

demo: profile-core $(swift_host)  ## set up, build, and run the example hosts in C, Python and Swift
	@scripts/demo $(profile_core) $(swift_host)

# The packages without the tool's dependencies are built before the tool: SwiftPM then deletes the checkouts of those, and
# would compile them again.
test: setup-tests $(benchmarks) $(swift_host) $(tests)  ## set up, and run the tests
	@echo "All tests passed: Swift, the tool, the scripts, the round trips with cbor2, C, Python, Ruby, schemas, a package"
	@echo "outside, the code in the documentation, and the limits on allocations and instructions. make test-all also runs"
	@echo "those of macros, typed hosts and gRPC."

# All that .ci/run does, and what takes too long for it. demo-remote comes before test-remote: in its package the traits
# have the other order, and the core is built once for each.
test-all: lint test test-new test-macros demo-declared demo-remote test-remote demo-service hosts demo docs  ## all checks: also of new packages, macros, typed hosts, gRPC and the documentation
	@scripts/fuzz 60
	@echo "All tests passed, including those of macros, typed hosts and gRPC; the fuzzers found nothing."

demo-remote: profile-host remote-tool  ## run two gRPC servers and a core, each in its own process; one server is killed halfway
	@$(swift_with_grpc) build $(with_remote) --product RemoteCore >&2
	@scripts/demo-remote $(remote_tool) $(profile_host) .build-grpc/debug/RemoteCore

demo-service: setup  ## run a core and its host as services, and print the traces and metrics of their calls; gRPC is built first
	@$(swift_with_grpc) build $(with_service) --product GreetingService >&2
	@$(swift_with_grpc) build $(with_service) --product GreetingHost >&2
	@scripts/demo-service .build-grpc/debug

demo-declared: setup  ## run an interface that is declared once, with macros; swift-syntax is built first
	@$(SWIFT) build $(with_declared) --product Greenhouse >&2
	@$(SWIFT) run $(with_declared) --skip-build Greenhouse
	scripts/check-walkthrough Sources/HostCall/HostCall.docc/GettingStarted.md Tests/DocumentationTests/GettingStarted \
	  .build-macros

# QUICK=1 runs each driver once, without the sanitizer, and measures no speed.
hosts: setup-tests tool conformance profile-core  ## HOSTS="c python": make the packages of typed hosts, run what hosts have to do, and print a table
	@scripts/lint-drivers $(conformance) $(tool)
	@$(PYTHON) Tests/Interop/descriptions.py $(tool) $(conformance) conformance_open
	@scripts/test-packages $(profile_core) $(HOSTS)
	@scripts/test-hosts --library $(conformance) --tool $(tool) \
	  $(if $(QUICK),--no-sanitizer,--profile-core $(profile_core)) $(if $(REQUIRE),--require $(REQUIRE)) $(HOSTS)

hosts-setup:  ## install the languages of `make hosts` that the system has packages for; asks first, as setup does
	@scripts/setup hosts

greeting: $(greeting)  ## run the smallest core with its host in Python
	@$(PYTHON) Examples/Hosts/python/greet.py $(greeting)

setup:  ## install libcbor and the Python host's packages if missing; asks first, unless ASSUME_YES=1
	@scripts/setup

profile-core: $(profile_core)  ## build the example library, and print its path on the last line
	@echo "$(CURDIR)/$(profile_core)"

interop: tool  ## exchange values with Go's fxamacker/cbor, which is installed if it is missing
	@scripts/setup interop
	GO111MODULE=off GOPATH=/usr/share/gocode go build -o .build/go-peer Tests/Interop/go/peer.go
	$(PYTHON) Tests/Interop/roundtrips.py $(tool) --go .build/go-peer $(ROUNDTRIPS)

fuzz: setup  ## SECONDS=60: test generated bytes, notation and calls of the C functions
	scripts/fuzz $(SECONDS)

stress: setup  ## SECONDS=60: test random callers, hosts and closers of many bridges against a model
	HOSTCALL_STRESS_SECONDS=$(SECONDS) $(SWIFT) test $(debug) --filter StressTests

chaos: chaos-peer  ## SECONDS=60 SEED=7: test 200 calls a second over gRPC while servers are killed, frozen and cut off
	@$(laboratory) --seconds $(SECONDS)

# Built for release, since eleven million calls take long in a debug build.
endurance: setup  ## CALLS=10000000: make a million calls and CALLS more, with flat memory and exact statistics
	HOSTCALL_ENDURANCE_WARM_UP=1000000 HOSTCALL_ENDURANCE_CALLS=$(CALLS) \
	  $(SWIFT) test -c release --scratch-path .build-release-tests -Xswiftc -enable-testing --filter EnduranceTests

bench: setup $(benchmarks)  ## measure codec and calls beside their floors and peers; bench-json prints one line per row
	@$(MAKE) -s --no-print-directory bench-json > .build/results.jsonl
	@test ! -s Benchmarks/.build/peers.jsonl || cat Benchmarks/.build/peers.jsonl >> .build/results.jsonl
	@python3 Benchmarks/report.py .build/results.jsonl Benchmarks/results.svg

bench-peers: setup  ## measure the same values in Go, Rust and Python, which are installed if they are missing
	@scripts/setup peers
	@scripts/bench-peers

# Separate from the others, since it builds gRPC.
bench-remote: setup  ## measure calls over gRPC beside bare gRPC and one process; REMOTE=--json prints a line per row
	@$(SWIFT) build -c release --package-path Benchmarks/Remote >&2
	@Benchmarks/Remote/.build/release/RemoteBenchmarks $(REMOTE)

tool: setup-tool  ## build the command-line tool, and print its path on the last line
	@$(SWIFT) build --package-path Tool $(release) --product hostcall >&2
	@echo "$(CURDIR)/$(tool)"

install: tool  ## PREFIX=/usr/local: install the tool, and its completions for bash, zsh and fish
	@scripts/install-tool $(tool) "$(DESTDIR)$(PREFIX)"

archive: tool  ## write an archive of the tool for Linux without Swift, and print its path on the last line
	@scripts/archive-tool $(tool) "$(CURDIR)/.build/archives"

lint: profile-core  ## check format, imports, layers, lengths, licences, pages, headers and exports
	@LIBRARY=$(profile_core) scripts/lint
	@scripts/check-lint

sanitize: sanitize-address sanitize-thread  ## run all tests under the address and the thread sanitizer
	@echo "All tests passed under the address and the thread sanitizer."

# MODULES="CBORCodec HostCall" leaves out the others; those over gRPC build it first.
docs: setup  ## build the documentation of the libraries; warnings are errors
	scripts/docs $(MODULES)
	scripts/api $(MODULES)

clean:  ## remove all build products
	rm -rf .build .build-* Benchmarks/.build Benchmarks/Remote/.build Fuzzing/.build-* Fuzzing/Findings .venv

# -- What is built. The messages go to standard error, so that the last line of the output is a path. ------------------

$(released)/lib%.$(suffix): setup
	@$(SWIFT) build --package-path Examples/ProfileCore $(release) --product $* >&2

$(swift_host): setup
	@$(SWIFT) build --package-path Examples/Hosts/swift $(release) --product SwiftHost >&2

$(benchmarks): setup
	@$(SWIFT) build --package-path Benchmarks $(release) >&2

# The tool needs no Python.
setup-tool:
	@scripts/setup tool

# What tests need besides. Benchmarks are built afterwards, since they use valgrind's header if there is one.
setup-tests: setup
	@scripts/setup tests

second-core: $(second_core)
	@echo "$(CURDIR)/$(second_core)"

profile-host: $(profile_host)

chaos-peer: setup
	@$(swift_with_grpc) build $(with_chaos) --product ChaosPeer >&2

# The core of the typed hosts' tests; swift-syntax is built first.
conformance: setup
	@$(SWIFT) build $(with_conformance) --product Conformance >&2

remote-tool: setup
	@$(swift_with_grpc) build $(with_remote) --product hostcall >&2

c-hosts: profile-core second-core
	scripts/build-hosts $(c_hosts) $(released) c_host poll_host abi_tests abi_tests_minor0 plugin.so process_tests two_cores

# -- The parts of `make test` ------------------------------------------------------------------------------------------

test-swift: setup
	scripts/test-swift $(checked) $(debug)

test-tool: tool profile-core profile-host
	$(SWIFT) test $(checked) --package-path Tool $(debug)
	scripts/check-tool $(tool) $(profile_core)
	scripts/check-install $(tool)
	scripts/check-trace $(tool) $(profile_core)
	python3 scripts/check-terminal $(tool) $(profile_core)
	scripts/check-replay $(tool) $(profile_core) $(profile_host)
	scripts/check-host-replay $(tool) $(profile_core)
	$(tool) fixtures verify Tests/HostCallTestingTests/Fixtures
	$(tool) fixtures verify Fixtures/profile_core

test-scripts:
	scripts/check-setup
	scripts/check-fresh
	scripts/check-hosts

# ROUNDTRIPS="--seed 7 --examples 100" generates the values of that seed.
test-codecs: setup-tests tool
	$(PYTHON) Tests/Interop/roundtrips.py $(tool) $(ROUNDTRIPS)
	$(PYTHON) Fixtures/specifications/write.py

# The tests of the example library, which resemble a user's.
test-core: setup
	$(SWIFT) test $(checked) --package-path Examples/ProfileCore $(debug)

test-c: c-hosts
	scripts/check-exports $(profile_core) profile_core
	scripts/check-exports $(second_core) second_core
	$(c_hosts)/c_host
	$(c_hosts)/poll_host
	HOSTCALL_PLUGIN=$(c_hosts)/plugin.so $(c_hosts)/abi_tests
	HOSTCALL_PLUGIN=$(c_hosts)/plugin.so $(c_hosts)/abi_tests_minor0
	$(c_hosts)/process_tests $(profile_core)
	scripts/test-runtimes $(profile_core) $(c_hosts)
	$(c_hosts)/two_cores $(profile_core) $(second_core)

test-python: setup-tests profile-core tool
	$(tool) generate python --library $(profile_core) --open profile_core_open --output Examples/Hosts/python --check
	scripts/test-python $(profile_core)

# The runtimes of typed hosts in C and C++, and what is generated for them.
test-c: test-typed-c test-typed-cpp
.PHONY: test-typed-c test-typed-cpp
test-typed-c test-typed-cpp: profile-core
	scripts/$@ $(profile_core)

# Skipped with what to install where Node, its headers or TypeScript are missing.
test-node: profile-core tool
	$(tool) generate typescript --library $(profile_core) --open profile_core_open --output Hosts/node/example --check
	scripts/test-node $(profile_core) $(tool)

# With a library that the system's Ruby loads.
test-ruby: setup-tests profile-core
	ruby Examples/Hosts/ruby/main.rb $(profile_core)

# Checks the library's schemas with a CDDL validator, and the fingerprints in its header.
test-schemas: setup-tests tool profile-core
	$(PYTHON) Tests/Interop/schemas.py $(tool) $(profile_core)

# Tests a package in a temporary folder that depends on this checkout, and a host with another version of its core.
test-outside: tool c-hosts
	scripts/check-outside $(tool) $(c_hosts)/c_host

# Tests what `hostcall new` writes, and the plugin that builds its library.
test-new: tool profile-core setup-tests
	scripts/test-new $(tool)

test-docs: tool profile-core $(greeting) $(swift_host)
	scripts/test-docs $(tool) $(profile_core) $(greeting) $(swift_host)

# Compares counts, which hardly depend on the machine or its load.
test-allocations: setup-tests $(benchmarks)
	$(benchmarks) allocations Benchmarks/allocations.json
	$(benchmarks) bridges Benchmarks/bridges.json

# To accept a change: Benchmarks/instructions.py --write with the same arguments.
test-instructions: setup-tests $(benchmarks)
	$(if $(is_darwin),@echo "Instructions are counted on Linux only: that needs valgrind.",\
	  $(PYTHON) Benchmarks/instructions.py $(benchmarks) Benchmarks/instructions.json)

test-macros: setup
	$(SWIFT) test $(checked) --package-path Tests/MacroTests $(with_macros)
	$(SWIFT) test $(checked) --package-path Tests/DeclaredTests $(with_macros)
	$(SWIFT) test $(checked) $(with_declared)
	$(SWIFT) test $(checked) $(with_conformance)

# Runs one test at a time, since several load the machine and others depend on time. The failure laboratory is here, since
# `make test` does not build gRPC; on a machine without time for it, its result is inconclusive, with status 3. The tests
# themselves run with random hashes.
test-remote: profile-host remote-tool chaos-peer
	@scripts/setup remote
	HOSTCALL_TEST_TARGET=HostCallGRPCTests $(swift_with_grpc) build $(with_grpc) --build-tests
	HOSTCALL_TEST_TARGET=HostCallGRPCTests $(SWIFT) test $(with_grpc) --skip-build --no-parallel
	$(swift_with_grpc) build $(checked) $(with_observability) --build-tests
	$(SWIFT) test $(with_observability) --skip-build
	scripts/check-exports $(profile_host) profile_host
	scripts/test-certificates .build/certificates
	GRPC_VERBOSITY=NONE $(PYTHON) Tests/Interop/grpc_client.py $(remote_tool) $(profile_host) .build/certificates
	GRPC_VERBOSITY=NONE $(PYTHON) Tests/Interop/grpc_health.py $(remote_tool) $(profile_host)
	python3 Tests/Chaos/test_laboratory.py
	python3 Tests/Chaos/test_evidence.py
	python3 Tests/Chaos/test_processors.py
	$(laboratory) --seconds 5 --rate 50 || test $$? = 3

sanitize-address sanitize-thread: sanitize-%: setup
	scripts/sanitize $*

# One JSON object per line. Calls are measured on one processor, where a time depends on the code, and on all, where it
# also depends on the machine.
bench-json: $(benchmarks)
	@$(benchmarks) codec
	@$(if $(shell command -v taskset),taskset -c 0) $(benchmarks) calls 1
	@$(benchmarks) calls $$(nproc)
	@$(benchmarks) memory
