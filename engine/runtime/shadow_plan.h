#pragma once

#include <vector>

#include "engine/execute/shadow_weights.h"
#include "engine/graph/transformer_block.h"
#include "engine/quant/outlier_profile.h"
#include "engine/quant/shadow_quantizer.h"
#include "engine/runtime/prefill_options.h"

namespace mllm_npu {

// Which linears keep their shadow (§3.3): `pruning_rate` of them, least important first, lose it;
// equal importance is pruned from the last layer on. Of the outlier channels of the others,
// `hot_outlier_share` are hot (unless the profile measured how many), the rest is read from flash.
// Returns [num_hidden_layers], or nothing when shadows are off.
std::vector<LayerShadow> shadow_plan(const ModelConfig& model, const OutlierProfile& profile,
                                     const PrefillOptions& options);

// Those of `plan` that have outlier channels, in the order of layers and roles: their weights stand
// in the shadow's file.
std::vector<LinearPlace> shadowed_linears(const ModelConfig& model,
                                          const std::vector<LayerShadow>& plan);

// The same as ShadowQuantizer takes it.
KeptShadows kept_shadows(const ModelConfig& model, const std::vector<LayerShadow>& plan);

}  // namespace mllm_npu
