#include "engine/metrics/decode_time.h"

#include <algorithm>

#include "engine/soc/memory_model.h"

namespace mllm_npu {

double decode_traffic(const ModelConfig& model, double bytes_per_weight, std::int64_t context) {
  const std::int64_t seen =
      model.sliding_window ? std::min(context, *model.sliding_window) : context;
  // Of the embedding one row is read; the LM head is a matrix of its size.
  const std::int64_t weights = linear_weight_count(model) + model.vocab_size * model.hidden_size;
  return static_cast<double>(weights) * bytes_per_weight +
         static_cast<double>(kv_cache(model, seen).value);
}

SimTime decode_time(const ModelConfig& model, const SocSpec& soc, std::int64_t context,
                    Processor processor) {
  const double bandwidth =
      processor == Processor::kGpu ? soc.gpu.matvec_bandwidth : soc.cpu.matvec_bandwidth;
  return sim_time_from_seconds(decode_traffic(model, 1, context) / bandwidth);
}

}  // namespace mllm_npu
