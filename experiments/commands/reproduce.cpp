#include <iostream>
#include <memory>

#include "engine/base/input_error.h"
#include "experiments/accuracy/laboratory.h"
#include "experiments/commands/command_line.h"
#include "experiments/commands/flag_values.h"
#include "experiments/commands/program.h"
#include "experiments/experiment_catalog.h"
#include "experiments/ledger/claim_report.h"
#include "experiments/progress.h"
#include "experiments/report/document.h"
#include "experiments/report/results_report.h"
#include "experiments/runner.h"
#include "experiments/unfinished_run.h"
#include "plots/draw_figures.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;

struct Flags {
  std::vector<std::string> ids;
  bool quick = false;
  std::string seed = "0";
  std::string items = "500";
  std::string weights;
  std::string datasets;
  std::string results_dir = "results";
  std::string figures_dir = "figures";
  std::string document = "REPRODUCE.md";
};

// The whole catalogue in full: only then does the report of all experiments make sense.
bool is_complete(const Flags& flags) {
  return flags.ids.empty() && !flags.quick && flags.weights.empty();
}

std::uint64_t seed_of(const Flags& flags) {
  return static_cast<std::uint64_t>(integer_flag("--seed", flags.seed, 0, std::int64_t{1} << 53));
}

ExperimentOptions options_of(const Flags& flags, Progress& progress) {
  if (flags.weights.empty() && !flags.datasets.empty()) {
    throw InputError("command line", "--datasets", "--weights beside it", flags.datasets);
  }
  return {.seed = seed_of(flags),
          .quick = flags.quick,
          .task_items = integer_flag("--items", flags.items, 1, 1000),
          .weights = flags.weights,
          .datasets = flags.datasets,
          .note = [&progress](const std::string& what) { progress.note(what); }};
}

// Files that --weights and --datasets name may change, so such a run begins anew.
std::string key_of(const Flags& flags, const ResultContext& context) {
  if (!flags.weights.empty()) return "";
  return run_key(context, flags.items + (flags.quick ? " quick" : ""));
}

std::vector<ReportedExperiment> run_all(const Flags& flags, Progress& progress) {
  const World world = read_world();
  const PrintedNumbers printed = paper_numbers();
  const ResultContext context = make_context(seed_of(flags));
  const ExperimentOptions options = options_of(flags, progress);
  UnfinishedRun unfinished(flags.results_dir, key_of(flags, context));
  std::shared_ptr<Laboratory> laboratory;  // made when the first experiment asks for it
  ExperimentOptions sharing = options;
  sharing.laboratory = [&] {
    if (!laboratory) laboratory = std::make_shared<Laboratory>(world, options);
    return laboratory;
  };
  std::vector<ReportedExperiment> reported;
  for (const Experiment& experiment : find_experiments(flags.ids)) {
    if (std::optional<ResultRecord> record = unfinished.record_of(experiment.id)) {
      progress.step(std::string("there already: ") + experiment.id);
      reported.push_back({experiment, *std::move(record)});
      continue;
    }
    progress.step(std::string("simulating ") + experiment.id);
    reported.push_back({experiment, run_experiment(experiment, world, printed, context, sharing)});
    write_result_record(reported.back().record,
                        fs::path(flags.results_dir) / (std::string(experiment.id) + ".json"));
    unfinished.add(experiment.id);
  }
  unfinished.finish();
  return reported;
}

std::size_t draw_all(const Flags& flags, Progress& progress) {
  std::size_t pictures = 0;
  for (const Experiment& experiment : find_experiments(flags.ids)) {
    progress.step(std::string("drawing ") + experiment.id);
    pictures += draw_figures(flags.results_dir, flags.figures_dir, {experiment.id}).size();
  }
  return pictures;
}

// Every claim of the paper, held against the results of this run.
std::string claims_report(const std::vector<ReportedExperiment>& reported) {
  Records records;
  for (const ReportedExperiment& each : reported) records[each.experiment.id] = each.record;
  return claims_markdown(judge_all(paper_claims(), records, paper_numbers()));
}

void report(const Flags& flags, const std::vector<ReportedExperiment>& reported) {
  update_document(flags.document, "results", results_report(reported));
  update_document(flags.document, "claims", claims_report(reported));
}

void reproduce(const Flags& flags) {
  const auto count = static_cast<int>(find_experiments(flags.ids).size());
  Progress progress(2 * count, std::cerr, steady_seconds);
  const std::vector<ReportedExperiment> reported = run_all(flags, progress);
  const std::size_t pictures = draw_all(flags, progress);
  std::error_code ignored;
  const bool reports = is_complete(flags) && fs::exists(flags.document, ignored);
  if (reports) report(flags, reported);
  progress.done("done");
  std::cout << "numbers   " << flags.results_dir << "/*.json (" << count << " experiments)\n"
            << "pictures  " << flags.figures_dir << "/*.png, .svg, .pdf (" << pictures
            << " files)\n";
  if (reports) std::cout << "report    " << flags.document << ": ours beside the paper's\n";
}

}  // namespace

void add_reproduce(CommandLine& program) {
  const auto flags = std::make_shared<Flags>();
  CommandLine command =
      program.command("reproduce", "Runs experiments, writes their results and draws their figures",
                      [flags] { reproduce(*flags); });
  command.texts("ID", flags->ids, "Experiments, as `mllm-npu list` names them; none: all");
  command.flag("--quick", flags->quick, "Fewer models and lengths; the report is left as it is");
  command.text("--seed", flags->seed, "For whatever is drawn at random; in every result");
  command.text("--items", flags->items,
               "Items of each task that models are asked; also in the results");
  command.text("--weights", flags->weights,
               "Checkpoint that the experiments on outliers and quantisers compute as well");
  command.text("--datasets", flags->datasets,
               "Folder with published data sets (lambada_test.jsonl) to ask it");
  command.text("--results-dir", flags->results_dir, "Where ID.json is written");
  command.text("--figures-dir", flags->figures_dir, "Where ID.{png,svg,pdf} are written");
  command.text("--document", flags->document,
               "File whose lines between the markers \"results\" and \"claims\" become the "
               "report of a complete run, if it exists");
}

}  // namespace mllm_npu
