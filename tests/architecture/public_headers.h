#pragma once

#include "tests/architecture/source_tree.h"

namespace mllm_npu::architecture {

// The headers that are installed, as engine/CMakeLists.txt lists them.
const SourceTree& public_headers_of_this_repository();

// The share of the lines that carry a comment, on a line of its own or beside a member; in [0, 1].
// Blank lines do not count.
double comment_share(const SourceTree& tree);

// Includes of headers that are not installed: a consumer would not find them.
Violations includes_of_private_headers(const SourceTree& public_headers);

}  // namespace mllm_npu::architecture
