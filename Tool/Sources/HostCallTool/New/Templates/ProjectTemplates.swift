// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The manifest, the makefile and the README of a new package.
enum ProjectTemplates {
  static let texts: [(path: String, text: String)] = [
    ("Package.swift", manifest), ("Makefile", makefile), ("README.md", readme),
    (".gitignore", ".build/\n.venv/\n__pycache__/\nnode_modules/\ndist/\n"),
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
    # make test: runs the tests. make library: builds the library for hosts, in dist. make demo: runs it with its hosts.

    SWIFT ?= swift
    # The command-line tool of HostCall.
    HOSTCALL ?= hostcall
    # The package HostCall, which contains the runtimes of hosts.
    PACKAGE ?= {{folder}}
    library := dist/lib{{Name}}.$(if $(filter Darwin,$(shell uname -s)),dylib,so)

    .PHONY: test test-swift library generate demo
    .NOTPARALLEL:

    test: {{tests}}

    test-swift:
    \t$(SWIFT) test

    library:
    \t$(SWIFT) package --allow-writing-to-package-directory build-host-library

    # What hosts compile against; after a change of a call, commit the new files.
    generate: library
    \t@for language in {{languages}}; do \\
    \t  $(HOSTCALL) generate $$language --library $(library) --open {{name}}_open --name {{name}} \\
    \t    --output hosts/$$language || exit 1; \\
    \tdone
    \t@$(HOSTCALL) schema $(library) --open {{name}}_open --json >{{name}}.json

    demo: {{demos}}

    # Calls the core from the command line, with golden files as the answers of the host.
    .PHONY: demo-call
    demo-call: library
    \t$(HOSTCALL) call $(library) --open {{name}}_open log_in '{"userID": 7}' --answers Tests/{{Name}}Tests/Fixtures

    {{rules}}
    """

  private static let readme = """
    # {{Name}}

    A library in Swift for programs in other languages, built on HostCall. It logs users in, and asks the program that
    loads it, its host, for their profiles.

    ```sh
    make test      # runs the tests, which compare messages with golden files
    make demo      # builds the library, and runs it with its hosts
    make library   # builds the library in dist, with hostcall.h and a descriptor
    ```

    `hostcall` has to be in the `PATH`, or `HOSTCALL=path/to/hostcall` beside these commands. Without a host:

    ```sh
    hostcall call dist/lib{{Name}}.so --open {{name}}_open log_in '{"userID": 7}' --answers Tests/{{Name}}Tests/Fixtures
    ```

    The golden files are a contract for both sides, which have to give the recorded answers: `make test` compares those of
    the hosts, and the first of these commands those of the library. The calls of a program can be recorded, printed and
    made again:

    ```sh
    hostcall fixtures replay Tests/{{Name}}Tests/Fixtures dist/lib{{Name}}.so --open {{name}}_open
    hostcall record --output .build/session.log -- hostcall call dist/lib{{Name}}.so --open {{name}}_open log_in \\
      '{"userID": 7}' --answers Tests/{{Name}}Tests/Fixtures
    hostcall trace .build/session.log
    hostcall replay .build/session.log dist/lib{{Name}}.so --open {{name}}_open
    ```

    | Folder | What it contains |
    |---|---|
    | `Sources/{{Name}}Calls` | the calls in both directions, and the core |
    | `Sources/{{Name}}` | the C function that opens a bridge, `{{name}}_open` |
    | `Tests` | tests with a host in the test's process, and golden files in `Fixtures` |
    | `hosts` | programs that load the library, and what `make generate` writes for them |
    | `{{name}}.json` | the descriptor of the calls, which `make generate` writes as well |

    To add a call: write a type like `FetchProfile`, and run `make generate`. `{{name}}_open` has to name it: it declares
    the calls to the host, of which typed hosts know no other, and exposes those that the host makes. For calls of your own,
    replace the files in `Sources/{{Name}}Calls` and `Tests`, delete the golden files, and adapt the hosts.

    """
}
