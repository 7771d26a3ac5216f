#pragma once

#include <string>

#include "engine/model/weight_layout.h"

namespace mllm_npu {

// What the transformers library calls a weight, e.g. "model.layers.3.self_attn.q_proj.weight".
// REQUIRES: find_hugging_face_type() knows model_type.
std::string hugging_face_name(const std::string& model_type, const WeightId& id);

}  // namespace mllm_npu
