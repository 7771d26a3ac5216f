// Section 3.3: how many channels are hot. The weights of hot ones stay in memory for the shadow,
// those of others are read from flash whenever a chunk needs them: memory against reads and time.
// The reads are counted where the engine computes the reference model; what they cost is the
// phone's, with the paper's model and the shape of its outliers (Fig. 11).

#include <algorithm>

#include "datasets/paper/printed_numbers.h"
#include "engine/execute/kv_cache.h"
#include "engine/runtime/computed_prefill.h"
#include "engine/runtime/prepared_weights.h"
#include "engine/runtime/shadow_plan.h"
#include "experiments/accuracy/for_all.h"
#include "experiments/accuracy/laboratory.h"
#include "experiments/accuracy/printed_outliers.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

constexpr const char* kDevice = "redmi-k70-pro";
constexpr const char* kModel = "qwen1.5-1.8b";
constexpr std::int64_t kPromptLength = 1024;

std::vector<double> hot_shares(const ExperimentOptions& options) {  // %
  if (options.quick) return {1, 3, 100};
  return {1, 2, 3, 5, 10, 20, 50, 100};
}
constexpr double kPruningRates[] = {0, 85};  // %

struct CountedReads {
  ShadowCounts counts;
  double hot_bytes = 0;
  double all_bytes = 0;
};

CountedReads read_texts(const ReferenceLab& lab, const PreparedWeights& weights,
                        const PrefillOptions& options, const TokenTexts& texts) {
  const QuantizedModel& model = weights.quantized();
  const RotaryTable rotary = rotary_table(model.model(), model.model().max_position_embeddings);
  KvCache cache(model.model(), model.model().max_position_embeddings);
  ComputingEngine engine(model, rotary, lab.device(), options);
  CountedReads reads;
  for (const std::vector<TokenId>& text : texts) {
    reads.counts += engine.prefill(text, cache).shadow;
  }
  reads.hot_bytes = static_cast<double>(model.shadow->weights.hot_bytes());
  for (const auto& [layer, role] : shadowed_linears(model.model(), model.shadow->plan)) {
    for (const LinearShape& linear : block_linears(model.model())) {
      if (linear.role == role) reads.all_bytes += static_cast<double>(linear.k * linear.n);
    }
  }
  return reads;
}

std::vector<Measure> measures_of(const CountedReads& reads) {
  const auto hot = static_cast<double>(reads.counts.hot_channels);
  const auto cold = static_cast<double>(reads.counts.cold_channels);
  const auto products = static_cast<double>(std::max<std::int64_t>(1, reads.counts.chunks));
  return {{"shadow_memory", reads.hot_bytes / 1e6, "MB"},
          {"shadow_memory_share", 100 * reads.hot_bytes / std::max(1.0, reads.all_bytes), "%"},
          {"hot_read_share", 100 * hot / std::max(1.0, hot + cold), "%"},
          {"flash_reads_per_product", cold / products, "rows"},
          {"flash_bytes", static_cast<double>(reads.counts.bytes_read) / 1e6, "MB"}};
}

void append_counted(Laboratory& laboratory, const ExperimentOptions& options,
                    std::vector<ResultRow>& rows) {
  const ReferenceLab& lab = laboratory.lab();
  const TokenTexts& texts = laboratory.texts(WorldDomain::kAll);
  const std::vector<double> shares = hot_shares(options);
  std::vector<std::vector<ResultRow>> found(shares.size());
  for_all(shares.size(), [&](std::size_t place) {
    const OutlierStatistics statistics = lab.outliers_with(shares[place] / 100);
    for (const double rate : kPruningRates) {
      const PrefillOptions prefill = reference_options(rate / 100);
      const PreparedWeights weights(lab.weights(), statistics, prefill);
      found[place].push_back(make_row(
          {{"model", "reference"}, {"pruning_rate", rate}, {"hot_channel_share", shares[place]}},
          measures_of(read_texts(lab, weights, prefill, texts))));
    }
  });
  for (std::vector<ResultRow>& of_share : found) {
    std::ranges::move(of_share, std::back_inserter(rows));
  }
}

PrefillResult run_on_phone(const World& world, double pruning_rate, double hot_channel_share,
                           double hot_outlier_share) {
  return world.system("mllm-npu")
      ->prefill({.model = world.model(kModel),
                 .device = world.device(kDevice),
                 .prompt_length = kPromptLength,
                 .options = {.pruning_rate = pruning_rate / 100,
                             .hot_channel_share = hot_channel_share / 100,
                             .hot_outlier_share = hot_outlier_share}});
}

struct FlashReads {
  double rows = 0;
  double bytes = 0;
};

FlashReads flash_reads(const SubgraphDag& dag) {
  FlashReads reads;
  for (const SubgraphNode& node : dag.nodes) {
    for (const Operator& op : dag.subgraphs[static_cast<std::size_t>(node.subgraph)].operators) {
      if (op.kind != OperatorKind::kFlashRead) continue;
      reads.rows += static_cast<double>(op.inner);
      reads.bytes += static_cast<double>(weight_bytes(op).value);
    }
  }
  return reads;
}

void append_phone(const World& world, const ExperimentOptions& options,
                  std::vector<ResultRow>& rows) {
  const PrintedNumbers printed = paper_numbers();
  for (const double rate : kPruningRates) {
    const double whole = to_gigabytes(run_on_phone(world, rate, 100, 1).metrics.memory.total());
    for (const double share : hot_shares(options)) {
      const double hot = printed_hot_outlier_share(printed, kModel, share / 100);
      const PrefillResult result = run_on_phone(world, rate, share, hot);
      const double memory = to_gigabytes(result.metrics.memory.total());
      const FlashReads reads = flash_reads(result.trace->dag);
      rows.push_back(
          make_row({{"device", kDevice},
                    {"model", kModel},
                    {"prompt_length", kPromptLength},
                    {"pruning_rate", rate},
                    {"hot_channel_share", share}},
                   {{"hot_outlier_share", 100 * hot, "%"},
                    {"shadow_memory", 1e3 * to_gigabytes(result.metrics.memory.shadow), "MB"},
                    {"memory_saved_share", 100 * (whole - memory) / whole, "%"},
                    {"flash_rows", reads.rows, "rows"},
                    {"flash_bytes", reads.bytes / 1e6, "MB"},
                    {"time_to_first_token", to_seconds(result.metrics.time_to_first_token), "s"}}));
    }
  }
}

}  // namespace

std::vector<ResultRow> run_hot_channels(const World& world, const ExperimentOptions& options) {
  const auto laboratory = laboratory_of(world, options);
  std::vector<ResultRow> rows;
  append_counted(*laboratory, options, rows);
  append_phone(world, options, rows);
  return rows;
}

}  // namespace mllm_npu
