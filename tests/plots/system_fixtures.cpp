#include "tests/plots/plot_fixtures.h"

namespace mllm_npu::plot_fixtures {
namespace {

using Strings = std::vector<std::string>;

const Strings& two_models() {
  static const Strings models = {"gemma-2b", "llama-2-7b"};
  return models;
}

ResultRow system_row(const std::string& device, const std::string& model,
                     const std::string& system) {
  return {{{"device", device.c_str()}, {"model", model.c_str()}, {"system", system.c_str()}},
          {measure_of("supported", 1, "1")}};
}

// Parts of another size in each row, and what they add up to.
void append_parts(ResultRow& row, const std::string& total, const Strings& parts,
                  const std::string& unit, std::size_t index) {
  double sum = 0;
  std::vector<Measure> measures;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const double part = 0.25 * static_cast<double>(i + 1) + 0.001 * static_cast<double>(index);
    measures.push_back(measure_of(parts[i], part, unit));
    sum += part;
  }
  row.measures.push_back(measure_of(total, sum, unit, near(sum, index)));
  row.measures.insert(row.measures.end(), measures.begin(), measures.end());
}

ResultRecord parts_record(const std::string& id, const std::string& total, const Strings& parts,
                          const std::string& unit, const Strings& devices) {
  ResultRecord record = empty_record(id);
  for (const std::string& device : devices) {
    for (const std::string& model : two_models()) {
      for (const std::string& system : three_systems()) {
        for (int length : {64, 1024}) {
          ResultRow row = system_row(device, model, system);
          row.factors.emplace_back("prompt_length", length);
          append_parts(row, total, parts, unit, record.rows.size());
          record.rows.push_back(std::move(row));
        }
      }
    }
  }
  return record;
}

}  // namespace

ResultRecord table1_record() {
  ResultRecord record = empty_record("table1");
  for (const std::string& model : two_models()) {
    for (const char* system : {"llama.cpp-cpu", "mllm-npu"}) {
      ResultRow row = system_row("redmi-k70-pro", model, system);
      const auto index = static_cast<double>(record.rows.size());
      row.measures = {measure_of("max_context_length", model == "gemma-2b" ? 8192 : 4096, "token"),
                      measure_of("time_to_first_token", 10 + index, "s")};
      record.rows.push_back(std::move(row));
    }
  }
  return record;
}

ResultRecord table2_record() {
  ResultRecord record = empty_record("table2");
  for (const char* soc : {"snapdragon-8-gen-3", "snapdragon-8-gen-2"}) {
    for (const char* format : {"INT8, per tensor", "INT8, per group", "FP16"}) {
      const auto index = static_cast<double>(record.rows.size());
      record.rows.push_back(
          {{{"soc", soc}, {"format", format}}, {measure_of("throughput", 1 + index, "TOPS")}});
    }
  }
  return record;
}

ResultRecord fig1_record() {
  ResultRecord record = empty_record("fig1");
  for (const char* system : {"llama.cpp-cpu", "tflite-gpu", "mllm-npu"}) {
    for (const char* task : {"chat_summary", "context_aware_QA", "UI_automation"}) {
      const auto index = static_cast<double>(record.rows.size());
      record.rows.push_back(
          {{{"system", system}, {"task", task}, {"device", "redmi-k70-pro"}, {"model", "gemma-2b"}},
           {measure_of("prefill_share", 60 + index, "%", 70 + 2 * index),
            measure_of("prefill", 20 - index, "s"), measure_of("decode", 0.5 + index, "s")}});
    }
  }
  return record;
}

ResultRecord fig15_record() {
  return parts_record("fig15", "prefill_energy",
                      {"base_energy", "cpu_energy", "gpu_energy", "npu_energy", "dram_energy"}, "J",
                      {"redmi-k70-pro", "redmi-k60-pro"});
}

ResultRecord fig17_record() {
  return parts_record(
      "fig17", "memory",
      {"weight_memory", "graph_memory", "activation_memory", "kv_cache_memory", "shadow_memory"},
      "GB", {"redmi-k60-pro"});
}

ResultRecord fig18_record() {
  ResultRecord record = empty_record("fig18");
  const auto add = [&record](const std::string& model, const char* partner, const char* factor,
                             const boost::json::value& value, const char* measure,
                             const char* unit) {
    const auto index = static_cast<double>(record.rows.size());
    record.rows.push_back({{{"device", "redmi-k70-pro"},
                            {"model", model.c_str()},
                            {"float_processor", partner},
                            {factor, value}},
                           {measure_of(measure, 300 + index, unit)}});
  };
  for (const std::string& model : two_models()) {
    for (const char* partner : {"cpu", "gpu"}) {
      for (int length : {64, 256, 1024}) {
        add(model, partner, "prompt_length", length, "prefill_tokens_per_second", "token/s");
      }
      add(model, partner, "workload", "persona-chat", "e2e", "s");
    }
  }
  return record;
}

ResultRecord table5_record() {
  ResultRecord record = empty_record("table5");
  for (const char* device : {"redmi-k70-pro", "xiaomi-14"}) {
    for (const std::string& model : two_models()) {
      for (const char* workload : {"droidtask-clock-short", "persona-chat"}) {
        for (const std::string& system : three_systems()) {
          ResultRow row = system_row(device, model, system);
          row.factors.emplace_back("workload", workload);
          const auto index = static_cast<double>(record.rows.size());
          row.measures.push_back(measure_of("e2e", 30 + index, "s"));
          row.measures.push_back(measure_of("decode", 2 + index, "s", 2.5 + index));
          record.rows.push_back(std::move(row));
        }
      }
    }
  }
  return record;
}

}  // namespace mllm_npu::plot_fixtures
