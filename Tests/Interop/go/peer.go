// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// A peer for roundtrips.py: reads one hexadecimal message per line, decodes it with fxamacker/cbor into an interface
// value, encodes the value deterministically (RFC 8949, section 4.2.1), and prints "ok HEX" or "error MESSAGE".
package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/fxamacker/cbor"
)

func main() {
	decoder, err := cbor.DecOptions{DupMapKey: cbor.DupMapKeyEnforcedAPF, MaxNestedLevels: 128}.DecMode()
	if err != nil {
		log.Fatal(err)
	}
	encoder, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		log.Fatal(err)
	}
	again := func(line string) (string, error) {
		message, err := hex.DecodeString(line)
		if err != nil {
			return "", err
		}
		var value interface{}
		if err := decoder.Unmarshal(message, &value); err != nil {
			return "", err
		}
		message, err = encoder.Marshal(value)
		return hex.EncodeToString(message), err
	}
	input := bufio.NewReader(os.Stdin)
	for {
		line, err := input.ReadString('\n')
		if err != nil {
			return
		}
		if answer, err := again(strings.TrimSpace(line)); err != nil {
			fmt.Println("error", err)
		} else {
			fmt.Println("ok", answer)
		}
	}
}
