#pragma once

#include "engine/base/json.h"
#include "engine/runtime/prefill_options.h"

namespace mllm_npu {

// `options` with what a JSON object changes of them: {"chunk_lengths": [64], "policy": "serial",
// ...}. Members are named as those of PrefillOptions; shares are in %. Errors: InputError for an
// unknown member, a wrong type, values that check_options() refuses, or when nothing changes.
PrefillOptions with_changes(const PrefillOptions& options, const JsonReader& changes);

}  // namespace mllm_npu
