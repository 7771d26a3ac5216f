#include "engine/checkpoint/gguf_architecture.h"

namespace mllm_npu {
namespace {

constexpr GgufArchitecture kLlama = {.name = "llama",
                                     .model_type = "llama",
                                     .normalization = Normalization::kRmsNorm,
                                     .hidden_act = Activation::kSilu,
                                     .gated_mlp = true,
                                     .parallel_block = false,
                                     .scaled_embedding = false,
                                     .interleaved_heads = true,
                                     .partial_rotary = false,
                                     .own_head_dim = true,
                                     .output_bias = true,
                                     .mlp_bias = true,
                                     .lm_head_bias = false,
                                     .may_tie = true,
                                     .may_untie = true};

constexpr GgufArchitecture kQwen2 = {.name = "qwen2",
                                     .model_type = "qwen2",
                                     .normalization = Normalization::kRmsNorm,
                                     .hidden_act = Activation::kSilu,
                                     .gated_mlp = true,
                                     .parallel_block = false,
                                     .scaled_embedding = false,
                                     .interleaved_heads = false,
                                     .partial_rotary = false,
                                     .own_head_dim = false,
                                     .output_bias = false,
                                     .mlp_bias = false,
                                     .lm_head_bias = true,
                                     .may_tie = true,
                                     .may_untie = true};

constexpr GgufArchitecture kGemma = {.name = "gemma",
                                     .model_type = "gemma",
                                     .normalization = Normalization::kRmsNorm,
                                     .hidden_act = Activation::kGeluTanh,
                                     .gated_mlp = true,
                                     .parallel_block = false,
                                     .scaled_embedding = true,
                                     .interleaved_heads = false,
                                     .partial_rotary = false,
                                     .own_head_dim = true,
                                     .output_bias = false,
                                     .mlp_bias = false,
                                     .lm_head_bias = false,
                                     .may_tie = true,
                                     .may_untie = false};

constexpr GgufArchitecture kPhi2 = {.name = "phi2",
                                    .model_type = "phi",
                                    .normalization = Normalization::kLayerNorm,
                                    .hidden_act = Activation::kGeluTanh,
                                    .gated_mlp = false,
                                    .parallel_block = true,
                                    .scaled_embedding = false,
                                    .interleaved_heads = false,
                                    .partial_rotary = true,
                                    .own_head_dim = false,
                                    .output_bias = true,
                                    .mlp_bias = true,
                                    .lm_head_bias = true,
                                    .may_tie = false,
                                    .may_untie = true};

constexpr GgufArchitecture kArchitectures[] = {kLlama, kQwen2, kGemma, kPhi2};

}  // namespace

std::span<const GgufArchitecture> gguf_architectures() { return kArchitectures; }

}  // namespace mllm_npu
