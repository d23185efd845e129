// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * ArenaCloses LIBRARY: a host in Java loads the library in an arena, answers a login, closes the bridge and then the
 * arena, which frees the callbacks and asks the system to unload the library, which stays loaded; five times.
 */
final class ArenaCloses {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final byte[] REQUEST = bytes(0xa1, 0x66, 'u', 's', 'e', 'r', 'I', 'D', 7);
  private static final byte[] ADA =
      bytes(0xa3, 0x64, 'n', 'a', 'm', 'e', 0x63, 'A', 'd', 'a', 0x64, 't', 'a', 'g', 's', 0x80, 0x6c, 'b', 'a', 'l', 'a', 'n',
          'c', 'e', 'C', 'e', 'n', 't', 's', 0);

  private final CountDownLatch replied = new CountDownLatch(1);
  private MethodHandle complete;
  private long bridge;
  private volatile int outcome = -1;

  private static byte[] bytes(int... values) {
    byte[] result = new byte[values.length];
    for (int i = 0; i < values.length; i++) result[i] = (byte) values[i];
    return result;
  }

  private void answer(long callID, byte[] payload) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, payload);
      int status = (int) complete.invokeExact(bridge, callID, 0, copy, (long) payload.length);
      if (status != 0) throw new IllegalStateException("hostcall_complete: " + status);
    } catch (Throwable error) {
      error.printStackTrace();
    }
  }

  private void readClock(long callID, MemorySegment request, long length, MemorySegment userData) {
    answer(callID, new byte[8]);
  }

  private void fetchProfile(long callID, MemorySegment request, long length, MemorySegment userData) {
    answer(callID, ADA);
  }

  private void reply(int outcome, MemorySegment payload, long length, MemorySegment userData) {
    this.outcome = outcome;
    replied.countDown();
  }

  private MemorySegment callback(String name, Class<?> first, FunctionDescriptor descriptor, Arena arena) throws Exception {
    MethodType type = MethodType.methodType(void.class, first, MemorySegment.class, long.class, MemorySegment.class);
    return LINKER.upcallStub(MethodHandles.lookup().bind(this, name, type), descriptor, arena);
  }

  private static void require(String what, int status) {
    if (status != 0) throw new IllegalStateException(what + ": " + status);
  }

  private void run(Path path) throws Throwable {
    var address = ValueLayout.ADDRESS;
    var int32 = ValueLayout.JAVA_INT;
    var int64 = ValueLayout.JAVA_LONG;
    try (Arena arena = Arena.ofShared()) {
      SymbolLookup library = SymbolLookup.libraryLookup(path, arena);
      MethodHandle open =
          LINKER.downcallHandle(library.findOrThrow("profile_core_open"), FunctionDescriptor.of(int64));
      complete =
          LINKER.downcallHandle(
              library.findOrThrow("hostcall_complete"),
              FunctionDescriptor.of(int32, int64, int64, int32, address, int64));
      MethodHandle register =
          LINKER.downcallHandle(
              library.findOrThrow("hostcall_register"),
              FunctionDescriptor.of(int32, int64, address, address, address));
      MethodHandle call =
          LINKER.downcallHandle(
              library.findOrThrow("hostcall_call"),
              FunctionDescriptor.of(int32, int64, address, address, int64, address, address, address));
      MethodHandle close =
          LINKER.downcallHandle(library.findOrThrow("hostcall_close"), FunctionDescriptor.of(int32, int64));

      FunctionDescriptor invoked = FunctionDescriptor.ofVoid(int64, address, int64, address);
      bridge = (long) open.invokeExact();
      require("register", (int) register.invokeExact(bridge, arena.allocateFrom("read_clock"),
          callback("readClock", long.class, invoked, arena), MemorySegment.NULL));
      require("register", (int) register.invokeExact(bridge, arena.allocateFrom("fetch_profile"),
          callback("fetchProfile", long.class, invoked, arena), MemorySegment.NULL));
      MemorySegment reply =
          callback("reply", int.class, FunctionDescriptor.ofVoid(int32, address, int64, address), arena);
      require("call", (int) call.invokeExact(bridge, arena.allocateFrom("log_in"),
          arena.allocateFrom(ValueLayout.JAVA_BYTE, REQUEST), (long) REQUEST.length, reply, MemorySegment.NULL,
          MemorySegment.NULL));
      if (!replied.await(30, TimeUnit.SECONDS)) throw new IllegalStateException("there was no reply");
      require("the reply's outcome", outcome);
      require("close", (int) close.invokeExact(bridge));
    }
  }

  public static void main(String[] arguments) throws Throwable {
    for (int round = 0; round < 5; round++) {
      new ArenaCloses().run(Path.of(arguments[0]));
      Thread.sleep(100); // the library's threads would crash now if it had been unloaded
    }
    System.out.println("  Java closes the arena of the library after its bridge, five times");
  }
}
