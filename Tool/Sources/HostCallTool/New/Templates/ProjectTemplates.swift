// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The manifest, the makefile and the README of a new package.
enum ProjectTemplates {
  static let texts: [(path: String, text: String)] = [
    ("Package.swift", manifest), ("Makefile", makefile), ("README.md", readme),
    (".gitignore", ".build/\n.venv/\n__pycache__/\nnode_modules/\ndist/\n*.new\n"),
    (".gitattributes", "# Golden files: never converted.\n*.cbor binary\n"),
  ]

  private static let manifest = """
    // swift-tools-version: 6.3
    import PackageDescription

    let package = Package(
      name: "{{Name}}",
      platforms: [.macOS(.v26)],
      products: [
        .library(name: "{{Name}}", type: .dynamic, targets: ["{{Name}}"]),
        .library(name: "{{Name}}Calls", targets: ["{{Name}}Calls"]),
      ],
      dependencies: [
        {{dependency}}
      ],
      targets: [
        // The calls and the core, which tests and other packages can use.
        .target(
          name: "{{Name}}Calls",
          dependencies: [.product(name: "HostCall", package: "{{package}}")],
          swiftSettings: [.enableUpcomingFeature("InternalImportsByDefault")]),
        // The library for hosts; `make library` builds it.
        .target(
          name: "{{Name}}",
          dependencies: ["{{Name}}Calls", .product(name: "HostCall", package: "{{package}}")]),
        .testTarget(
          name: "{{Name}}Tests",
          dependencies: [
            "{{Name}}Calls", .product(name: "HostCall", package: "{{package}}"),
            .product(name: "HostCallTesting", package: "{{package}}"),
          ],
          exclude: ["Fixtures"]),
      ]
    )

    """

  // Recipes begin with a tab.
  private static let makefile = """
    # make test: runs the tests. make demo: runs the core with its hosts. make library: builds the library to ship, in dist.

    SWIFT ?= swift
    # The command-line tool of HostCall.
    HOSTCALL ?= hostcall
    # The package HostCall, which contains the runtimes of hosts.
    PACKAGE ?= {{folder}}
    suffix := $(if $(filter Darwin,$(shell uname -s)),dylib,so)
    # What hosts load here is the debug build of `make test`. With LIBRARY=dist/lib{{Name}}.so they load the one to ship.
    LIBRARY = .build/debug/lib{{Name}}.$(suffix)
    ships := $(findstring $(CURDIR)/dist/,$(abspath $(LIBRARY)))

    .PHONY: test test-swift test-core core library generate demo
    .NOTPARALLEL:

    test: {{tests}}

    test-swift:
    \t$(SWIFT) test

    # Sends the golden requests to the core, and compares its answers.
    test-core: core
    \t$(HOSTCALL) fixtures replay Tests/{{Name}}Tests/Fixtures $(LIBRARY) --open {{name}}_open

    core: $(if $(ships),library)
    \t$(if $(ships),,$(SWIFT) build)

    library:
    \t$(SWIFT) package --allow-writing-to-package-directory build-host-library

    # What hosts compile against; after a change of a call, commit the new files.
    generate: core
    \t@for language in {{languages}}; do \\
    \t  $(HOSTCALL) generate $$language --library $(LIBRARY) --open {{name}}_open --name {{name}} \\
    \t    --output hosts/$$language || exit 1; \\
    \tdone
    \t@$(HOSTCALL) schema $(LIBRARY) --open {{name}}_open --json >{{name}}.json.new
    \t@mv {{name}}.json.new {{name}}.json

    demo: {{demos}}

    # Calls the core from the command line, with golden files as the answers of the host.
    CALL = log_in '{"userID": 7}'
    .PHONY: demo-call
    demo-call: core
    \t$(HOSTCALL) call $(LIBRARY) --open {{name}}_open $(CALL) --answers Tests/{{Name}}Tests/Fixtures

    {{rules}}
    """

  private static let readme = """
    # {{Name}}

    A library in Swift for programs in other languages, built on HostCall. It logs users in, and asks the program that
    loads it, its host, for their profiles.

    ```sh
    make test      # runs the tests, which compare both sides with golden files; make -k test goes on after a failure
    make demo      # runs the core, with its hosts if there are any
    make library   # builds the library to ship, in dist, with hostcall.h and a descriptor
    ```

    The first `make test` builds HostCall, which takes minutes; the calls can be replaced before, as the end of this page
    says. `hostcall` has to be in the `PATH`, or `HOSTCALL=path/to/hostcall` beside these commands. On macOS, a library ends
    in `.dylib`, not in `.so`. Without a host:

    ```sh
    hostcall call .build/debug/lib{{Name}}.so --open {{name}}_open log_in '{"userID": 7}' \\
      --answers Tests/{{Name}}Tests/Fixtures
    ```

    The golden files are a contract for both sides, which have to give the recorded answers: `make test` sends the recorded
    requests to the core, and to the hosts in this package; a request that is *not offered* by one is for the other. The
    calls of a program can be recorded, printed and made again:

    ```sh
    hostcall record --output .build/session.log -- hostcall call .build/debug/lib{{Name}}.so --open {{name}}_open log_in \\
      '{"userID": 7}' --answers Tests/{{Name}}Tests/Fixtures
    hostcall trace .build/session.log
    hostcall replay .build/session.log .build/debug/lib{{Name}}.so --open {{name}}_open
    ```

    {{recording}}| Folder | What it contains |
    |---|---|
    | `Sources/{{Name}}Calls` | the calls in both directions, and the core |
    | `Sources/{{Name}}` | the C function that opens a bridge, `{{name}}_open` |
    | `Tests` | tests with a host in the test's process, and golden files in `Fixtures` |
    | `hosts` | programs that load the library, their tests, and what `make generate` writes for them |
    | `{{name}}.json` | the descriptor of the calls, which `make generate` writes as well |

    ## Calls of your own

    1. Replace the calls and the core in `Sources/{{Name}}Calls`. In `Sources/{{Name}}`, `{{name}}_open` names each call: it
       declares those to the host, and exposes those that the host makes. Typed hosts know no others.
    2. `make generate` writes `{{name}}.json`, and the typed side of the hosts.
    3. {{answering}}
    4. Replace the tests, and delete the golden files. `make test` then fails once, since it writes the missing files from
       the values in the Swift tests, for both sides. Review the `.diag` files, and run it again.
    5. Adapt `CALL` in the makefile, run `make demo-call`, and adapt the commands above.

    Both sides compare the `.cbor`; the `.diag` beside it is for reading. The answer of the host, `fetch_profile.response`,
    fails on both sides, if all tests are run: change the name in its `.diag`, and take the change over.

    ```sh
    fixture=Tests/{{Name}}Tests/Fixtures/fetch_profile.response
    hostcall cbor encode $fixture.diag >$fixture.new && mv $fixture.new $fixture.cbor
    make -k test
    ```

    A request that has changed fails in the Swift tests, and on the side that answers it only if its answer is another.

    """
}
