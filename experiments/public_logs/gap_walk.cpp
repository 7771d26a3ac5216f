#include "experiments/public_logs/gap_walk.h"

#include "engine/base/input_error.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

GapRow gap_row(GapKind kind, std::string step, std::string why, double speed, std::int64_t tokens) {
  return {kind, std::move(step), std::move(why), speed, static_cast<double>(tokens) / speed};
}

template <class Card>
void require_card(const std::map<std::string, Card>& cards, const PublicLog& log, const char* key,
                  const std::string& name) {
  if (!cards.contains(name)) throw InputError("public logs", log.name + "." + key, "a card", name);
}

GapRow paper_row(const PublicLog& log, const PrintedNumbers& printed) {
  const Factors factors = {{"device", log.device.c_str()},
                           {"model", log.model.c_str()},
                           {"system", "mllm-npu"},
                           {"prompt_length", log.paper_prompt_length}};
  const PrintedNumber* number = printed.find("fig14", factors, "prefill_tokens_per_second");
  if (number == nullptr) {
    throw InputError("public logs", log.name, "a printed speed of " + factors_text(factors),
                     "none");
  }
  return gap_row(GapKind::kPaper, "paper",
                 number->source + ", " + std::to_string(log.paper_prompt_length) + " tokens",
                 number->value(), log.paper_prompt_length);
}

}  // namespace

const char* name_of(GapKind kind) {
  switch (kind) {
    case GapKind::kPaper:
      return "paper";
    case GapKind::kPrediction:
      return "prediction";
    case GapKind::kCause:
      return "cause";
    case GapKind::kReport:
      return "report";
  }
  return "unknown";
}

std::vector<GapRow> walk_gap(const World& world, const PublicLog& log,
                             const PrintedNumbers& printed) {
  require_card(world.devices, log, "device", log.device);
  require_card(world.models, log, "model", log.model);
  const auto speed = [&](const PrefillOptions& options) {
    return world.system("mllm-npu")
        ->prefill({.model = world.model(log.model),
                   .device = world.device(log.device),
                   .prompt_length = log.prompt_length,
                   .options = options})
        .metrics.tokens_per_second();
  };
  std::vector<GapRow> walk = {paper_row(log, printed)};
  const auto add = [&](GapKind kind, const std::string& step, const std::string& why,
                       double tokens_per_second) {
    walk.push_back(gap_row(kind, step, why, tokens_per_second, log.prompt_length));
  };
  add(GapKind::kPrediction, "our prediction", "The paper's system as the simulation has it",
      speed({}));
  for (const LogStep& step : log.steps) {
    add(GapKind::kCause, step.name, step.cause, speed(step.options));
  }
  add(GapKind::kReport, "unexplained", "What no step explains, up to what is reported",
      log.tokens_per_second());
  return walk;
}

double factor_of(const std::vector<GapRow>& walk, std::size_t index) {
  return walk.at(index).tokens_per_second / walk.at(index - 1).tokens_per_second;
}

std::vector<ResultRow> gap_rows(const PublicLog& log, const std::vector<GapRow>& walk) {
  std::vector<ResultRow> rows;
  for (std::size_t i = 0; i < walk.size(); ++i) {
    const GapRow& row = walk[i];
    std::vector<Measure> measures = {
        {"prefill_tokens_per_second", row.tokens_per_second, "token/s"},
        {"time_to_first_token", row.seconds, "s"},
        {"gap_left", row.tokens_per_second / log.tokens_per_second(), "x"}};
    if (i > 0) measures.push_back({"step_factor", factor_of(walk, i), "x"});
    const std::int64_t tokens =
        row.kind == GapKind::kPaper ? log.paper_prompt_length : log.prompt_length;
    rows.push_back(make_row({{"report", log.name},
                             {"step", row.step},
                             {"kind", name_of(row.kind)},
                             {"device", log.device},
                             {"model", log.model},
                             {"prompt_length", tokens}},
                            std::move(measures)));
  }
  return rows;
}

}  // namespace mllm_npu
