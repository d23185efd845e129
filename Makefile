# HostCall. `make demo` shows what it does, `make test` runs all tests; `make help` lists the rest.

SWIFT ?= swift
PYTHON := $(CURDIR)/.venv/bin/python
# The system's compiler for the hosts in C, or the one that comes with Swift.
HOST_CC ?= $(shell command -v cc || echo "$$(dirname "$$(readlink -f "$$(command -v swift)")")/clang")

include_dirs := -I$(CURDIR)/Sources/CHostBridge/include -I$(CURDIR)/Examples/ProfileCore/Sources/CProfileCore/include
host_flags := -std=c11 -O1 -g -Wall -Wextra -Werror -D_GNU_SOURCE -pthread $(include_dirs)
built := $(CURDIR)/.build/hosts
core_package := $(CURDIR)/Examples/ProfileCore
# On macOS the system has Swift's libraries.
core_flags := -c release --package-path $(core_package) $(if $(filter Darwin,$(shell uname -s)),,-Xswiftc -static-stdlib)
library_suffix := $(if $(filter Darwin,$(shell uname -s)),dylib,so)
core_folder = $(core_package)/.build/release

.PHONY: help setup tool profile-core second-core demo demo-c demo-python demo-swift \
        test test-swift test-c test-python test-codecs interop sanitize sanitize-address sanitize-thread clean

help:
	@echo "make demo          set up, build, and run the example hosts in C, Python and Swift"
	@echo "make test          set up, and run all tests"
	@echo "make setup         install what is missing: libcbor, and the Python host's packages"
	@echo "make profile-core  build the example library; its last line is where it is"
	@echo "make interop       round trips with Go's fxamacker/cbor, which is installed if it is missing"
	@echo "make tool          build the command-line tool; its last line is where it is"
	@echo "make sanitize      all tests under the address and the thread sanitizer"
	@echo "make clean         remove everything that was built"

setup:
	@scripts/setup

# The build's own chatter goes to the error output, so that the last line of the output is the library's path.
profile-core: setup
	@$(SWIFT) build $(core_flags) --product ProfileCore >&2
	@echo "$(core_folder)/libProfileCore.$(library_suffix)"

second-core: setup
	@$(SWIFT) build $(core_flags) --product SecondCore >&2
	@echo "$(core_folder)/libSecondCore.$(library_suffix)"

tool: setup
	@$(SWIFT) build -c release --product hostcall >&2
	@echo "$(CURDIR)/.build/release/hostcall"

# -- The hosts in C, and the tests of the C interface --------------------------------------------------------------------

abi_tests := $(filter-out Tests/ABI/two_cores.c,$(wildcard Tests/ABI/*.c))
c_host := $(wildcard Examples/Hosts/c/*.c)

# Homebrew's folders are not among those that a compiler searches by itself.
brew_prefix := $(if $(filter Darwin,$(shell uname -s)),$(shell brew --prefix 2>/dev/null))
cbor_flags := $(if $(brew_prefix),-I$(brew_prefix)/include -L$(brew_prefix)/lib) -lcbor

# $(call compile_host,COMPILER AND FLAGS,SOURCES,PROGRAM,FOLDER OF THE LIBRARY)
compile_host = $(1) $(host_flags) $(2) -o $(3) -L$(4) -lProfileCore -Wl,-rpath,$(4)

define build_hosts
	@mkdir -p $(1)
	$(call compile_host,$(2),$(abi_tests),$(1)/abi_tests,$(3))
	$(call compile_host,$(2),$(c_host),$(1)/c_host,$(3)) $(cbor_flags) -lm
	$(2) $(host_flags) Tests/ABI/two_cores.c Tests/ABI/check.c -o $(1)/two_cores -ldl
endef

# -- make demo -----------------------------------------------------------------------------------------------------------

demo: profile-core
	@mkdir -p $(built)
	@$(call compile_host,$(HOST_CC),$(c_host),$(built)/c_host,$(core_folder)) $(cbor_flags) -lm
	@$(SWIFT) build --package-path Examples/Hosts/swift >&2
	@echo
	@echo "One Swift library, ProfileCore, logs users in. What it needs for that, a clock and profiles, only its host has."
	@echo "Three hosts follow, one after the other."
	@echo
	@$(built)/c_host
	@$(PYTHON) Examples/Hosts/python/main.py $(core_folder)/libProfileCore.$(library_suffix)
	@$(SWIFT) run --skip-build --package-path Examples/Hosts/swift SwiftHost

# -- make test -----------------------------------------------------------------------------------------------------------

test: setup
	@$(MAKE) --no-print-directory test-swift
	@$(MAKE) --no-print-directory test-codecs
	@$(MAKE) --no-print-directory test-c
	@$(MAKE) --no-print-directory test-python
	@echo "All tests passed: Swift, the round trips with cbor2, C and Python."

test-swift: setup
	$(SWIFT) test
	scripts/check-tool .build/debug/hostcall

# ROUNDTRIPS="--seed 7 --examples 100" makes the values of that seed.
test-codecs: tool
	@scripts/setup tests
	$(PYTHON) Tests/Interop/roundtrips.py .build/release/hostcall $(ROUNDTRIPS)

interop: tool
	@scripts/setup interop
	GO111MODULE=off GOPATH=/usr/share/gocode go build -o .build/go-peer Tests/Interop/go/peer.go
	$(PYTHON) Tests/Interop/roundtrips.py .build/release/hostcall --go .build/go-peer $(ROUNDTRIPS)

test-c: profile-core second-core
	$(call build_hosts,$(built),$(HOST_CC),$(core_folder))
	scripts/check-exports $(core_folder)/libProfileCore.$(library_suffix) profile_core
	scripts/check-exports $(core_folder)/libSecondCore.$(library_suffix) second_core
	$(built)/c_host
	$(built)/abi_tests
	$(built)/two_cores $(core_folder)/libProfileCore.$(library_suffix) $(core_folder)/libSecondCore.$(library_suffix)

test-python: profile-core
	$(PYTHON) Examples/Hosts/python/test_host.py $(core_folder)/libProfileCore.$(library_suffix)

# -- make sanitize -------------------------------------------------------------------------------------------------------

# The compiler that comes with Swift: its sanitizers are the ones that the Swift code is built with.
swift_clang := $(dir $(shell readlink -f "$$(command -v $(SWIFT))"))clang
runtime = $(shell $(swift_clang) -print-file-name=libclang_rt.$(1)-$(shell uname -m).so)

sanitize: setup
	@$(MAKE) --no-print-directory sanitize-address
	@$(MAKE) --no-print-directory sanitize-thread
	@echo "All tests are clean under the address and the thread sanitizer."

# The runtime is linked as a library, so that what is loaded later finds all of it; Swift's knows libdispatch, and needs it.
swift_libraries := $(abspath $(dir $(swift_clang))../lib/swift/linux)
sanitizer_libraries = -shared-libsan -Wl,-rpath,$(dir $(call runtime,tsan)) \
  -L$(swift_libraries) -Wl,-rpath,$(swift_libraries) -Wl,--no-as-needed -ldispatch -lBlocksRuntime

# XCTest, of which nothing is used, would have its own runner reported for leaks.
# $(call sanitized,SANITIZER,FOLDER,SWIFT FLAGS): the Swift tests, and both libraries with the hosts' tests against them.
define sanitized
	$(SWIFT) test --disable-xctest --sanitize=$(1) --scratch-path .build-$(2) $(3)
	$(SWIFT) build --sanitize=$(1) --package-path $(core_package) --scratch-path .build-$(2)-core $(3) --product ProfileCore
	$(SWIFT) build --sanitize=$(1) --package-path $(core_package) --scratch-path .build-$(2)-core $(3) --product SecondCore
	$(call build_hosts,$(CURDIR)/.build-$(2)-core/hosts,$(swift_clang) -fsanitize=$(1) $(sanitizer_libraries),$(CURDIR)/.build-$(2)-core/debug)
	.build-$(2)-core/hosts/abi_tests
	.build-$(2)-core/hosts/two_cores .build-$(2)-core/debug/libProfileCore.$(library_suffix) .build-$(2)-core/debug/libSecondCore.$(library_suffix)
	.build-$(2)-core/hosts/c_host
endef

sanitize-address: setup
	$(call sanitized,address,asan)
	LD_PRELOAD=$(call runtime,asan) ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=1 $(PYTHON) Examples/Hosts/python/test_host.py .build-asan-core/debug/libProfileCore.so

# With pthread locks: see Sources/HostBridgeCore/Guarded.swift.
sanitize-thread: setup
	$(call sanitized,thread,tsan,-Xswiftc -DHOSTCALL_PTHREAD_LOCKS)
	LD_PRELOAD=$(call runtime,tsan):$(swift_libraries)/libBlocksRuntime.so:$(swift_libraries)/libdispatch.so $(PYTHON) Examples/Hosts/python/test_host.py .build-tsan-core/debug/libProfileCore.so

clean:
	rm -rf .build .build-* Examples/ProfileCore/.build Examples/Hosts/swift/.build .venv
