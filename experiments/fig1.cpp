// Fig. 1 (section 1): how much of a request the prefill takes on a CPU and on a GPU engine. The
// figure names three tasks, no model and no phone: its tasks are taken to be the workloads of Table
// 5 that are of their kind, its model Gemma-2B, the one that both engines run.

#include "experiments/answered_requests.h"
#include "experiments/experiment_catalog.h"
#include "experiments/result_rows.h"

namespace mllm_npu {
namespace {

struct Task {
  const char* name;
  const char* workload;
};
constexpr Task kTasks[] = {{"chat_summary", "persona-chat"},
                           {"context_aware_QA", "longbench-triviaqa"},
                           {"UI_automation", "droidtask-clock-long"}};

constexpr const char* kDevice = "redmi-k70-pro";
constexpr const char* kModel = "gemma-2b";

}  // namespace

std::vector<ResultRow> run_fig1(const World& world, const ExperimentOptions& options) {
  std::vector<ResultRow> rows;
  for (const char* system : {"llama.cpp-cpu", "tflite-gpu", "mllm-npu"}) {
    for (const Task& task : kTasks) {
      const Workload workload = find_workload(task.workload);
      const MeanTimes times =
          answer(world, {kDevice, kModel, system}, requests_of(workload, options));
      rows.push_back(make_row({{"system", system},
                               {"task", task.name},
                               {"device", kDevice},
                               {"model", kModel},
                               {"workload", task.workload}},
                              {{"prefill_share", 100 * times.prefill / times.end_to_end, "%"},
                               {"prefill", times.prefill, "s"},
                               {"decode", times.decode, "s"}}));
    }
  }
  return rows;
}

}  // namespace mllm_npu
