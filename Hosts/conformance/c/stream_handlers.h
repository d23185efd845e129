/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The handlers of the host's streams. */
#ifndef STREAM_HANDLERS_H
#define STREAM_HANDLERS_H

#include "host.h"

void host_counts(conformance_host_counts_stream stream, const conformance_host_counts_request *request,
                 void *user_data);
void host_counts_cancelled(conformance_host_counts_stream stream, uint64_t taken, void *user_data);
void host_ticks(conformance_host_ticks_stream stream, const conformance_host_ticks_request *request, void *user_data);

#endif
