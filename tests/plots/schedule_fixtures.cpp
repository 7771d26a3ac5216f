#include <algorithm>
#include <array>
#include <map>

#include "tests/plots/plot_fixtures.h"

namespace mllm_npu::plot_fixtures {
namespace {

using Strings = std::vector<std::string>;

boost::json::value text(const std::string& value) { return boost::json::string(value); }

// A small engine of its own: six subgraphs a layer, NPU and CPU in turn, in one of three orders.
struct Stage {
  const char* kind;
  const char* processor;
  double price;
};
constexpr std::array<Stage, 6> kStages = {{{"attention_norm", "CPU", 0.5},
                                           {"qkv", "NPU", 1.8},
                                           {"attention", "CPU", 2.0},
                                           {"output", "NPU", 0.9},
                                           {"ffn_norm", "CPU", 0.5},
                                           {"ffn", "NPU", 4.1}}};
constexpr int kChunks = 4;

class TinyTimeline {
 public:
  TinyTimeline(std::string policy, int layers) : policy_(std::move(policy)), layers_(layers) {}

  std::vector<ResultRow> rows() {
    const int steps = layers_ * static_cast<int>(kStages.size());
    if (policy_ == "serial") {
      for (int chunk = 0; chunk < kChunks; ++chunk) {
        for (int step = 0; step < steps; ++step) run(chunk, step, last_end_);
      }
    } else {
      for (int step = 0; step < steps; ++step) {
        for (int chunk = 0; chunk < kChunks; ++chunk) run(chunk, step, 0);
      }
    }
    return rows_;
  }

 private:
  void run(int chunk, int step, double earliest) {
    const Stage& stage = kStages.at(static_cast<std::size_t>(step) % kStages.size());
    const double start = std::max({earliest, free_[stage.processor], ready_[chunk],
                                   policy_ == "in-order" ? last_end_ - 2.2 : 0});
    const double end =
        start + stage.price * (stage.kind == std::string("attention") ? 0.7 + 0.3 * chunk : 1);
    free_[stage.processor] = ready_[chunk] = end;
    last_end_ = std::max(last_end_, end);
    rows_.push_back({{{"policy", text(policy_)},
                      {"processor", stage.processor},
                      {"chunk", chunk},
                      {"layer", step / static_cast<int>(kStages.size())},
                      {"kind", stage.kind},
                      {"order", rows_.size()}},
                     {measure_of("start", start, "ms"), measure_of("end", end, "ms")}});
  }

  std::string policy_;
  int layers_;
  double last_end_ = 0;
  std::map<std::string, double> free_;
  std::map<int, double> ready_;
  std::vector<ResultRow> rows_;
};

}  // namespace

ResultRecord fig13_record(const Strings& policies, const Strings& models) {
  ResultRecord record = empty_record("fig13");
  for (const std::string& model : models) {
    double rate = 48;
    for (const std::string& policy : policies) {
      std::optional<double> paper;
      if (policy == "in-order") paper = 37;
      if (policy == "out-of-order") paper = 0.7;
      record.rows.push_back(
          {{{"device", "redmi-k70-pro"},
            {"model", text(model)},
            {"prompt_length", 1024},
            {"chunk_length", 256},
            {"policy", text(policy)}},
           {measure_of("npu_bubble_rate", rate, "%", paper),
            measure_of("makespan", 880 / (1 - rate / 100), "ms"),
            measure_of("lower_bound", 903, "ms"), measure_of("npu_busy_time", 880, "ms"),
            measure_of("cpu_busy_time", 455, "ms")}});
      rate *= 0.6;
    }
  }
  return record;
}

ResultRecord fig13_attention_record() {
  ResultRecord record = empty_record("fig13-attention");
  for (double speedup : {0.5, 1.0, 2.0}) {
    double rate = 40 / speedup;
    for (const char* policy : {"in-order", "out-of-order"}) {
      record.rows.push_back({{{"device", "redmi-k70-pro"},
                              {"model", "qwen1.5-1.8b"},
                              {"prompt_length", 1024},
                              {"attention_speedup", speedup},
                              {"policy", policy}},
                             {measure_of("npu_bubble_rate", rate, "%")}});
      rate /= 3;
    }
  }
  return record;
}

ResultRecord fig13_gantt_record(int layers) {
  ResultRecord record = empty_record("fig13-gantt");
  for (const char* policy : {"serial", "in-order", "out-of-order"}) {
    for (ResultRow& row : TinyTimeline(policy, layers).rows()) record.rows.push_back(row);
  }
  return record;
}

}  // namespace mllm_npu::plot_fixtures
