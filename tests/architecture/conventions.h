#pragma once

#include <span>
#include <string_view>

#include "tests/architecture/source_tree.h"

namespace mllm_npu::architecture {

// Every main() outside experiments/main.cpp, tests/benchmark/ and the package's consumer.
Violations stray_mains(const SourceTree& tree);

Violations using_namespace_std(const SourceTree& tree);

// Headers whose first line is not #pragma once, but for comments above it.
Violations headers_without_pragma_once(const SourceTree& tree);

// Includers of gnuplot-iostream.h apart from plots/gnuplot_page.cpp.
Violations stray_gnuplot_includes(const SourceTree& tree);

// Words that engine/base must not know: it is what any simulator could stand on.
inline constexpr std::string_view kDomainWords[] = {
    "attention", "bubble",  "chunk", "cpu",      "decode",   "device",    "gpu",
    "kv",        "layer",   "llama", "logits",   "makespan", "model",     "npu",
    "operator",  "outlier", "phone", "policy",   "prefill",  "processor", "prompt",
    "quantizer", "qwen",    "soc",   "subgraph", "tensor",   "token",     "transformer",
};

// Uses of those words in engine/base, in code and in comments, also as a part of a name
// (`chunk_length`, `ChunkLength`). The project's own name, paths of data in the tree and C++'s
// `operator` do not count.
Violations domain_words_in_base(const SourceTree& tree,
                                std::span<const std::string_view> words = kDomainWords);

}  // namespace mllm_npu::architecture
