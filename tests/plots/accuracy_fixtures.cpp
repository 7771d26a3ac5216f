#include "tests/plots/plot_fixtures.h"

namespace mllm_npu::plot_fixtures {
namespace {

boost::json::value text(const std::string& value) { return boost::json::string(value); }

const std::vector<std::pair<std::string, std::string>> kTasks = {{"far-word", "lambada"},
                                                                 {"subjects", "mmlu"}};

}  // namespace

ResultRecord fig10_record() {
  ResultRecord record = empty_record("fig10");
  for (int layer : {0, 1, 2}) {
    double importance = 1.5 + layer;
    for (const char* linear : {"q_proj", "k_proj", "o_proj", "up_proj", "down_proj"}) {
      record.rows.push_back({{{"model", "reference"}, {"linear", linear}, {"layer", layer}},
                             {measure_of("outlier_channels", importance / 2, "channels"),
                              measure_of("importance", importance, "ratio")}});
      importance *= 3;
    }
  }
  return record;
}

ResultRecord shadow_share_record() {
  ResultRecord record = empty_record("shadow-share");
  double share = 2;
  for (const char* model : {"qwen1.5-1.8b", "gemma-2b"}) {
    for (const int rate : {85, 0}) {
      share += 7.5;
      record.rows.push_back(
          {{{"device", "redmi-k70-pro"}, {"model", model}, {"pruning_rate", rate}},
           {measure_of("shadow_time_share", share, "%"),
            measure_of("shadow_memory_share", share / 10, "%")}});
    }
  }
  return record;
}

ResultRecord table6_record() {
  ResultRecord record = empty_record("table6");
  double accuracy = 40;
  for (const auto& [task, benchmark] : kTasks) {
    for (const char* quantizer : {"FP16", "SmoothQuant", "shadow-outlier"}) {
      accuracy += 3.5;
      record.rows.push_back({{{"model", "reference"},
                              {"dataset", text(task)},
                              {"benchmark", text(benchmark)},
                              {"quantizer", quantizer}},
                             {measure_of("accuracy", accuracy, "%"),
                              measure_of("kl_divergence", accuracy / 100, "nats")}});
    }
  }
  return record;
}

ResultRecord fig16_record() {
  ResultRecord record = empty_record("fig16");
  double speed = 150;
  double accuracy = 80;
  for (int rate : {0, 85, 50}) {
    for (const auto& [task, benchmark] : kTasks) {
      speed += 70;
      accuracy -= 5.5;
      record.rows.push_back({{{"device", "redmi-k70-pro"},
                              {"model", "qwen1.5-1.8b"},
                              {"dataset", text(benchmark)},
                              {"benchmark", text(benchmark)},
                              {"pruning_rate", rate}},
                             {measure_of("prefill_tokens_per_second", speed, "token/s", 300)}});
      record.rows.push_back({{{"model", "reference"},
                              {"dataset", text(task)},
                              {"benchmark", text(benchmark)},
                              {"pruning_rate", rate}},
                             {measure_of("accuracy", accuracy, "%")}});
    }
  }
  return record;
}

}  // namespace mllm_npu::plot_fixtures
