#include <map>

#include "tests/plots/plot_fixtures.h"

namespace mllm_npu::plot_fixtures {
namespace {

using Strings = std::vector<std::string>;

boost::json::value text(const std::string& value) { return boost::json::string(value); }

// Speed at 256 tokens of a system and a model, roughly as in the paper.
double speed_at_256(const std::string& model, const std::string& system) {
  const std::map<std::string, double> ours = {{"qwen1.5-1.8b", 564},
                                              {"gemma-2b", 420},
                                              {"phi-2-2.7b", 331},
                                              {"llama-2-7b", 186},
                                              {"mistral-7b", 178}};
  const std::map<std::string, double> shares = {{"mllm-npu", 1},
                                                {"naive-npu", 0.044},
                                                {"llama.cpp-cpu", 0.11},
                                                {"mnn-cpu", 0.36},
                                                {"tflite-cpu", 0.2},
                                                {"tflite-gpu", 0.77},
                                                {"powerinfer-v2-npu", 0.4},
                                                {"mlc-llm-gpu", 0.055}};
  const auto share = shares.find(system);
  return ours.at(model) * (share == shares.end() ? 0.5 : share->second);
}

double length_factor(const std::string& system, int length) {
  if (system != "mllm-npu") return length == 1024 ? 0.9 : 1;
  if (length == 64) return 0.6;
  return length == 256 ? 1 : 1.95;
}

ResultRow fig14_row(const std::string& device, const std::string& model, const std::string& system,
                    int length, std::size_t index) {
  const double paper = speed_at_256(model, system) * length_factor(system, length);
  const double speed = near(paper, index);
  const bool printed = model == "qwen1.5-1.8b" || model == "llama-2-7b";
  return {{{"device", text(device)},
           {"model", text(model)},
           {"system", text(system)},
           {"prompt_length", length}},
          {measure_of("prefill_tokens_per_second", speed, "token/s",
                      printed ? std::optional<double>(paper) : std::nullopt),
           measure_of("time_to_first_token", length / speed * 1000, "ms"),
           measure_of("prefill_energy", length / speed, "J"), measure_of("npu_bubble_rate", 5, "%"),
           measure_of("peak_memory", 2.4, "GB")}};
}

}  // namespace

ResultRecord fig14_record(const Strings& systems) {
  ResultRecord record = empty_record("fig14");
  for (const char* device : {"redmi-k70-pro", "redmi-k60-pro", "xiaomi-14"}) {
    for (const char* model :
         {"qwen1.5-1.8b", "gemma-2b", "phi-2-2.7b", "llama-2-7b", "mistral-7b"}) {
      for (const std::string& system : systems) {
        for (int length : {64, 256, 1024}) {
          record.rows.push_back(fig14_row(device, model, system, length, record.rows.size()));
        }
      }
    }
  }
  return record;
}

ResultRecord fig19_record() {
  const std::vector<std::pair<std::string, double>> steps = {{"llama.cpp-cpu", 65},
                                                             {"naive", 25},
                                                             {"+chunk", 37},
                                                             {"+outlier", 395},
                                                             {"+out-of-order", 569}};
  ResultRecord record = empty_record("fig19");
  for (int length : {256, 512}) {
    for (const auto& [step, paper] : steps) {
      const double ours = near(paper, record.rows.size()) * (length == 512 ? 1.3 : 1);
      record.rows.push_back(
          {{{"device", "redmi-k70-pro"}, {"model", "qwen1.5-1.8b"}, {"step", text(step)}},
           {measure_of("prefill_tokens_per_second", ours, "token/s",
                       length == 256 ? std::optional<double>(paper) : std::nullopt),
            measure_of("prompt_tokens", length, "token")}});
    }
  }
  return record;
}

ResultRecord explain_gap_record() {
  struct Step {
    const char* step;
    const char* kind;
    double speed;
  };
  ResultRecord record = empty_record("explain-gap");
  for (int report : {1, 2}) {
    for (const Step& step :
         {Step{"paper", "paper", 1100}, Step{"our prediction", "prediction", 990},
          Step{"few shadows", "cause", 1210}, Step{"no overlap", "cause", 440},
          Step{"unexplained", "report", 110}}) {
      record.rows.push_back(
          {{{"report", text("log-" + std::to_string(report))},
            {"step", step.step},
            {"kind", step.kind},
            {"model", "qwen1.5-1.8b"},
            {"prompt_length", 512 * report}},
           {measure_of("prefill_tokens_per_second", step.speed / report, "token/s")}});
    }
  }
  return record;
}

ResultRecord summary_record() {
  ResultRecord record = empty_record("summary");
  double value = 3;
  const auto add = [&](const Factors& factors, const char* measure, const char* unit) {
    record.rows.push_back({factors, {measure_of(measure, value += 0.5, unit)}});
  };
  for (const char* baselines : {"all", "llama.cpp-cpu"}) {
    for (const char* mean : {"arithmetic", "geometric"}) {
      for (const char* measure : {"mean_prefill_speedup", "mean_energy_saving"}) {
        add({{"mean", mean},
             {"baselines", baselines},
             {"lengths", "all"},
             {"device", "all"},
             {"pairs", "supported"}},
            measure, "x");
      }
    }
    add({{"baselines", baselines}, {"device", "all"}, {"model", "all"}, {"pairs", "supported"}},
        "max_end_to_end_speedup", "x");
  }
  for (const char* device : {"redmi-k70-pro", "redmi-k60-pro"}) {
    for (const char* model : {"qwen1.5-1.8b", "gemma-2b"}) {
      add({{"device", device}, {"model", model}, {"prompt_length", 256}},
          "unpruned_sync_latency_share", "%");
    }
  }
  return record;
}

}  // namespace mllm_npu::plot_fixtures
