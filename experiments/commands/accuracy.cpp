#include <algorithm>
#include <iostream>
#include <memory>

#include "datasets/tasks/task_catalog.h"
#include "engine/base/json.h"
#include "engine/runtime/quantized_language_model.h"
#include "experiments/accuracy/score_report.h"
#include "experiments/accuracy/scored_text.h"
#include "experiments/commands/command_line.h"
#include "experiments/commands/flag_values.h"
#include "experiments/commands/model_flags.h"
#include "experiments/commands/program.h"
#include "experiments/commands/quantizer_flags.h"
#include "experiments/progress.h"

namespace mllm_npu {
namespace {

struct Flags {
  ModelFlags model;
  QuantizerFlags quantizers;
  std::string task;
  std::string data;
  std::string few_shot = "0";
  std::string limit = "0";
  std::string subset;
  std::string context = "0";
  std::string split = "count";
  std::string json;
};

TaskOptions task_options(const Flags& flags) {
  TaskOptions options{.few_shot = integer_flag("--few-shot", flags.few_shot, 0, 100),
                      .limit = integer_flag("--limit", flags.limit, 0, 1 << 20),
                      .subset = {}};
  if (!flags.subset.empty()) {
    options.subset =
        static_cast<std::uint64_t>(integer_flag("--subset", flags.subset, 0, INT64_MAX));
  }
  return options;
}

// What the task's longest text needs and the model can hold: caches are no larger.
std::int64_t context_of(const Flags& flags, OpenModel& open, const Task& task) {
  const std::int64_t asked = integer_flag("--context", flags.context, 0, 1 << 20);
  const std::int64_t most = open.model().max_position_embeddings;
  return std::min({longest_text(open.tokenizer(), task), most, asked > 0 ? asked : most});
}

// Short texts would be padded to the shortest of the paper's lengths. Values do not depend on them.
ModelFlags engine_flags(ModelFlags flags) {
  if (flags.techniques.chunk_lengths.empty()) {
    flags.techniques.chunk_lengths = {"16", "32", "64", "128", "256"};
  }
  return flags;
}

// The models that are asked, the float reference first.
class Contestants {
 public:
  Contestants(OpenModel& open, const Flags& flags, std::int64_t context) {
    ModelFlags reference = flags.model;
    reference.fp32 = true;
    add("fp32", std::make_unique<ComputingModel>(open, reference, context));
    if (!flags.model.fp32) {
      add("W8A8", std::make_unique<ComputingModel>(open, engine_flags(flags.model), context));
    }
    if (!flags.quantizers.names.empty()) add_quantizers(open, flags);
  }

  const std::vector<LanguageModel*>& models() const { return models_; }
  const std::vector<std::string>& names() const { return names_; }

 private:
  void add(const std::string& name, std::unique_ptr<ComputingModel> computing) {
    names_.push_back(name);
    models_.push_back(&computing->language_model());
    computing_.push_back(std::move(computing));
  }

  void add_quantizers(OpenModel& open, const Flags& flags) {
    std::optional<std::filesystem::path> text;
    if (!flags.model.calibration.empty()) text = flags.model.calibration;
    const ModelInputStatistics inputs =
        inputs_of(open, calibration_corpus(open, text), resident_share());
    for (const std::string& name : flags.quantizers.names) {
      std::cerr << "quantising with " << name << '\n';
      const auto quantizer = make_quantizer(name, options_of(flags.quantizers));
      quantized_.push_back(
          std::make_unique<QuantizedLanguageModel>(open.weights(), *quantizer, inputs));
      names_.push_back(name);
      models_.push_back(quantized_.back().get());
    }
  }

  std::vector<std::string> names_;
  std::vector<LanguageModel*> models_;
  std::vector<std::unique_ptr<ComputingModel>> computing_;
  std::vector<std::unique_ptr<QuantizedLanguageModel>> quantized_;
};

std::vector<NamedScore> scores_of(const Flags& flags, OpenModel& open, const Task& task) {
  ScoreOptions options{.context = context_of(flags, open, task),
                       .split = flags.split == "count" ? TokenSplit::kCount : TokenSplit::kShared,
                       .progress = {}};
  const Contestants contestants(open, flags, options.context);
  const std::size_t count = task.items.size();
  const std::size_t step = std::max<std::size_t>(1, count / 20);
  Progress progress(static_cast<int>((count + step - 1) / step), std::cerr, steady_seconds);
  options.progress = [&](std::size_t item) {
    if (item % step == 0) progress.step("from item " + std::to_string(item));
  };
  std::vector<TaskScore> scores = score_task(contestants.models(), open.tokenizer(), task, options);
  progress.done("asked");
  std::vector<NamedScore> named;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    named.push_back({contestants.names()[i], std::move(scores[i])});
  }
  return named;
}

void write_json(const Flags& flags, const Task& task, const std::vector<NamedScore>& scores) {
  boost::json::object json;
  json["task"] = task.name;
  json["items"] = task.items.size();
  json["split"] = flags.split;
  json["few_shot"] = integer_flag("--few-shot", flags.few_shot, 0, 100);
  if (!flags.subset.empty()) json["subset"] = flags.subset;
  for (const auto& [option, value] : given_options(flags.quantizers)) json[option] = value;
  boost::json::array models;
  for (const NamedScore& score : scores) models.push_back(to_json(task, score));
  json["models"] = std::move(models);
  write_file(flags.json, to_text(json));
}

void ask(const Flags& flags) {
  check_name_flag("--task", flags.task, task_names());
  check_name_flag("--split", flags.split, {"count", "shared"});
  options_of(flags.quantizers);  // before anything takes long
  const Task task = open_task(flags.task, flags.data, task_options(flags));
  OpenModel open(flags.model.weights);
  const std::vector<NamedScore> scores = scores_of(flags, open, task);
  std::cout << task.name << '\n' << score_table(scores);
  if (const std::size_t cut = scores.front().score.cut_items; cut > 0) {
    std::cout << cut << " items were longer than the context; their "
              << (task.form == TaskForm::kAnswer ? "middle" : "beginning") << " was left out\n";
  }
  if (!flags.json.empty()) write_json(flags, task, scores);
}

}  // namespace

void add_accuracy(CommandLine& program) {
  const auto flags = std::make_shared<Flags>();
  CommandLine command = program.command("accuracy",
                                        "Asks a checkpoint the questions of a benchmark and scores "
                                        "it as lm-evaluation-harness does:\n"
                                        "in fp32 and, held against that, in W8A8 and as other "
                                        "methods quantise it",
                                        [flags] { ask(*flags); });
  add_model_flags(command, flags->model);
  add_quantizer_flags(command, flags->quantizers);
  command.required_text("--task", flags->task,
                        "lambada, hellaswag, winogrande, openbookqa, mmlu or 2wikimqa, which is "
                        "asked as LongBench does");
  command.required_text("--data", flags->data,
                        "The task's published file; of mmlu also the folder with test and dev");
  command.text("--few-shot", flags->few_shot, "Answered questions before each one; mmlu only");
  command.text("--limit", flags->limit, "Items to ask; 0: all");
  command.text("--subset", flags->subset,
               "Seed to draw the items of --limit with; without it, they are the first ones");
  command.text("--context", flags->context,
               "Tokens of a text at most, the last ones; of 2wikimqa of prompt and answer, cut in "
               "the middle; 0: the model's context");
  command.text("--split", flags->split,
               "A continuation begins behind as many tokens as its context has (count, as "
               "lm-evaluation-harness), or behind those that both share (shared): they differ for "
               "tokenizers whose pieces hold the blank behind a word");
  command.text("--json", flags->json, "File to write the scores of every item to");
}

}  // namespace mllm_npu
