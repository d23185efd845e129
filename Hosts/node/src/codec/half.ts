// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** Returns the bits of a number in half precision; `undefined` if that cannot represent it. NaN has one form. */
export function halfBits(value: number): number | undefined {
  if (Number.isNaN(value)) return 0x7e00;
  single[0] = value;
  if (single[0] !== value) return undefined;
  const pattern = bits[0]!;
  const sign = (pattern >>> 16) & 0x8000;
  const exponent = ((pattern >>> 23) & 0xff) - 127;
  const fraction = pattern & 0x7fffff;
  if (exponent === 128) return sign | 0x7c00;
  if (exponent === -127) return fraction === 0 ? sign : undefined;
  if (exponent >= -14) {
    return exponent <= 15 && (fraction & 0x1fff) === 0 ? sign | ((exponent + 15) << 10) | (fraction >>> 13) : undefined;
  }
  const shift = -1 - exponent; // of the significand, for a subnormal number
  const significand = fraction | 0x800000;
  return exponent >= -24 && (significand & ((1 << shift) - 1)) === 0 ? sign | (significand >>> shift) : undefined;
}

/** Returns the number that the bits of half precision represent. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Returns the nearest number in half precision, ties to even. */
export function roundToHalf(value: number): number {
  const magnitude = Math.abs(value);
  if (!Number.isFinite(value) || magnitude === 0) return value;
  const step = 2 ** (Math.max(Math.floor(Math.log2(magnitude)), -14) - 10);
  const scaled = magnitude / step;
  const floor = Math.floor(scaled);
  const up = scaled - floor > 0.5 || (scaled - floor === 0.5 && floor % 2 === 1);
  const rounded = (floor + (up ? 1 : 0)) * step;
  return Math.sign(value) * (rounded > 65504 ? Infinity : rounded);
}
