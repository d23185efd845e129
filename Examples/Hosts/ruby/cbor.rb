# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0

# CBOR (RFC 8949) for the values that ProfileCore exchanges: integers, strings, arrays, maps, doubles, booleans, nil.
# A program with a Gemfile uses the gem cbor instead.
module CBOR
  class Malformed < StandardError; end

  # Returns a value encoded in CBOR.
  def self.dump(value)
    case value
    when nil then "\xf6".b
    when false then "\xf4".b
    when true then "\xf5".b
    when Integer then value.negative? ? head(1, -1 - value) : head(0, value)
    when Float then "\xfb".b + [value].pack("G")
    when String then head(value.encoding == Encoding::BINARY ? 2 : 3, value.bytesize) + value.b
    when Symbol then dump(value.to_s)
    when Array then head(4, value.size) + value.map { |each| dump(each) }.join
    when Hash then head(5, value.size) + value.map { |key, each| dump(key) + dump(each) }.join
    else raise ArgumentError, "a #{value.class} cannot be encoded"
    end
  end

  # Returns the value that is encoded in bytes.
  def self.load(bytes)
    value, rest = item(bytes.b)
    raise Malformed, "#{rest.bytesize} bytes follow the value" unless rest.empty?

    value
  end

  def self.head(major, number)
    case number
    when 0..23 then [major << 5 | number].pack("C")
    when 24..0xff then [major << 5 | 24, number].pack("CC")
    when 0..0xffff then [major << 5 | 25, number].pack("CS>")
    when 0..0xffff_ffff then [major << 5 | 26, number].pack("CL>")
    else [major << 5 | 27, number].pack("CQ>")
    end
  end

  # Returns the first item of bytes, and the bytes after it.
  def self.item(bytes)
    major, info, number, rest = read_head(bytes)
    case major
    when 0 then [number, rest]
    when 1 then [-1 - number, rest]
    when 2, 3
      raise Malformed, "a string ends early" if rest.bytesize < number

      text = rest.byteslice(0, number)
      [major == 3 ? text.force_encoding(Encoding::UTF_8) : text, rest.byteslice(number..)]
    when 4 then items(number, rest)
    when 5
      flat, rest = items(2 * number, rest)
      [Hash[*flat], rest]
    else [simple(info, number), rest]
    end
  end

  def self.items(count, rest)
    values = Array.new(count) do
      value, rest = item(rest)
      value
    end
    [values, rest]
  end

  def self.read_head(bytes)
    first = bytes.getbyte(0) or raise Malformed, "the bytes end early"
    info = first & 31
    size = { 24 => 1, 25 => 2, 26 => 4, 27 => 8 }.fetch(info, 0)
    raise Malformed, "a length of #{info} is not supported" if info > 27
    raise Malformed, "a head ends early" if bytes.bytesize < 1 + size

    number = size.zero? ? info : bytes.byteslice(1, size).unpack1({ 1 => "C", 2 => "S>", 4 => "L>", 8 => "Q>" }[size])
    [first >> 5, info, number, bytes.byteslice((1 + size)..)]
  end

  def self.simple(info, number)
    case info
    when 20 then false
    when 21 then true
    when 22, 23 then nil
    when 26 then [number].pack("L>").unpack1("g")
    when 27 then [number].pack("Q>").unpack1("G")
    else raise Malformed, "the simple value #{number} is not supported"
    end
  end

  private_class_method :head, :item, :items, :read_head, :simple
end
