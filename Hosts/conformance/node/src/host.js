"use strict";
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0
Object.defineProperty(exports, "__esModule", { value: true });
exports.Host = void 0;
const hostcall_1 = require("hostcall");
const interface_ = require("./conformance");
const expect_1 = require("./expect");
/** The host that the core's behaviours need. */
class Host {
    core;
    /** The keys of the calls of `host_wait` whose cancellation was noticed, and of those that have begun. */
    cancelled = [];
    waiting = [];
    /** How far the last stream is, and whether its end was noticed by its code. */
    produced = 0;
    streamsEnded = 0;
    evolvingCalls = 0;
    /** Called at the beginning of `read_clock`. */
    onClock;
    echoBasics = returned;
    echoIntegers = returned;
    echoFloats = returned;
    echoOptionals = returned;
    echoContainers = returned;
    echoChoices = returned;
    echoShapes = returned;
    echoExpression = returned;
    echoTree = returned;
    echoFoundation = returned;
    echoRarities = returned;
    echoPage = returned;
    echoMood = returned;
    echoTable = returned;
    echoBytes = returned;
    import = returned;
    echoOptionalText({ value }) {
        return value ?? null;
    }
    echoEvolving({ value }) {
        this.evolvingCalls++;
        return value;
    }
    echoArguments(request) {
        return request;
    }
    echoSample(request) {
        return request.value;
    }
    async hostPing() {
        await (0, expect_1.sleep)(0);
    }
    readClock() {
        this.onClock?.();
        return 1700000000.5;
    }
    fetchProfile({ userID }) {
        if (userID === 404n)
            throw new interface_.RefusalError({ kind: "limit", maximum: 403 });
        return { name: "Ada", tags: ["admin", "beta"], balanceCents: -250n };
    }
    async obey({ order }) {
        await (0, expect_1.sleep)(0);
        switch (order.kind) {
            case "succeed": return order.text;
            case "refuse": throw new interface_.RefusalError(order.value);
            case "fail": throw new hostcall_1.HostCallError(order.message, order.code);
            case "crash": throw new RangeError(order.message);
            case "cancel": throw new hostcall_1.CallCancelled("");
        }
    }
    failHost({ fault }) {
        throw new interface_.FaultError(fault);
    }
    makeBytes({ count }) {
        return new Uint8Array(count);
    }
    hostWait({ key }, { signal }) {
        this.waiting.push(key);
        return new Promise((resolve, reject) => {
            const timer = setTimeout(resolve, 10000);
            signal.addEventListener("abort", () => {
                clearTimeout(timer);
                this.cancelled.push(key);
                reject(signal.reason);
            });
        });
    }
    hostIgnoreCancellation({ milliseconds }) {
        return (0, expect_1.sleep)(milliseconds);
    }
    describeCall({ metadata, remaining }) {
        const entries = Object.entries(metadata);
        const texts = entries.filter((entry) => typeof entry[1] === "string");
        const binaries = entries.filter((entry) => typeof entry[1] !== "string");
        return { texts: new Map(texts), binaries: new Map(binaries), remainingMilliseconds: remaining };
    }
    async hostDescend({ depth }) {
        return depth === 0 ? 0 : 1 + await this.core.coreDescend({ depth: depth - 1 });
    }
    async *hostCounts({ first, count, end }, { signal }) {
        this.produced = 0;
        try {
            for (let index = 0; index < count; index++) {
                this.produced++;
                const number = first + BigInt(index);
                yield { number, text: String(number) };
            }
            switch (end.kind) {
                case "finish": return;
                case "refuse": throw new interface_.RefusalError(end.value);
                case "fail":
                    if (end.code === 2)
                        throw new RangeError(end.message);
                    throw new hostcall_1.HostCallError(end.message, end.code);
                case "stay": await new Promise(resolve => signal.addEventListener("abort", resolve));
            }
        }
        finally {
            this.streamsEnded++;
        }
    }
    *hostTicks({ count }) {
        for (let index = 0; index < count; index++)
            yield index + 0.5;
    }
}
exports.Host = Host;
function returned({ value }) {
    return value;
}
