// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The names that a new package cannot have.
enum TakenNames {
  /// Modules of Swift and of HostCall, types that the package or its hosts declare, and words of Swift.
  static let inSwift = Set(
    """
    Any BuildHostLibrary CBORCodec CBridgePlatform CCBOR CHostBridge CoreFoundation Cxx CxxStdlib Darwin Dispatch
    Distributed FetchProfile Foundation FoundationEssentials FoundationInternationalization FoundationNetworking
    FoundationXML Glibc Host HostBridgeCore HostCall HostCallGRPC HostCallMacros HostCallObservability HostCallTesting
    LogIn LogInFailure LogInFailureError MessageTests Musl Observation Profile ProfileFailure ProfileFailureError
    Protocol RegexBuilder Runtime Self Swift SwiftOnoneSupport SwiftShims Synchronization Testing Type Welcome XCTest
    """.split { $0 == " " || $0 == "\n" }.map(String.init))

  /// Files of hosts and of their tools, modules that they import, and prefixes whose `_open` is a function of the
  /// system.
  static let byHosts = Set(
    "cbor2 fts iconv main mq none package pidfd sem shm test_calls tsconfig".split(separator: " "))

  /// The modules of Python's standard library, which a module beside the host would hide: `sys.stdlib_module_names`.
  static let inPythonsLibrary = Set(
    """
    abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii
    bisect builtins bz2 calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall
    compression concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses
    datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp
    fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib
    heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3
    linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt
    multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev pathlib pdb
    pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile profiling pstats pty pwd
    py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched
    secrets select selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3
    sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau symtable sys
    sysconfig syslog tabnanny tarfile telnetlib tempfile termios textwrap threading time timeit tkinter token tokenize
    tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu uuid venv
    warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
    """.split { $0 == " " || $0 == "\n" })
}
