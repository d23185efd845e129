// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Words that a package might be named after, and that mean something elsewhere.
///
/// They are the keywords of C23, C++26, Python and TypeScript, macros of compilers and headers, and files, types and
/// variables of the template.
enum PackageNameWords {
  static let all = """
    abi abstract accounts accounts_host alignas alignof and and_eq any arguments as asm assert asserts async
    atomic_cancel atomic_commit atomic_noexcept auto await awaitable bigint bitand bitor bool boolean break bridge
    calls calls_test case catch char char16_t char32_t char8_t class cmake_lists co_await co_return co_yield compl
    concept const const_cast consteval constexpr constinit continue contract_assert core debugger declare decltype def
    default del delete do double dynamic_cast elif else enum errno eval except explicit export extends extern false
    fetch_profile final finally float for friend from function get global golden goto host hostcall hostcall_typed
    i386 if implements import in infer inline instanceof int int8_t interface is keyof lambda let library linux log_in
    log_in_failure log_in_failure_error long main major makedev match methods minor module mutable namespace never new
    noexcept none nonlocal not not_eq null nullptr number object of operator or or_eq override package pass post pre
    private profile profile_failure profile_failure_error profiles profiles_host protected public raise read readonly
    record reflexpr register reinterpret_cast replaceable requires restrict result return satisfies set short signed
    size_t sizeof static static_assert static_cast std stderr stdin stdout struct super switch symbol synchronized
    template test_calls this thread_local throw tide_tables transaction_safe trivially_relocatable true try type typed
    typedef typeid typename typeof typeof_unqual uint64_t undefined union unique unix unknown unsigned using var
    virtual void volatile wchar_t welcome while with x xor xor_eq yield
    """.split { $0 == " " || $0 == "\n" }.map(String.init)
}
