// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

//! Encodes and decodes the values of CodecValues.swift with serde_cbor, and prints one line of JSON per row. The date
//! of a profile is a number without a tag, since serde does not support tags.

use std::collections::HashMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_derive::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Small {
    id: u64,
    name: String,
    flag: bool,
}

#[derive(Serialize, Deserialize)]
struct Address {
    street: String,
    city: String,
    zip: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Profile {
    id: u64,
    name: String,
    email: String,
    age: i64,
    score: f64,
    is_active: bool,
    created: f64,
    tags: Vec<String>,
    address: Address,
    #[serde(skip_serializing_if = "Option::is_none")]
    nickname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    manager: Option<u64>,
    rating: f32,
}

#[derive(Serialize, Deserialize)]
struct Blob {
    name: String,
    #[serde(with = "serde_bytes")]
    data: Vec<u8>,
}

/// Returns the median time of a run in nanoseconds, from eleven batches of about ten milliseconds.
fn measure(mut run: impl FnMut()) -> f64 {
    run();
    let start = Instant::now();
    run();
    let each = start.elapsed().max(Duration::from_nanos(1));
    let count = (Duration::from_millis(10).as_nanos() / each.as_nanos() + 1) as u32;
    let mut batches: Vec<f64> = (0..11)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..count {
                run();
            }
            start.elapsed().as_nanos() as f64 / f64::from(count)
        })
        .collect();
    batches.sort_by(f64::total_cmp);
    batches[5]
}

fn pair<Value: Serialize + DeserializeOwned>(name: &str, value: Value) {
    let bytes = serde_cbor::to_vec(&value).expect("the value encodes");
    let encode = measure(|| {
        black_box(serde_cbor::to_vec(black_box(&value)).expect("the value encodes"));
    });
    let decode = measure(|| {
        black_box(serde_cbor::from_slice::<Value>(black_box(&bytes)).expect("the value decodes"));
    });
    println!("{{\"name\": \"codec.encode.{name}\", \"rust_ns\": {encode:.0}}}");
    println!("{{\"name\": \"codec.decode.{name}\", \"rust_ns\": {decode:.0}}}");
}

fn main() {
    pair("small", Small { id: 123_456, name: "Ada Lovelace".into(), flag: true });
    pair(
        "profile",
        Profile {
            id: 9_007_199_254_740_993,
            name: "Ada Lovelace".into(),
            email: "ada@example.org".into(),
            age: 36,
            score: 97.125,
            is_active: true,
            created: 1_700_000_000.0,
            tags: ["math", "engines", "poetry", "notes", "flight"].map(String::from).to_vec(),
            address: Address { street: "12 St James's Square".into(), city: "London".into(), zip: 10815 },
            nickname: None,
            manager: Some(42),
            rating: 4.5,
        },
    );
    pair(
        "small1000",
        (0..1000).map(|n| Small { id: n * 1001, name: format!("name {n}"), flag: n % 2 == 0 }).collect::<Vec<_>>(),
    );
    pair("doubles", (0..10_000).map(|n| f64::from(n) * 1.1 + 0.1).collect::<Vec<_>>());
    pair("uints", (0..10_000).map(uint).collect::<Vec<_>>());
    pair("blob", Blob { name: "blob".into(), data: vec![0xa5; 1 << 20] });
    pair("dict", (0..1000).map(|n| (format!("key {n}"), n * 37)).collect::<HashMap<_, i64>>());
}

/// Returns integers of all widths.
fn uint(n: u64) -> u64 {
    n.wrapping_mul(0x9e37_79b9_7f4a_7c15 >> (n % 64))
}
