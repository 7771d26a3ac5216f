#include "baselines/quantizers/quantizer_catalog.h"

#include <cmath>

#include "baselines/quantizers/awq.h"
#include "baselines/quantizers/fp16.h"
#include "baselines/quantizers/hadamard.h"
#include "baselines/quantizers/k_quant.h"
#include "baselines/quantizers/llm_int8.h"
#include "baselines/quantizers/per_tensor.h"
#include "baselines/quantizers/per_token.h"
#include "baselines/quantizers/smooth_quant.h"
#include "engine/base/input_error.h"
#include "engine/base/number_text.h"

namespace mllm_npu {
namespace {

using Made = std::unique_ptr<Quantizer>;
using Options = QuantizerOptions;

template <class Plain>
Made make(const Options&) {
  return std::make_unique<Plain>();
}

template <SmoothQuantLevel level>
Made make_smooth_quant(const Options& options) {
  return std::make_unique<SmoothQuant>(options.migration_strength, level);
}

Made make_llm_int8(const Options& options) {
  return std::make_unique<LlmInt8>(options.outlier_threshold);
}

template <KQuantFormat format>
Made make_k_quant(const Options& options) {
  return std::make_unique<KQuant>(format, options.short_super_blocks);
}

Made make_awq(const Options& options) {
  return std::make_unique<Awq>(AwqOptions{.group_size = options.awq_group_size});
}

Made make_hadamard(const Options& options) { return std::make_unique<Hadamard>(options.seed); }

void expect(bool holds, const char* option, const char* expected, double found) {
  if (holds) return;
  throw InputError("", option, expected, std::isfinite(found) ? number_text(found) : "no number");
}

void check(const Options& options) {
  expect(options.migration_strength >= 0 && options.migration_strength <= 1, "migration_strength",
         "0 to 1", options.migration_strength);
  expect(options.outlier_threshold > 0, "outlier_threshold", "a number above 0",
         static_cast<double>(options.outlier_threshold));
  expect(options.awq_group_size > 0, "awq_group_size", "a number above 0",
         static_cast<double>(options.awq_group_size));
}

}  // namespace

const std::vector<QuantizerEntry>& quantizer_catalog() {
  static const std::vector<QuantizerEntry> kQuantizers = {
      {"fp16", "FP16", "weights and activations in fp16", make<Fp16>},
      {"smooth-quant", "SmoothQuant", "per-tensor W8A8 of smoothed activations (O3)",
       make_smooth_quant<SmoothQuantLevel::kO3>, "migration_strength"},
      {"llm-int8", "LLM.int8()", "outlier channels in fp16, the others int8 per token",
       make_llm_int8, "outlier_threshold"},
      {"k-quant-q8_0", "K-Quant (Q8_0)", "llama.cpp's blocks of 32 in 8 bits",
       make_k_quant<KQuantFormat::kQ8_0>},
      {"k-quant-q4_k", "K-Quant (Q4_K)", "llama.cpp's super-blocks of 256 in 4 bits",
       make_k_quant<KQuantFormat::kQ4K>, "short_super_blocks"},
      {"awq", "AWQ", "weights in 4 bits per group, activation-aware scales", make_awq,
       "awq_group_size"},
      {"per-tensor", "Per-tensor", "W8A8 with one static scale per tensor", make<PerTensor>},
      {"per-token", "Per-token", "W8A8 with dynamic scales per token, per output channel",
       make<PerToken>},
      {"smooth-quant-o1", "SmoothQuant-O1", "smoothed, dynamic per token",
       make_smooth_quant<SmoothQuantLevel::kO1>, "migration_strength"},
      {"smooth-quant-o2", "SmoothQuant-O2", "smoothed, dynamic per tensor",
       make_smooth_quant<SmoothQuantLevel::kO2>, "migration_strength"},
      {"hadamard", "Hadamard", "per-tensor W8A8 of rotated channels", make_hadamard, "seed"},
  };
  return kQuantizers;
}

std::unique_ptr<Quantizer> make_quantizer(const std::string& name,
                                          const QuantizerOptions& options) {
  check(options);
  std::string known;
  for (const QuantizerEntry& entry : quantizer_catalog()) {
    if (entry.name == name) return entry.make(options);
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  }
  throw InputError("", "quantizer", "one of " + known, name);
}

}  // namespace mllm_npu
