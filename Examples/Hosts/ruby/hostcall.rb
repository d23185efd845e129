# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0

require "fiddle"
require "fiddle/import"
require_relative "cbor"

# A binding of hostcall.h for Ruby, with fiddle, which comes with Ruby. Ruby cannot be called from a thread that it
# has not started, so the bridge has a queue, and all code of the program runs on the thread that calls `run`, `call` or
# `close`.
#
#     bridge = HostCall::Library.new("libProfileCore.so").open("profile_core_open")
#     bridge.register("fetch_profile") { |request| { name: "Ada", tags: [], balanceCents: 0 } }
#     puts bridge.call("log_in", userID: 7)
module HostCall
  OK, INVALID_ARGUMENT, INVALID_BRIDGE, CLOSED = 0, 1, 2, 3
  NOTHING = 10
  REPLY_OK, REPLY_ERROR, REPLY_FAILURE, REPLY_CANCELLED = 0, 1, 2, 3
  INVOKE, CANCEL, REPLY, RELEASE = 1, 2, 4, 7
  # What a handler returns if it answers later, with `complete`.
  LATER = Object.new.freeze

  # A function of hostcall.h returned a status other than HOSTCALL_OK.
  class StatusError < StandardError
    attr_reader :status

    def initialize(status, message)
      super(message)
      @status = status
    end
  end

  # The failure that a call declares: raised by its handler, and by `call`.
  class Failure < StandardError
    attr_reader :value

    def initialize(value)
      super(value.to_s)
      @value = value
    end
  end

  # A call to the core ended with an error, or was cancelled.
  class CallError < StandardError
    attr_reader :outcome

    def initialize(outcome, message)
      super(message)
      @outcome = outcome
    end
  end

  # The structs of hostcall.h.
  module Structs
    extend Fiddle::Importer
    dlload
    Message = struct ["size_t size", "int kind", "unsigned long long call_id", "void *user_data", "int outcome",
                      "char *name", "void *bytes", "size_t length", "unsigned long long count",
                      "unsigned long long token"]
    Handler = struct ["size_t size", "void *invoke", "void *cancel", "void *release", "void *user_data",
                      "unsigned long long fingerprint"]
  end

  # A shared library that contains a core.
  class Library
    BRIDGE = NUMBER = -Fiddle::TYPE_LONG_LONG
    TEXT = POINTER = Fiddle::TYPE_VOIDP
    SIZE = Fiddle::TYPE_SIZE_T
    STATUS = Fiddle::TYPE_INT
    FUNCTIONS = {
      queue_enable: [BRIDGE, POINTER, POINTER],
      queue_fd: [BRIDGE],
      next: [BRIDGE, POINTER, Fiddle::TYPE_LONG_LONG],
      register_handler: [BRIDGE, TEXT, POINTER],
      unregister: [BRIDGE, TEXT],
      complete: [BRIDGE, NUMBER, STATUS, POINTER, SIZE],
      call: [BRIDGE, TEXT, POINTER, SIZE, POINTER, POINTER, POINTER],
      close: [BRIDGE],
    }.freeze

    def initialize(path)
      @loaded = Fiddle.dlopen(path)
      @functions = FUNCTIONS.to_h do |name, arguments|
        [name, Fiddle::Function.new(@loaded["hostcall_#{name}"], arguments, STATUS)]
      end
      @last_error = Fiddle::Function.new(@loaded["hostcall_last_error"], [POINTER, SIZE], SIZE)
    end

    # Opens a bridge with the library's function of that name.
    def open(function)
      handle = Fiddle::Function.new(@loaded[function], [], BRIDGE).call
      raise "#{function} could not open a bridge" if handle.zero?

      Bridge.new(self, handle)
    end

    # Calls a function of hostcall.h and returns its status.
    def status(name, *arguments) = @functions.fetch(name).call(*arguments)

    # Calls a function of hostcall.h; raises unless it returns HOSTCALL_OK.
    def check(name, *arguments)
      status = status(name, *arguments)
      return if status == OK

      words = "\0".b * 1024
      raise StatusError.new(status, words.byteslice(0, @last_error.call(words, words.bytesize)).force_encoding("UTF-8"))
    end
  end

  # A bridge to a core.
  class Bridge
    attr_reader :cancelled, :released

    def initialize(library, handle)
      @library, @handle = library, handle
      @handlers, @replies, @last_tag = {}, {}, 0
      @cancelled, @released = [], []
      @library.check(:queue_enable, @handle, nil, nil)
      @ready = IO.for_fd(@library.status(:queue_fd, @handle), autoclose: false)
      @message = Structs::Message.malloc(Fiddle::RUBY_FREE)
      @message.to_ptr[0, Structs::Message.size] = "\0" * Structs::Message.size
      @message.size = Structs::Message.size
    end

    # Registers a block, whose result is the response. A raw handler receives and returns bytes.
    def register(name, raw: false, fingerprint: 0, &handler)
      registration = Structs::Handler.malloc(Fiddle::RUBY_FREE)
      registration.to_ptr[0, Structs::Handler.size] = "\0" * Structs::Handler.size
      registration.size = Structs::Handler.size
      registration.user_data = tag = @last_tag += 1
      registration.fingerprint = fingerprint
      @library.check(:register_handler, @handle, name, registration)
      @handlers[tag] = [name, raw, handler]
    end

    def unregister(name) = @library.check(:unregister, @handle, name)

    # Answers a call; returns the status.
    def complete(call_id, outcome, payload)
      @library.status(:complete, @handle, call_id, outcome, payload, payload.bytesize)
    end

    # Calls a function of the core, and handles messages until the reply comes.
    def call(name, request)
      tag = @last_tag += 1
      bytes = CBOR.dump(request)
      @library.check(:call, @handle, name, bytes, bytes.bytesize, nil, tag, nil)
      run { @replies.key?(tag) }
      outcome, payload = @replies.delete(tag)
      case outcome
      when REPLY_OK then CBOR.load(payload)
      when REPLY_FAILURE then raise Failure, CBOR.load(payload)
      else raise CallError.new(outcome, payload.force_encoding("UTF-8"))
      end
    end

    # Handles messages until the block returns true; returns false if the bridge is closed before that.
    def run
      until yield
        case status = @library.status(:next, @handle, @message, 0)
        when OK then handle_message
        when NOTHING then @ready.wait_readable # other threads of Ruby run in the meantime
        when CLOSED then return false
        else raise StatusError.new(status, "hostcall_next returned #{status}")
        end
      end
      true
    end

    # Closes the bridge, and handles the last messages.
    def close
      @library.check(:close, @handle)
      run { false }
    end

    private

    # The library keeps the message until the struct is used again.
    def handle_message
      tag = @message.user_data.to_i
      bytes = @message.length.zero? ? "".b : @message.bytes[0, @message.length]
      case @message.kind
      when INVOKE then invoke(@message.call_id, bytes, *@handlers.fetch(tag))
      when CANCEL then @cancelled << @message.call_id
      when REPLY then @replies[tag] = [@message.outcome, bytes]
      when RELEASE then @released << @handlers.delete(tag).first
      end
    end

    def invoke(call_id, request, _name, raw, handler)
      response = handler.call(raw ? request : CBOR.load(request), call_id)
      return if response.equal?(LATER)

      complete(call_id, REPLY_OK, raw ? response : CBOR.dump(response))
    rescue Failure => e
      complete(call_id, REPLY_FAILURE, CBOR.dump(e.value))
    rescue StandardError => e
      complete(call_id, REPLY_ERROR, "#{e.class}: #{e.message}")
    end
  end
end
