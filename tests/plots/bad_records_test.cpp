// Records that were edited or come from another version: one error, with file and key.

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plots/draw_figures.h"
#include "tests/plots/plot_fixtures.h"
#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::TemporaryFolder;
using ::testing::StartsWith;
using Strings = std::vector<std::string>;

// What figure `id` needs of every row.
struct Needs {
  std::string id;
  Strings factors;
  Strings measures;
};

const std::vector<Needs>& needs() {
  static const std::vector<Needs> list = {
      {"fig1", {"task", "system"}, {"prefill_share", "prefill", "decode"}},
      {"table1", {"model", "system"}, {"time_to_first_token"}},
      {"table2", {"soc", "format"}, {"throughput"}},
      {"fig2", {"step"}, {"duration"}},
      {"table3", {"device", "m", "k", "n", "processor"}, {"matmul_latency"}},
      {"fig8", {"device", "model", "part", "chunk_length"}, {"latency_per_token"}},
      {"graph-memory", {"model", "prompt_length", "chunk_length", "sharing"}, {"graph_memory"}},
      {"fig13",
       {"device", "model", "prompt_length", "chunk_length", "policy"},
       {"npu_bubble_rate", "makespan", "lower_bound", "npu_busy_time", "cpu_busy_time"}},
      {"fig13-attention",
       {"device", "model", "prompt_length", "attention_speedup", "policy"},
       {"npu_bubble_rate"}},
      {"fig13-gantt", {"policy", "processor", "chunk", "kind"}, {"start", "end"}},
      {"fig14", {"device", "model", "system", "prompt_length"}, {"prefill_tokens_per_second"}},
      {"fig15",
       {"device", "model", "system", "prompt_length"},
       {"prefill_energy", "base_energy", "cpu_energy", "gpu_energy", "npu_energy", "dram_energy"}},
      {"table5", {"device", "model", "system", "workload"}, {"e2e", "decode"}},
      {"fig17",
       {"device", "model", "system", "prompt_length"},
       {"memory", "weight_memory", "graph_memory", "activation_memory", "kv_cache_memory",
        "shadow_memory"}},
      {"fig18", {"model", "float_processor"}, {"e2e"}},
      {"fig19", {"device", "model", "step"}, {"prefill_tokens_per_second"}},
      {"summary", {"device", "model", "prompt_length"}, {}},
      {"explain-gap",
       {"report", "step", "kind", "model", "prompt_length"},
       {"prefill_tokens_per_second"}}};
  return list;
}

ResultRecord good_record(const std::string& id) {
  for (ResultRecord& record : plot_fixtures::all_records()) {
    if (record.experiment == id) return std::move(record);
  }
  ADD_FAILURE() << "no fixture for " << id;
  return {};
}

Measure& measure_in(ResultRow& row, const std::string& name) {
  return *std::find_if(row.measures.begin(), row.measures.end(),
                       [&](const Measure& measure) { return measure.name == name; });
}

// The message after "FILE: " when `record` is drawn from results/ID.json; nothing is drawn.
std::string error_of(const ResultRecord& record, const std::string& id) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "results" / (id + ".json");
  write_result_record(record, file);
  const std::string message = input_error_of(
      [&] { draw_figures(folder.path() / "results", folder.path() / "figures", {id}); });
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "figures"));
  EXPECT_THAT(message, StartsWith(file.string() + ": "));
  return message.substr(std::min(message.size(), file.string().size() + 2));
}

std::string row_key(const ResultRecord& record, const std::string& key) {
  return "rows[" + std::to_string(record.rows.size() - 1) + "]." + key + ": ";
}

TEST(BadRecord, WithoutRowsSaysSo) {
  for (const Needs& figure : needs()) {
    ResultRecord record = good_record(figure.id);
    record.rows.clear();
    EXPECT_EQ(error_of(record, figure.id), "rows: expected at least one row, found none");
  }
}

TEST(BadRecord, ARowThatLacksAFactorIsNamed) {
  for (const Needs& figure : needs()) {
    for (const std::string& factor : figure.factors) {
      ResultRecord record = good_record(figure.id);
      std::erase_if(record.rows.back().factors, [&](const auto& f) { return f.first == factor; });
      EXPECT_THAT(error_of(record, figure.id), StartsWith(row_key(record, "factors." + factor)));
    }
  }
}

TEST(BadRecord, ARowThatLacksAMeasureIsNamed) {
  for (const Needs& figure : needs()) {
    for (const std::string& measure : figure.measures) {
      ResultRecord record = good_record(figure.id);
      std::erase_if(record.rows.back().measures,
                    [&](const Measure& m) { return m.name == measure; });
      EXPECT_EQ(error_of(record, figure.id),
                row_key(record, "measures." + measure) + "expected a measure, found none");
    }
  }
}

TEST(BadRecord, AMeasureInAnotherUnitThanTheRestIsNamed) {
  for (const Needs& figure : needs()) {
    for (const std::string& measure : figure.measures) {
      ResultRecord record = good_record(figure.id);
      measure_in(record.rows.back(), measure).unit = "furlong";
      EXPECT_THAT(error_of(record, figure.id),
                  StartsWith("measures." + measure + ".unit: expected "))
          << figure.id;
    }
  }
}

TEST(BadRecord, ANumberThatNoAxisHoldsIsNamed) {
  for (const Needs& figure : needs()) {
    for (const std::string& measure : figure.measures) {
      ResultRecord record = good_record(figure.id);
      measure_in(record.rows.back(), measure).value = 1e16;
      EXPECT_EQ(error_of(record, figure.id),
                row_key(record, "measures." + measure) +
                    "expected a number of at most 1e15, found another");
    }
  }
}

TEST(BadRecord, AnotherExperimentsRecordIsRefused) {
  for (const Needs& figure : needs()) {
    ResultRecord record = good_record(figure.id);
    record.experiment = "fig0";
    EXPECT_EQ(error_of(record, figure.id), "experiment: expected " + figure.id + ", found fig0");
  }
}

TEST(BadRecord, WhereAnAxisIsLogarithmicZeroIsRefused) {
  for (const char* id : {"fig2", "table3", "fig8", "fig14", "explain-gap"}) {
    ResultRecord record = good_record(id);
    record.rows.back().measures.front().value = 0;
    EXPECT_EQ(error_of(record, id), "measures." + record.rows.back().measures.front().name +
                                        ": expected a positive number, found 0");
  }
}

TEST(BadRecord, AChunkLengthMustBeAPositiveNumber) {
  ResultRecord record = good_record("fig8");
  record.rows.back().factors.back().second = 0;
  EXPECT_EQ(error_of(record, "fig8"), "factors.chunk_length: expected a positive number, found 0");
  record.rows.back().factors.back().second = "long";
  EXPECT_EQ(error_of(record, "fig8"),
            row_key(record, "factors.chunk_length") + "expected a number, found long");
}

TEST(BadRecord, WhatSharingSavesMustBeInTheUnitOfTheMemory) {
  ResultRecord record = good_record("graph-memory");
  measure_in(record.rows.front(), "graph_memory_saved").unit = "MB";
  EXPECT_EQ(error_of(record, "graph-memory"),
            "measures.graph_memory_saved.unit: expected GB, found MB");
}

TEST(BadRecord, Fig19NeedsThePromptsTokens) {
  ResultRecord record = good_record("fig19");
  record.rows.back().measures.pop_back();
  EXPECT_EQ(error_of(record, "fig19"),
            row_key(record, "measures.prompt_tokens") + "expected a measure, found none");
}

TEST(BadRecord, APartOfAStackIsNotNegative) {
  for (const char* id : {"fig15", "fig17"}) {
    ResultRecord record = good_record(id);
    record.rows.back().measures.back().value = -1;
    EXPECT_EQ(error_of(record, id), "measures." + record.rows.back().measures.back().name +
                                        ": expected no negative number, found -1");
  }
}

TEST(BadRecord, WithoutASystemThatRunsSaysSo) {
  for (const char* id : {"fig14", "fig15", "table5", "fig17"}) {
    ResultRecord record = good_record(id);
    for (ResultRow& row : record.rows) {
      std::erase_if(row.measures, [](const Measure& m) { return m.name == "supported"; });
      row.measures.push_back(plot_fixtures::measure_of("supported", 0, "1"));
    }
    EXPECT_EQ(error_of(record, id),
              "rows: expected at least one of a system that runs, found none");
  }
}

TEST(BadRecord, TwoPhonesOfOneFileNameAreRefused) {
  ResultRecord record = good_record("table5");
  record.rows.front().factors.front().second = "xiaomi_14";
  record.rows.back().factors.front().second = "xiaomi 14";
  EXPECT_EQ(error_of(record, "table5"),
            "factors.device: expected names that differ as file names, found xiaomi 14");
}

TEST(BadRecord, AFileThatIsNoJsonIsNamed) {
  const TemporaryFolder folder;
  const auto file = folder.write("fig2.json", "{\"experiment\": ");
  EXPECT_THAT(input_error_of([&] { draw_figures(folder.path(), folder.path() / "figures", {}); }),
              StartsWith(file.string() + ": "));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "figures"));
}

}  // namespace
}  // namespace mllm_npu
