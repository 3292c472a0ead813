#include "core/text.h"

namespace vidspec::core {}
