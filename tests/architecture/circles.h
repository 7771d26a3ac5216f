#pragma once

#include "tests/architecture/source_tree.h"

namespace mllm_npu::architecture {

// Circles of includes between files. A header and its .cpp count as one, so that two components
// cannot lean on each other through their .cpp files either.
Violations circles_between_files(const SourceTree& tree);

// Circles between the parts of the house (see layering.h).
Violations circles_between_folders(const SourceTree& tree);

}  // namespace mllm_npu::architecture
