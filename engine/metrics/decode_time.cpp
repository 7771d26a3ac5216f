#include "engine/metrics/decode_time.h"

#include <algorithm>

#include "engine/soc/memory_model.h"

namespace mllm_npu {

SimTime decode_time(const ModelConfig& model, const SocSpec& soc, std::int64_t context) {
  const std::int64_t seen =
      model.sliding_window ? std::min(context, *model.sliding_window) : context;
  // Of the embedding one row is read, unless the LM head is the same matrix.
  const std::int64_t embedding =
      model.tie_word_embeddings ? 0 : model.vocab_size * model.hidden_size;
  const Bytes traffic = int8_weights(model) - Bytes{embedding} + kv_cache(model, seen);
  return sim_time_from_seconds(static_cast<double>(traffic.value) / soc.cpu.matvec_bandwidth);
}

}  // namespace mllm_npu
