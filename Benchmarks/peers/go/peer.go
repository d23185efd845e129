// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Encodes and decodes the values of CodecValues.swift with fxamacker/cbor, and prints one line of JSON per row.
package main

import (
	"fmt"
	"os"
	"sort"
	"time"

	"github.com/fxamacker/cbor"
)

type small struct {
	ID   uint64 `cbor:"id"`
	Name string `cbor:"name"`
	Flag bool   `cbor:"flag"`
}

type address struct {
	Street string `cbor:"street"`
	City   string `cbor:"city"`
	Zip    uint32 `cbor:"zip"`
}

type profile struct {
	ID       uint64    `cbor:"id"`
	Name     string    `cbor:"name"`
	Email    string    `cbor:"email"`
	Age      int       `cbor:"age"`
	Score    float64   `cbor:"score"`
	IsActive bool      `cbor:"isActive"`
	Created  time.Time `cbor:"created"`
	Tags     []string  `cbor:"tags"`
	Address  address   `cbor:"address"`
	Nickname *string   `cbor:"nickname,omitempty"`
	Manager  *uint64   `cbor:"manager,omitempty"`
	Rating   float32   `cbor:"rating"`
}

type blob struct {
	Name string `cbor:"name"`
	Data []byte `cbor:"data"`
}

// Returns the median time of a run in nanoseconds, from eleven batches of about ten milliseconds.
func measure(run func() error) float64 {
	check(run())
	start := time.Now()
	check(run())
	count := int(10*time.Millisecond/(time.Since(start)+1)) + 1
	var batches []float64
	for i := 0; i < 11; i++ {
		start := time.Now()
		for j := 0; j < count; j++ {
			check(run())
		}
		batches = append(batches, float64(time.Since(start).Nanoseconds())/float64(count))
	}
	sort.Float64s(batches)
	return batches[5]
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func pair(name string, value any, fresh func() any) {
	mode, err := cbor.EncOptions{Time: cbor.TimeUnix, TimeTag: cbor.EncTagRequired}.EncMode()
	check(err)
	data, err := mode.Marshal(value)
	check(err)
	encode := measure(func() error { _, err := mode.Marshal(value); return err })
	decode := measure(func() error { return cbor.Unmarshal(data, fresh()) })
	fmt.Printf("{\"name\": \"codec.encode.%s\", \"go_ns\": %.0f}\n", name, encode)
	fmt.Printf("{\"name\": \"codec.decode.%s\", \"go_ns\": %.0f}\n", name, decode)
}

func main() {
	manager := uint64(42)
	var many []small
	var doubles []float64
	var uints []uint64
	dict := map[string]int{}
	for n := 0; n < 10000; n++ {
		if n < 1000 {
			many = append(many, small{uint64(n) * 1001, fmt.Sprintf("name %d", n), n%2 == 0})
			dict[fmt.Sprintf("key %d", n)] = n * 37
		}
		doubles = append(doubles, float64(n)*1.1+0.1)
		uints = append(uints, uint64(n)*(0x9E3779B97F4A7C15>>(n%64)))
	}
	data := make([]byte, 1<<20)
	for i := range data {
		data[i] = 0xA5
	}
	pair("small", small{123456, "Ada Lovelace", true}, func() any { return new(small) })
	pair("profile", profile{9007199254740993, "Ada Lovelace", "ada@example.org", 36, 97.125, true,
		time.Unix(1700000000, 0), []string{"math", "engines", "poetry", "notes", "flight"},
		address{"12 St James's Square", "London", 10815}, nil, &manager, 4.5}, func() any { return new(profile) })
	pair("small1000", many, func() any { return new([]small) })
	pair("doubles", doubles, func() any { return new([]float64) })
	pair("uints", uints, func() any { return new([]uint64) })
	pair("blob", blob{"blob", data}, func() any { return new(blob) })
	pair("dict", dict, func() any { return new(map[string]int) })
}
