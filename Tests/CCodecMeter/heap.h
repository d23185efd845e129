/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#ifndef CODEC_METER_HEAP_H
#define CODEC_METER_HEAP_H

void codec_meter_begin_heap(void);
void codec_meter_end_heap(void);

#endif
