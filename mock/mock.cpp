#include "mock/mock.h"
