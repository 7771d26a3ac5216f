#pragma once

// Calibration (§3.1): runs the float model over a corpus and sees how large the inputs of its
// linears become.

#include <span>
#include <vector>

#include "engine/execute/reference_model.h"
#include "engine/quant/per_tensor.h"

namespace mllm_npu {

// Shows `observer` the inputs of all linears while the float model reads the corpus. REQUIRES and
// errors: as calibrate_activations().
void observe_corpus(const ReferenceModel& reference, std::span<const std::vector<TokenId>> corpus,
                    const LinearObserver& observer);

// Scales at which nothing in `corpus` is clipped; every text is read on its own. REQUIRES: corpus
// not empty; each text has 1..max_position_embeddings tokens of the vocabulary. Errors: InputError
// when the model computes numbers that are not finite.
ActivationScales calibrate_activations(const ReferenceModel& reference,
                                       std::span<const std::vector<TokenId>> corpus);

}  // namespace mllm_npu
