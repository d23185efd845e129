#pragma once

#include "accounts_host.h"

/* Registers a host of Accounts at a bridge of the core with that table: for main.c, and for the golden files. */
int32_t accounts_host_register(const hostcall_api *api, hostcall_bridge bridge);
