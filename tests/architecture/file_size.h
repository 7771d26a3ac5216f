#pragma once

#include <cstddef>

#include "tests/architecture/source_tree.h"

namespace mllm_npu::architecture {

std::size_t line_count(const SourceFile& file);
std::size_t line_count(const SourceTree& tree);

// The lines of the middle file; of two middle files the shorter one's. 0 for an empty tree.
std::size_t median_line_count(const SourceTree& tree);

Violations files_longer_than(std::size_t limit, const SourceTree& tree);

}  // namespace mllm_npu::architecture
