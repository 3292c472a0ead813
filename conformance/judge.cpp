#include "conformance/judge.h"
#include "conformance/collect.h"
