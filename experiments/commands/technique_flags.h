#pragma once

#include <string>
#include <vector>

#include "engine/base/factors.h"
#include "engine/runtime/prefill_options.h"

namespace mllm_npu {

class CommandLine;

// The techniques of the engine as they were asked for; text, so that a wrong value is our
// complaint.
struct TechniqueFlags {
  std::vector<std::string> chunk_lengths;
  std::string policy = "out-of-order";
  std::string latency_model = "card";
  std::string pruning_rate = "85";
  std::string hot_channels = "3";
  std::string hot_outliers = "80";
  std::string shadow_scales = "per-tensor";
  std::string group_size = "0";
  std::string float_processor = "cpu";
  bool no_chunk_sharing = false;
  bool no_shadow = false;
  bool no_equivalent_shapes = false;
  bool no_prepared_graphs = false;
  bool head_for_every_token = false;
  bool flat_qkv = false;
  std::string npu_runs = "1";
  std::string cpu_share = "100";
};

void add_technique_flags(CommandLine& command, TechniqueFlags& flags);

// Errors: InputError naming the flag.
PrefillOptions options_of(const TechniqueFlags& flags);

// What --shadow-scales names. Errors: InputError naming the flag and the choices.
ShadowScales shadow_scales_of(const std::string& text);

// What of `options` is not the default, as factors of a row: chunk_length, policy, pruning_rate in
// %, ... So a row that numbers.json may be joined with has none of them.
Factors technique_factors(const PrefillOptions& options);

// Names of a catalogue's entries.
template <class Entry>
std::vector<std::string> names_of(const std::vector<Entry>& catalog) {
  std::vector<std::string> names;
  for (const Entry& entry : catalog) names.emplace_back(entry.name);
  return names;
}

}  // namespace mllm_npu
