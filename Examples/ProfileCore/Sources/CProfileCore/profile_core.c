/* The functions of profile_core.h are written in Swift. */
#include "profile_core.h"
