#pragma once

#include <span>
#include <string_view>

#include "tests/architecture/source_tree.h"

namespace mllm_npu::architecture {

// A part of the tree and the floor it stands on. `path` is a folder, or a folder and the beginning
// of a file's name; the longest one that a file's path begins with counts.
struct Part {
  int floor;
  std::string_view path;
};

// The picture of the house, once more. An include may go down, or sideways inside its own part.
inline constexpr Part kHouse[] = {
    {10, "experiments/main"},

    {9, "experiments/commands"},

    {8, "experiments"},
    {8, "plots"},

    {7, "baselines"},
    {7, "datasets/reference_model"},

    {6, "engine/runtime"},

    {5, "engine/schedule"},
    {5, "engine/metrics"},

    {4, "engine/execute"},
    {4, "engine/soc"},

    {3, "engine/quant"},
    {3, "engine/graph"},

    {2, "engine/kernels"},
    {2, "engine/checkpoint"},
    {2, "datasets"},

    {1, "engine/tensor"},
    {1, "engine/sim"},
    {1, "engine/text"},
    {1, "engine/model"},

    {0, "engine/base"},
};

// The part that the path belongs to, or nullptr.
const Part* part_of(std::string_view path, std::span<const Part> house = kHouse);

// Includes that go up, go sideways into another part, name a file that does not exist, or stand in
// a file outside the house.
Violations layering_violations(const SourceTree& tree, std::span<const Part> house = kHouse);

// The pictures need the records and nothing else: plots/ includes plots/, engine/base/ and the
// result record.
Violations plot_include_violations(const SourceTree& tree);

}  // namespace mllm_npu::architecture
