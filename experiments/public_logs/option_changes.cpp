#include "experiments/public_logs/option_changes.h"

#include <algorithm>
#include <iterator>

#include "engine/base/input_error.h"
#include "engine/graph/chunk.h"

namespace mllm_npu {
namespace {

struct Change {
  const char* name;
  void (*apply)(PrefillOptions& options, const JsonReader& value);
};

template <double PrefillOptions::*kShare>
void read_share(PrefillOptions& options, const JsonReader& value) {
  options.*kShare = value.number(0, 100) / 100;
}

template <bool PrefillOptions::*kSwitch>
void read_switch(PrefillOptions& options, const JsonReader& value) {
  options.*kSwitch = value.boolean();
}

void read_chunk_lengths(PrefillOptions& options, const JsonReader& value) {
  options.chunk_lengths.clear();
  for (const JsonReader& length : value.elements()) {
    options.chunk_lengths.push_back(length.integer(1, kMaxPromptLength));
  }
}

constexpr Change kChanges[] = {
    {"chunk_lengths", read_chunk_lengths},
    {"chunk_sharing", read_switch<&PrefillOptions::chunk_sharing>},
    {"shadow", read_switch<&PrefillOptions::shadow>},
    {"pruning_rate", read_share<&PrefillOptions::pruning_rate>},
    {"hot_channel_share", read_share<&PrefillOptions::hot_channel_share>},
    {"hot_outlier_share", read_share<&PrefillOptions::hot_outlier_share>},
    {"policy",
     [](PrefillOptions& options, const JsonReader& value) { options.policy = value.string(); }},
    {"equivalent_shapes", read_switch<&PrefillOptions::equivalent_shapes>},
    {"prepared_graphs", read_switch<&PrefillOptions::prepared_graphs>},
    {"head_for_every_token", read_switch<&PrefillOptions::head_for_every_token>},
    {"flat_qkv", read_switch<&PrefillOptions::flat_qkv>},
    {"npu_runs", [](PrefillOptions& options,
                    const JsonReader& value) { options.npu_runs = value.integer(1, kMaxNpuRuns); }},
    {"cpu_share", read_share<&PrefillOptions::cpu_share>},
};

// As check_options(), with the place in the file.
void check_here(const PrefillOptions& options, const JsonReader& changes) {
  try {
    check_options(options);
  } catch (const InputError& error) {
    throw InputError(changes.file(), changes.key() + ": " + error.key(), error.expected(),
                     error.found());
  }
}

}  // namespace

PrefillOptions with_changes(const PrefillOptions& options, const JsonReader& changes) {
  PrefillOptions changed = options;
  for (const auto& [name, value] : changes.members()) {
    const auto known =
        std::find_if(std::begin(kChanges), std::end(kChanges),
                     [&key = name](const Change& change) { return change.name == key; });
    if (known == std::end(kChanges)) changes.fail("options of PrefillOptions", name);
    known->apply(changed, value);
  }
  check_here(changed, changes);
  if (changed == options) changes.fail("a change of the options", "none");
  return changed;
}

}  // namespace mllm_npu
