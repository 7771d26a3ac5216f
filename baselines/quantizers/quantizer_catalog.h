#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/quant/quantizer.h"

namespace mllm_npu {

struct QuantizerOptions {
  double migration_strength = 0.5;    // SmoothQuant's α, in 0..1
  float outlier_threshold = 6;        // LLM.int8()'s; above 0
  bool short_super_blocks = false;    // Q4_K for rows that are no multiple of 256: see KQuant
  std::int64_t awq_group_size = 128;  // weights that share a scale
  std::uint64_t seed = 1;             // of Hadamard's signs
};

struct QuantizerEntry {
  const char* name;
  const char* title;  // as the paper prints it, where it does
  const char* summary;
  std::unique_ptr<Quantizer> (*make)(const QuantizerOptions& options);
  const char* option = "";  // the member of QuantizerOptions that it takes, if any
};

// First those of Table 6, then those of Fig. 4, then others.
const std::vector<QuantizerEntry>& quantizer_catalog();

// Errors: InputError for an unknown name, which lists the known ones, or an option out of range.
std::unique_ptr<Quantizer> make_quantizer(const std::string& name,
                                          const QuantizerOptions& options = {});

}  // namespace mllm_npu
