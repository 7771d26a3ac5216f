#pragma once

// An experiment is one figure or table of the paper: it asks systems and models, and returns rows.
//
// To add one: a .cpp with its `run`, a declaration and a line in the catalogue
// (experiment_catalog.h and .cpp), its source in CMakeLists.txt. A run is a pure function of the
// cards and the options: no clock, no file, no random number that the seed does not give. It writes
// its own values only; the runner puts the paper's beside them.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/metrics/result_record.h"
#include "experiments/world.h"

namespace mllm_npu {

class Laboratory;

struct ExperimentOptions {
  std::uint64_t seed = 0;  // of whatever is drawn at random
  bool quick = false;      // fewer cells, same names: to try things out
  // Of each task, where models are asked questions; with fewer, also fewer texts to calibrate with.
  std::int64_t task_items = 500;
  // A checkpoint that some experiments compute beside the reference model, and a folder with the
  // published data sets that it is asked; empty: none.
  std::filesystem::path weights{};
  std::filesystem::path datasets{};
  // Hears what a long experiment is at; from one thread at a time.
  std::function<void(const std::string& what)> note{};
  // What the experiments of one run share (accuracy/laboratory.h), of these options. It changes no
  // value. None: each makes its own.
  std::function<std::shared_ptr<Laboratory>()> laboratory{};
};

struct Experiment {
  const char* id;     // results/ID.json; also "ID-..." belongs to ID
  const char* place;  // in the paper: "Table 3", "Fig. 14"
  const char* title;
  std::vector<ResultRow> (*run)(const World& world, const ExperimentOptions& options);
  bool asks_models = false;  // computes with weights, so the number of items changes its values
};

}  // namespace mllm_npu
