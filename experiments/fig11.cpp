// Fig. 11 (section 3.3): in how many tokens each channel is an outlier, channels sorted by it. Few
// channels have nearly all outliers; the paper keeps the weights of those in memory.

#include <algorithm>
#include <functional>

#include "experiments/accuracy/laboratory.h"
#include "experiments/accuracy/profiled_rows.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

// k and v read what q reads, gate what up reads; these are the ones that the paper draws.
constexpr LinearRole kDrawn[] = {LinearRole::kQ, LinearRole::kO, LinearRole::kUp,
                                 LinearRole::kDown};
// Shares of the channels at which the sorted curve is written down, in %: most of it is flat.
constexpr double kRanks[] = {0, 25, 50, 75, 90, 95, 97, 98, 99, 99.5, 100};

// Ascending, the mean over the layers of what stands at each rank.
std::vector<double> sorted_occurrences(const OutlierStatistics& statistics, LinearInput input) {
  std::vector<double> mean;
  for (std::size_t layer = 0; layer < statistics.layers.size(); ++layer) {
    std::vector<std::int64_t> counts =
        statistics.of(static_cast<std::int64_t>(layer), input).occurrences;
    std::ranges::sort(counts);
    mean.resize(counts.size());
    for (std::size_t rank = 0; rank < counts.size(); ++rank) {
      mean[rank] +=
          static_cast<double>(counts[rank]) / static_cast<double>(statistics.layers.size());
    }
  }
  return mean;
}

double hot_share(const OutlierStatistics& statistics, LinearInput input) {
  double all = 0;
  double hot = 0;
  for (const auto& layer : statistics.layers) {
    const InputOutliers& found = layer[static_cast<std::size_t>(input)];
    for (const std::int64_t count : found.occurrences) all += static_cast<double>(count);
    for (const std::int32_t channel : found.hot) {
      hot += static_cast<double>(found.occurrences[static_cast<std::size_t>(channel)]);
    }
  }
  return all > 0 ? hot / all : 0;
}

void append(const std::string& model, const OutlierStatistics& statistics, std::int64_t tokens,
            std::vector<ResultRow>& rows) {
  for (const LinearRole role : kDrawn) {
    const std::vector<double> counts = sorted_occurrences(statistics, input_of(role));
    for (const double share : kRanks) {
      const auto rank =
          static_cast<std::size_t>(share / 100 * static_cast<double>(counts.size() - 1));
      rows.push_back(make_row(
          {{"model", model}, {"linear", linear_name(role)}, {"rank_share", share}},
          {{"outlier_token_share", 100 * counts[rank] / static_cast<double>(tokens), "%"}}));
    }
    rows.push_back(make_row(
        {{"model", model}, {"linear", linear_name(role)}},
        {{"hot_channel_outlier_share", 100 * hot_share(statistics, input_of(role)), "%"}}));
  }
}

}  // namespace

std::vector<ResultRow> run_fig11(const World& world, const ExperimentOptions& options) {
  const auto laboratory = laboratory_of(world, options);
  std::vector<ResultRow> rows;
  ReferenceLab& lab = laboratory->lab();
  append("reference", lab.outliers(), lab.calibration_tokens(), rows);
  if (options.weights.empty()) return rows;
  const CheckpointLab& checkpoint = laboratory->checkpoint();
  append(checkpoint.name(), checkpoint.outliers(), checkpoint.calibration_tokens(), rows);
  return rows;
}

}  // namespace mllm_npu
