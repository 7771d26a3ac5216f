#include "experiments/accuracy/score_report.h"

#include <algorithm>
#include <functional>

#include "engine/text/utf8.h"
#include "experiments/text_table.h"

namespace mllm_npu {
namespace {

std::string mean_text(const Mean& mean) {
  return rounded(mean.value, 4) + " +- " + rounded(mean.standard_error, 2);
}

struct Column {
  std::string name;
  std::function<std::string(const NamedScore&)> text;
};

std::string flips_text(const Flips& flips) {
  return std::to_string(flips.to_wrong) + " to wrong, " + std::to_string(flips.to_right) +
         " to right";
}

std::vector<Column> columns_of(const std::vector<NamedScore>& scores) {
  const TaskScore& first = scores.front().score;
  std::vector<Column> columns = {
      {"model", [](const NamedScore& named) { return named.name; }},
      {"items", [](const NamedScore& named) { return std::to_string(named.score.items.size()); }},
      {first.f1 ? "exact_match" : "acc",
       [](const NamedScore& named) { return mean_text(named.score.accuracy); }}};
  if (first.f1) {
    columns.insert(columns.begin() + 2,
                   {"f1", [](const NamedScore& named) { return mean_text(*named.score.f1); }});
  }
  if (first.accuracy_per_character) {
    columns.push_back({"acc_norm", [](const NamedScore& named) {
                         return mean_text(*named.score.accuracy_per_character);
                       }});
  }
  if (first.perplexity) {
    columns.push_back(
        {"perplexity", [](const NamedScore& named) { return mean_text(*named.score.perplexity); }});
  }
  if (scores.size() == 1) return columns;
  columns.push_back({"flips", [](const NamedScore& named) {
                       return named.score.distributions == 0 ? "" : flips_text(named.score.flips);
                     }});
  columns.push_back({"KL (nats)", [](const NamedScore& named) {
                       return named.score.distributions == 0
                                  ? ""
                                  : rounded(named.score.kl_divergence, 3);
                     }});
  return columns;
}

void add_mean(boost::json::object& json, const std::string& name, const Mean& mean) {
  json[name] = mean.value;
  json[name + "_stderr"] = mean.standard_error;
}

// A model may write any bytes; JSON holds text.
std::string readable(const std::string& answer) {
  std::string text;
  for (const Utf8Stretch& stretch : utf8_stretches(answer)) {
    text += stretch.valid ? std::string(stretch.text) : "\ufffd";
  }
  return text;
}

boost::json::object item_json(const Task& task, std::size_t place, const ItemScore& item) {
  boost::json::object json;
  if (!task.items[place].subject.empty()) json["subject"] = task.items[place].subject;
  if (task.form == TaskForm::kAnswer) {
    json["answer"] = readable(item.answer);
    json["f1"] = item.f1;
    json["exact_match"] = item.right;
    if (item.cut) json["cut"] = true;
    return json;
  }
  json["log_likelihoods"] =
      boost::json::array(item.log_likelihoods.begin(), item.log_likelihoods.end());
  if (task.form == TaskForm::kLastWord) {
    json["acc"] = item.right;
  } else {
    json["target"] = task.items[place].answer;
    json["choice"] = item.choice;
    json["acc"] = item.right;
  }
  if (task.form == TaskForm::kChoice) json["acc_norm"] = item.right_per_character;
  if (item.cut) json["cut"] = true;
  return json;
}

}  // namespace

std::string score_table(const std::vector<NamedScore>& scores) {
  const std::vector<Column> columns = columns_of(scores);
  std::vector<std::string> header;
  for (const Column& column : columns) header.push_back(column.name);
  TextTable table(header);
  for (const NamedScore& named : scores) {
    std::vector<std::string> cells;
    for (const Column& column : columns) cells.push_back(column.text(named));
    table.add(cells);
  }
  return table.text();
}

boost::json::object to_json(const Task& task, const NamedScore& named) {
  const TaskScore& score = named.score;
  boost::json::object json;
  json["model"] = named.name;
  add_mean(json, score.f1 ? "exact_match" : "acc", score.accuracy);
  if (score.f1) add_mean(json, "f1", *score.f1);
  if (score.accuracy_per_character) add_mean(json, "acc_norm", *score.accuracy_per_character);
  if (score.perplexity) add_mean(json, "perplexity", *score.perplexity);
  json["cut_items"] = score.cut_items;
  if (score.distributions > 0) {
    json["flips_to_wrong"] = score.flips.to_wrong;
    json["flips_to_right"] = score.flips.to_right;
    json["kl_divergence"] = score.kl_divergence;
    json["distributions"] = score.distributions;
  }
  boost::json::array items;
  for (std::size_t i = 0; i < score.items.size(); ++i) {
    items.push_back(item_json(task, i, score.items[i]));
  }
  json["samples"] = std::move(items);
  return json;
}

}  // namespace mllm_npu
