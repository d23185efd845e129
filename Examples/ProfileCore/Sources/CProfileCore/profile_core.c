/* The functions of profile_core.h are implemented in Swift. */
#include "profile_core.h"
