#include "tests/plots/plot_fixtures.h"

#include <array>
#include <map>

namespace mllm_npu::plot_fixtures {
namespace {

using Strings = std::vector<std::string>;

boost::json::value text(const std::string& value) { return boost::json::string(value); }

}  // namespace

ResultRecord empty_record(const std::string& id) {
  ResultRecord record;
  record.experiment = id;
  record.title = "fixture";
  return record;
}

double near(double paper, std::size_t index) {
  const std::array<double, 5> factors = {0.93, 1.06, 0.98, 1.12, 1.02};
  return paper * factors.at(index % factors.size());
}

Measure measure_of(const std::string& name, double value, const std::string& unit,
                   std::optional<double> paper) {
  Measure measure;
  measure.name = name;
  measure.value = value;
  measure.unit = unit;
  measure.paper = paper;
  if (paper) measure.role = "calibration";
  return measure;
}

ResultRecord table3_record() {
  struct Shape {
    int m, k, n;
    std::array<double, 4> latencies;
  };
  const std::array<Shape, 6> shapes = {{{64, 2048, 2048, {0.9, 4.2, 1.7, 252}},
                                        {64, 2048, 8192, {1.5, 6.8, 4.8, 986}},
                                        {64, 2048, 11008, {2.0, 11.6, 6.9, 1207}},
                                        {32, 4096, 4096, {1.7, 7.5, 3.1, 1054}},
                                        {32, 4096, 8192, {2.9, 13.1, 7.7, 2009}},
                                        {32, 4096, 11008, {4.1, 19.6, 10.4, 3112}}}};
  const Strings processors = {"npu-int8", "cpu-int8", "gpu-fp16", "npu-fp16"};
  ResultRecord record = empty_record("table3");
  for (const Shape& shape : shapes) {
    for (std::size_t i = 0; i < processors.size(); ++i) {
      const double paper = shape.latencies.at(i);
      record.rows.push_back(
          {{{"device", "redmi-k70-pro"},
            {"m", shape.m},
            {"k", shape.k},
            {"n", shape.n},
            {"processor", text(processors[i])}},
           {measure_of("matmul_latency", near(paper, record.rows.size()), "ms", paper)}});
    }
  }
  return record;
}

ResultRecord fig2_record() {
  ResultRecord record = empty_record("fig2");
  const auto add = [&record](const char* model, const char* step, double paper) {
    Factors factors;
    if (*model != 0) factors.emplace_back("model", model);
    factors.emplace_back("step", step);
    record.rows.push_back(
        {factors, {measure_of("duration", near(paper, record.rows.size()), "ms", paper)}});
  };
  add("", "setup", 100);
  add("qwen1.5-1.8b", "build", 450);
  add("gemma-2b", "build", 360);
  add("qwen1.5-1.8b", "optimize", 3300);
  add("gemma-2b", "optimize", 11540);
  add("qwen1.5-1.8b", "execute", 149);
  add("gemma-2b", "execute", 108);
  add("", "free", 500);
  return record;
}

ResultRecord fig8_record() {
  const std::map<std::string, std::array<double, 4>> printed = {
      {"qwen1.5-1.8b QKV_Linear", {0.06999, 0.02655, 0.01173, 0.0087}},
      {"qwen1.5-1.8b FFN", {0.14188, 0.04718, 0.02085, 0.01759}},
      {"gemma-2b QKV_Linear", {0.07124, 0.0297, 0.01211, 0.00904}},
      {"gemma-2b FFN", {0.23691, 0.0692, 0.02324, 0.03766}}};
  ResultRecord record = empty_record("fig8");
  for (const char* part : {"QKV_Linear", "FFN"}) {
    for (const char* model : {"qwen1.5-1.8b", "gemma-2b"}) {
      const auto& values = printed.at(std::string(model) + " " + part);
      for (int i = 0; i < 7; ++i) {
        const auto place = static_cast<std::size_t>(i / 2);
        const double paper = values.at(place);
        const double ours = i % 2 == 0 ? near(paper, place) : (paper + values.at(place + 1)) / 2.2;
        record.rows.push_back(
            {{{"device", "xiaomi-14"}, {"model", model}, {"part", part}, {"chunk_length", 16 << i}},
             {measure_of("latency_per_token", ours, "ms",
                         i % 2 == 0 ? std::optional<double>(paper) : std::nullopt)}});
      }
    }
  }
  return record;
}

ResultRecord graph_memory_record() {
  const std::map<std::string, double> weights = {{"qwen1.5-1.8b", 2.4},
                                                 {"gemma-2b", 2.6},
                                                 {"phi-2-2.7b", 3.1},
                                                 {"llama-2-7b", 6.9},
                                                 {"mistral-7b", 7.4}};
  ResultRecord record = empty_record("graph-memory");
  for (const char* model : {"qwen1.5-1.8b", "gemma-2b", "phi-2-2.7b", "llama-2-7b", "mistral-7b"}) {
    const double shared = weights.at(model);
    const bool printed = model == std::string("qwen1.5-1.8b");
    for (const char* sharing : {"shared", "unshared"}) {
      ResultRow row{
          {{"model", model}, {"prompt_length", 1024}, {"chunk_length", 256}, {"sharing", sharing}},
          {}};
      const bool is_shared = sharing == std::string("shared");
      row.measures.push_back(measure_of("graph_memory", is_shared ? shared : 4 * shared, "GB"));
      if (is_shared) {
        row.measures.push_back(measure_of("graph_memory_saved", 2.9 * shared, "GB",
                                          printed ? std::optional<double>(7.2) : std::nullopt));
        row.measures.push_back(measure_of("shared_subgraphs", printed ? 120 : 160, "of 144",
                                          printed ? std::optional<double>(120) : std::nullopt));
      }
      record.rows.push_back(row);
    }
  }
  return record;
}

Strings three_systems() { return {"llama.cpp-cpu", "naive-npu", "mllm-npu"}; }

Strings all_systems() {
  return {"mlc-llm-gpu", "tflite-gpu",        "llama.cpp-cpu", "mnn-cpu",
          "tflite-cpu",  "powerinfer-v2-npu", "naive-npu",     "mllm-npu"};
}

std::vector<ResultRecord> all_records() {
  return {summary_record(),
          fig1_record(),
          table1_record(),
          table2_record(),
          fig2_record(),
          fig4_record(),
          table3_record(),
          fig8_record(),
          graph_memory_record(),
          fig10_record(),
          fig11_record(),
          fig12_left_record(),
          fig12_right_record(),
          hot_channels_record(),
          calibration_domain_record(),
          shadow_share_record(),
          fig13_record({"serial", "in-order", "lockstep", "out-of-order"}, {"qwen1.5-1.8b"}),
          fig13_attention_record(),
          fig13_gantt_record(6),
          fig14_record(three_systems()),
          fig15_record(),
          table5_record(),
          table6_record(),
          quantizer_perplexity_record(),
          fig16_record(),
          fig17_record(),
          fig18_record(),
          fig19_record(),
          explain_gap_record()};
}

}  // namespace mllm_npu::plot_fixtures
