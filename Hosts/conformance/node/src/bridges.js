"use strict";
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0
Object.defineProperty(exports, "__esModule", { value: true });
exports.withCore = exports.Bridges = void 0;
const conformance_1 = require("./conformance");
const host_1 = require("./host");
/** Opens bridges to the core's library, and closes them. */
class Bridges {
    library;
    constructor(library) {
        this.library = library;
    }
    open(options) {
        const host = new host_1.Host();
        const errors = [];
        const core = conformance_1.Conformance.open(this.library, host, { onError: error => errors.push(error), ...options });
        host.core = core;
        return { core, host, errors };
    }
    /** Runs a function with a bridge of its own. */
    async with(run, options) {
        const pair = this.open(options);
        try {
            await run(pair);
        }
        finally {
            await pair.core.close();
        }
    }
}
exports.Bridges = Bridges;
/** A behaviour that needs one bridge. */
function withCore(run) {
    return bridges => bridges.with(run);
}
exports.withCore = withCore;
