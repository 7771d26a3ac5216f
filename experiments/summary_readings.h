#pragma once

// "On average 22.4 times faster" says neither which average nor over what. Every reading that makes
// sense is one row, so that it is computed which comes nearest to the paper's number.

#include <string>
#include <vector>

#include "engine/metrics/result_record.h"

namespace mllm_npu {

// What a baseline and mllm-npu take for the same: seconds or joules.
struct PairedCell {
  std::string device;
  std::string model;
  std::string baseline;    // system; ends in "-cpu", "-gpu" or "-npu"
  double tokens = 0;       // of the prompt; 0: no single length
  bool supported = false;  // the paper's baseline runs the model
  double theirs = 0;
  double ours = 0;  // above 0
};

// Rows whose only measures are `measure` [x] and `cells`, how many ratios theirs / ours it is made
// of, under every combination of
//   mean       arithmetic, geometric (of the ratios), ratio-of-means (sum over sum); with `speeds`
//              also ratio-of-mean-speeds (of tokens per second)
//   baselines  all, cpu, gpu, or one
//   lengths    all, or one: prompt length in tokens
//   device     all, or one
//   pairs      supported (baseline, model) pairs, or all
// without those that no cell belongs to, and without "all" where it is one device's alone. With
// `source` each row has that factor as well, and no `pairs`.
std::vector<ResultRow> mean_readings(const std::string& measure,
                                     const std::vector<PairedCell>& cells, bool speeds,
                                     const std::string& source = "");

// The same for the largest ratio: over baselines, device, model (all or one) and pairs.
std::vector<ResultRow> maximum_readings(const std::string& measure,
                                        const std::vector<PairedCell>& cells);

}  // namespace mllm_npu
