// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The names that a new package cannot have.
enum TakenNames {
  /// Modules that the package imports, types that it or its hosts declare, and words of Swift.
  static let inSwift: Set<String> = [
    "Any", "CBORCodec", "CBridgePlatform", "CCBOR", "CHostBridge", "FetchProfile", "Foundation", "FoundationEssentials",
    "Host", "HostBridgeCore", "HostCall", "HostCallGRPC", "HostCallMacros", "HostCallObservability", "HostCallTesting",
    "LogIn", "LogInFailure", "MessageTests", "Profile", "ProfileFailure", "Protocol", "Self", "Swift", "Testing",
    "Type", "Welcome", "XCTest",
  ]

  /// Words that name no module in Python or no namespace in C++, files of hosts, and prefixes whose `_open` is a function of C.
  static let inLanguages = Set(
    """
    and as assert async auto await bool break case catch cbor2 char class concept const continue def default del
    delete do double elif else except explicit export extern false finally float for friend from global goto
    hostcall if import in inline int is lambda long main mq mutable namespace new none nonlocal not or pass private
    protected public raise register requires return sem shm short signed sizeof static std switch template
    test_calls this throw true try typedef typename union unsigned using virtual void volatile while with xor
    yield
    """.split { $0 == " " || $0 == "\n" })

  /// The modules of Python's standard library, which a module beside the host would hide: `sys.stdlib_module_names`.
  static let inPythonsLibrary = Set(
    """
    abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii bisect
    builtins bz2 calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall concurrent
    configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal
    difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch
    fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html
    http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale
    logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis
    nntplib nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev pathlib pdb pickle pickletools
    pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc
    pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select
    selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile
    sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau symtable sys sysconfig
    syslog tabnanny tarfile telnetlib tempfile termios textwrap threading time timeit tkinter token tokenize tomllib
    trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu uuid venv warnings
    wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
    """.split { $0 == " " || $0 == "\n" })
}
