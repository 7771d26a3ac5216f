#pragma once

// From the paper's number to somebody else's, one cause at a time.

#include <string>
#include <vector>

#include "datasets/paper/printed_numbers.h"
#include "engine/metrics/result_record.h"
#include "experiments/public_logs/public_log.h"
#include "experiments/world.h"

namespace mllm_npu {

enum class GapKind {
  kPaper,       // what the paper prints for this phone's SoC, model and length
  kPrediction,  // what the engine predicts of the paper's system: the simulation's own error
  kCause,       // with one more thing that the released code does otherwise
  kReport       // what the thread reports: what no step explains
};
const char* name_of(GapKind kind);  // "paper", "prediction", "cause", "report"

struct GapRow {
  GapKind kind{};
  std::string step;
  std::string why;               // a sentence
  double tokens_per_second = 0;  // after this step
  double seconds = 0;            // for the prompt
};

// The paper's number, the engine's prediction, every step of `log` in its order, and the report.
// Nothing is fitted to the report: what is left between the last step and it is shown as it is.
// How much a step counts depends on what stands before it. Errors: InputError when device or model
// have no card or `printed` no speed of that device, model and length.
std::vector<GapRow> walk_gap(const World& world, const PublicLog& log,
                             const PrintedNumbers& printed);

// Speed against the row before; the product over a walk is report over paper. REQUIRES: 0 < index.
double factor_of(const std::vector<GapRow>& walk, std::size_t index);

// Rows with the factors report, step, kind, device, model, prompt_length and the measures
// prefill_tokens_per_second [token/s], time_to_first_token [s], step_factor [x] (from the second
// on), and gap_left [x], how many times the report is slower than this.
std::vector<ResultRow> gap_rows(const PublicLog& log, const std::vector<GapRow>& walk);

}  // namespace mllm_npu
