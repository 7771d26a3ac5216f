#include "tests/plots/plot_fixtures.h"

namespace mllm_npu::plot_fixtures {
namespace {

boost::json::value text(const std::string& value) { return boost::json::string(value); }

const std::vector<std::pair<std::string, std::string>> kTasks = {{"far-word", "lambada"},
                                                                 {"subjects", "mmlu"}};

}  // namespace

ResultRecord fig4_record() {
  ResultRecord record = empty_record("fig4");
  double value = 2;
  for (const char* quantizer : {"Per-tensor", "K-Quant", "Ours"}) {
    value += 10.5;
    record.rows.push_back(
        {{{"device", "xiaomi-14"}, {"model", "qwen1.5-1.8b"}, {"quantizer", quantizer}},
         {measure_of("operator_latency", value, "ms", value + 1)}});
    record.rows.push_back(
        {{{"model", "reference"}, {"dataset", "continuation"}, {"quantizer", quantizer}},
         {measure_of("accuracy", value + 20, "%")}});
    record.rows.push_back({{{"model", "llama-2-7b"}, {"quantizer", quantizer}, {"source", "paper"}},
                           {measure_of("hellaswag_accuracy", value + 30, "%")}});
  }
  return record;
}

ResultRecord fig10_record() {
  ResultRecord record = empty_record("fig10");
  double channels = 1.5;
  for (int layer : {0, 1, 2}) {
    for (const char* linear : {"q_proj", "k_proj", "o_proj", "up_proj", "down_proj"}) {
      channels += 0.25;
      record.rows.push_back({{{"model", "reference"}, {"linear", linear}, {"layer", layer}},
                             {measure_of("outlier_channels", channels, "channels")}});
      record.rows.push_back(
          {{{"model", "qwen1.5-1.8b"}, {"linear", linear}, {"layer", layer}, {"source", "paper"}},
           {measure_of("outlier_channels", channels + 7, "channels")}});
    }
  }
  return record;
}

ResultRecord fig11_record() {
  ResultRecord record = empty_record("fig11");
  for (const char* linear : {"q_proj", "down_proj"}) {
    for (int rank : {0, 50, 100}) {
      record.rows.push_back({{{"model", "reference"}, {"linear", linear}, {"rank_share", rank}},
                             {measure_of("outlier_token_share", 0.75 * rank, "%")}});
      record.rows.push_back(
          {{{"model", "llama-2-7b"}, {"linear", linear}, {"rank", 40 * rank}, {"source", "paper"}},
           {measure_of("outlier_occurrences", 20.48 * rank, "tokens")}});
    }
    record.rows.push_back({{{"model", "reference"}, {"linear", linear}},
                           {measure_of("hot_channel_outlier_share", 91, "%")}});
  }
  return record;
}

ResultRecord fig12_left_record() {
  ResultRecord record = empty_record("fig12-left");
  for (int index : {0, 1, 2}) {
    record.rows.push_back(
        {{{"model", "reference"}, {"linear", "q_proj"}, {"layer", index}},
         {measure_of("depth", 50 * index, "%"), measure_of("importance", 1.5 + index, "ratio")}});
    record.rows.push_back(
        {{{"model", "qwen1.5-1.8b"}, {"linear_index", 80 * index}, {"source", "paper"}},
         {measure_of("importance", 11.5 + index, "ratio")}});
  }
  return record;
}

ResultRecord fig12_right_record() {
  ResultRecord record = empty_record("fig12-right");
  for (int pruned : {0, 28, 56}) {
    for (const char* dataset : {"lambada", "mean"}) {
      record.rows.push_back(
          {{{"model", "reference"}, {"dataset", dataset}, {"pruned_linears", pruned}},
           {measure_of("accuracy_loss", 0.125 * pruned - 0.5, "%"),
            measure_of("kl_divergence", 0.0625 * pruned, "nats")}});
    }
    record.rows.push_back({{{"model", "qwen1.5-1.8b"},
                            {"dataset", "hellaswag"},
                            {"pruned_linears", 3 * pruned},
                            {"source", "paper"}},
                           {measure_of("accuracy_loss", 0.375 * pruned, "%")}});
  }
  record.rows.push_back(
      {{{"model", "reference"}, {"dataset", "mean"}}, {measure_of("accuracy_knee", 85, "%")}});
  return record;
}

ResultRecord hot_channels_record() {
  ResultRecord record = empty_record("hot-channels");
  for (int rate : {0, 85}) {
    for (int share : {1, 3, 100}) {
      const double value = 100 * rate + share;
      record.rows.push_back(
          {{{"model", "reference"}, {"pruning_rate", rate}, {"hot_channel_share", share}},
           {measure_of("shadow_memory", value, "MB"),
            measure_of("flash_bytes", value + 0.5, "MB")}});
      record.rows.push_back({{{"device", "redmi-k70-pro"},
                              {"model", "qwen1.5-1.8b"},
                              {"pruning_rate", rate},
                              {"hot_channel_share", share}},
                             {measure_of("shadow_memory", value + 0.25, "MB"),
                              measure_of("flash_bytes", value + 0.75, "MB"),
                              measure_of("time_to_first_token", value + 0.125, "s"),
                              measure_of("hot_outlier_share", 80.5, "%")}});
    }
  }
  return record;
}

ResultRecord calibration_domain_record() {
  ResultRecord record = empty_record("calibration-domain");
  double perplexity = 4;
  for (const char* calibrated : {"tales", "talk"}) {
    for (const char* tested : {"tales", "talk"}) {
      for (const char* rule : {"outlier-channels", "signed-percentile"}) {
        perplexity += 0.5;
        record.rows.push_back({{{"model", "reference"},
                                {"calibrated_on", calibrated},
                                {"tested_on", tested},
                                {"quantizer", "shadow-outlier"},
                                {"scale_rule", rule}},
                               {measure_of("perplexity", perplexity, "per token"),
                                measure_of("kl_divergence", perplexity / 100, "nats")}});
      }
    }
  }
  return record;
}

ResultRecord quantizer_perplexity_record() {
  ResultRecord record = empty_record("quantizer-perplexity");
  double perplexity = 4;
  for (const char* model : {"reference, as trained", "reference"}) {
    for (const char* quantizer : {"FP32", "AWQ", "shadow-outlier"}) {
      perplexity += 0.5;
      record.rows.push_back({{{"model", model}, {"dataset", "world"}, {"quantizer", quantizer}},
                             {measure_of("perplexity", perplexity, "per token"),
                              measure_of("kl_divergence", perplexity / 100, "nats")}});
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
