#include "experiments/report/accuracy_readings.h"

#include <algorithm>
#include <map>

#include "experiments/text_table.h"

namespace mllm_npu {
namespace {

constexpr int kReadingDigits = 4;

CellKey factor(const std::string& name) {
  return [name](const ResultRow& row) { return factor_text(row, name); };
}

bool is_printed(const ResultRow& row) { return factor_text(row, "source") == "paper"; }

std::string model_of(const ResultRow& row) {
  return factor_text(row, "model") + (is_printed(row) ? " (paper)" : "");
}

// `key`, of the computed rows only.
CellKey computed(const CellKey& key) {
  return [key](const ResultRow& row) { return is_printed(row) ? "" : key(row); };
}

void add_once(std::vector<std::string>& values, const std::string& value) {
  if (std::ranges::find(values, value) == values.end()) values.push_back(value);
}

std::string section(const std::string& title, const std::string& table) {
  return "\n### " + title + "\n\n" + table;
}

// What each way to quantise loses against FP16, mean over the benchmarks.
ResultRecord losses(const ResultRecord& record) {
  std::map<std::string, double> reference;  // by model and data set
  for (const ResultRow& row : record.rows) {
    if (factor_text(row, "quantizer") != "FP16") continue;
    reference[model_of(row) + factor_text(row, "dataset")] = find_measure(row, "accuracy")->value;
  }
  struct Sum {
    double loss = 0;
    int count = 0;
  };
  std::map<std::pair<std::string, std::string>, Sum> sums;
  ResultRecord result;
  for (const ResultRow& row : record.rows) {
    const auto fp16 = reference.find(model_of(row) + factor_text(row, "dataset"));
    const Measure* accuracy = find_measure(row, "accuracy");
    if (fp16 == reference.end() || accuracy == nullptr) continue;
    Sum& sum = sums[{model_of(row), factor_text(row, "quantizer")}];
    if (sum.count == 0) {
      ResultRow& line = result.rows.emplace_back();
      line.factors.emplace_back("model", model_of(row).c_str());
      line.factors.emplace_back("quantizer", factor_text(row, "quantizer").c_str());
      line.measures = {{"accuracy_loss", 0, "%"}};
    }
    sum.loss += fp16->second - accuracy->value;
    ++sum.count;
  }
  for (ResultRow& line : result.rows) {
    const Sum& sum = sums.at({factor_text(line, "model"), factor_text(line, "quantizer")});
    line.measures.front().value = sum.loss / sum.count;
  }
  return result;
}

std::string table6(const ResultRecord& record) {
  return section(
             "Table 6: accuracy of the reference model, planted outliers, in %",
             pivot_table(record, computed(factor("quantizer")), factor("benchmark"), "accuracy")) +
         section("Table 6: KL divergence of its distributions from FP32's, in nats",
                 pivot_table(record, computed(factor("quantizer")), factor("benchmark"),
                             "kl_divergence")) +
         section(
             "Table 6: loss of accuracy against FP16, in points, mean of the benchmarks",
             pivot_table(losses(record), factor("quantizer"), factor("model"), "accuracy_loss"));
}

std::string fig4(const ResultRecord& record) {
  ResultRecord merged = record;
  for (ResultRow& row : merged.rows) {
    for (Measure& measure : row.measures) {
      if (measure.name == "hellaswag_accuracy") measure.name = "accuracy";
    }
  }
  return section("Fig. 4: accuracy, in %, on HellaSwag or what stands for it",
                 pivot_table(merged, factor("quantizer"), model_of, "accuracy"));
}

std::string fig16(const ResultRecord& record) {
  return section(
      "Fig. 16: accuracy of the reference model by pruning rate, in %",
      pivot_table(record, computed(factor("pruning_rate")), factor("benchmark"), "accuracy"));
}

std::string fig12_right(const ResultRecord& record) {
  std::string text = section("Fig. 12, right: loss of accuracy by pruning rate, in points",
                             pivot_table(record, computed(factor("pruning_rate")),
                                         factor("dataset"), "accuracy_loss")) +
                     section("Fig. 12, right: KL divergence from FP32 by pruning rate, in nats",
                             pivot_table(record, computed(factor("pruning_rate")),
                                         factor("dataset"), "kl_divergence"));
  for (const ResultRow& row : record.rows) {
    if (find_measure(row, "accuracy_knee") == nullptr) continue;
    text += "\nKnee (the point farthest from the straight line between the ends): at " +
            rounded(find_measure(row, "accuracy_knee")->value, kReadingDigits) +
            " % by accuracy, at " +
            rounded(find_measure(row, "kl_divergence_knee")->value, kReadingDigits) +
            " % by KL divergence.\n";
  }
  return text;
}

std::string domains_of(const ResultRow& row) {
  return factor_text(row, "calibrated_on") + ", read " + factor_text(row, "tested_on");
}

std::string way_of(const ResultRow& row) {
  return factor_text(row, "quantizer") + ", " + factor_text(row, "scale_rule");
}

std::string hot_channels(const ResultRecord& record) {
  TextTable table({"where", "pruned", "hot channels", "memory of the shadow", "read from flash",
                   "first token"});
  for (const ResultRow& row : record.rows) {
    const auto cell = [&](const char* name) {
      const Measure* measure = find_measure(row, name);
      return measure == nullptr ? ""
                                : rounded(measure->value, kReadingDigits) + " " + measure->unit;
    };
    table.add({factor_text(row, "model") +
                   (factor_text(row, "device").empty() ? ", computed" : ", on the phone"),
               factor_text(row, "pruning_rate") + " %",
               factor_text(row, "hot_channel_share") + " %", cell("shadow_memory"),
               cell("flash_bytes"), cell("time_to_first_token")});
  }
  return section("Section 3.3: hot channels", table.markdown());
}

}  // namespace

std::string pivot_table(const ResultRecord& record, const CellKey& line, const CellKey& column,
                        const std::string& measure) {
  std::vector<std::string> lines;
  std::vector<std::string> columns;
  std::map<std::pair<std::string, std::string>, std::string> cells;
  for (const ResultRow& row : record.rows) {
    const Measure* found = find_measure(row, measure);
    const std::string name = line(row);
    const std::string of = column(row);
    if (found == nullptr || name.empty() || of.empty()) continue;
    add_once(lines, name);
    add_once(columns, of);
    cells[{name, of}] = rounded(found->value, kReadingDigits);
  }
  std::vector<std::string> header = {""};
  header.insert(header.end(), columns.begin(), columns.end());
  TextTable table(header);
  for (const std::string& name : lines) {
    std::vector<std::string> row = {name};
    for (const std::string& of : columns) row.push_back(cells[{name, of}]);
    table.add(std::move(row));
  }
  return table.markdown();
}

std::string accuracy_readings(const ResultRecord& record) {
  const std::string& id = record.experiment;
  if (id == "table6") return table6(record);
  if (id == "fig4") return fig4(record);
  if (id == "fig16") return fig16(record);
  if (id == "fig12-right") return fig12_right(record);
  if (id == "hot-channels") return hot_channels(record);
  if (id == "calibration-domain") {
    return section("Perplexity by the domain of calibration and of the text",
                   pivot_table(record, way_of, domains_of, "perplexity"));
  }
  if (id == "quantizer-perplexity") {
    return section("Perplexity of the reference model",
                   pivot_table(record, factor("quantizer"), model_of, "perplexity"));
  }
  return "";
}

}  // namespace mllm_npu
