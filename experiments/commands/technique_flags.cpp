#include "experiments/commands/technique_flags.h"

#include "engine/base/input_error.h"
#include "engine/graph/chunk.h"
#include "engine/schedule/policy_catalog.h"
#include "engine/soc/latency_catalog.h"
#include "experiments/commands/command_line.h"
#include "experiments/commands/flag_values.h"

namespace mllm_npu {
namespace {

Processor float_processor_of(const std::string& text) {
  if (text == "cpu") return Processor::kCpu;
  if (text == "gpu") return Processor::kGpu;
  throw InputError("command line", "--float-processor", "cpu or gpu", text);
}

double share_of(const char* flag, const std::string& percent) {
  return number_flag(flag, percent, 0, 100) / 100;
}

// Adds `value` as factor `name` when it is not the default.
template <class Value>
void add_changed(Factors& factors, const char* name, const Value& value, const Value& otherwise,
                 const boost::json::value& text) {
  if (value != otherwise) factors.emplace_back(name, text);
}

// "--no-shadow" leaves nothing that could have scales.
ShadowScales checked_scales(const TechniqueFlags& flags) {
  const ShadowScales scales = shadow_scales_of(flags.shadow_scales);
  if (scales == ShadowScales::kPerTensor || !flags.no_shadow) return scales;
  throw InputError("command line", "--shadow-scales", "no --no-shadow beside it",
                   flags.shadow_scales);
}

}  // namespace

ShadowScales shadow_scales_of(const std::string& text) {
  check_name_flag("--shadow-scales", text, {"per-tensor", "per-channel"});
  return text == "per-tensor" ? ShadowScales::kPerTensor : ShadowScales::kPerChannel;
}

PrefillOptions options_of(const TechniqueFlags& flags) {
  check_name_flag("--policy", flags.policy, names_of(policy_catalog()));
  check_name_flag("--latency-model", flags.latency_model, names_of(latency_model_catalog()));
  PrefillOptions options;
  if (!flags.chunk_lengths.empty()) options.chunk_lengths.clear();
  for (const std::string& length : flags.chunk_lengths) {
    options.chunk_lengths.push_back(integer_flag("--chunk-length", length, 1, kMaxPromptLength));
  }
  options.chunk_sharing = !flags.no_chunk_sharing;
  options.shadow = !flags.no_shadow;
  options.pruning_rate = share_of("--pruning-rate", flags.pruning_rate);
  options.hot_channel_share = share_of("--hot-channels", flags.hot_channels);
  options.hot_outlier_share = share_of("--hot-outliers", flags.hot_outliers);
  options.shadow_scales = checked_scales(flags);
  options.group_size = integer_flag("--group-size", flags.group_size, 0, 1 << 20);
  options.policy = flags.policy;
  options.latency_model = flags.latency_model;
  options.equivalent_shapes = !flags.no_equivalent_shapes;
  options.float_processor = float_processor_of(flags.float_processor);
  options.prepared_graphs = !flags.no_prepared_graphs;
  options.head_for_every_token = flags.head_for_every_token;
  options.flat_qkv = flags.flat_qkv;
  options.npu_runs = integer_flag("--npu-runs", flags.npu_runs, 1, kMaxNpuRuns);
  options.cpu_share = number_flag("--cpu-share", flags.cpu_share, 1, 100) / 100;
  return options;
}

Factors technique_factors(const PrefillOptions& options) {
  const PrefillOptions paper;
  Factors factors;
  boost::json::array lengths(options.chunk_lengths.begin(), options.chunk_lengths.end());
  add_changed(factors, "chunk_length", options.chunk_lengths, paper.chunk_lengths,
              lengths.size() == 1 ? lengths.front() : boost::json::value(lengths));
  add_changed(factors, "policy", options.policy, paper.policy, options.policy.c_str());
  add_changed(factors, "latency_model", options.latency_model, paper.latency_model,
              options.latency_model.c_str());
  add_changed(factors, "pruning_rate", options.pruning_rate, paper.pruning_rate,
              100 * options.pruning_rate);
  add_changed(factors, "hot_channel_share", options.hot_channel_share, paper.hot_channel_share,
              100 * options.hot_channel_share);
  add_changed(factors, "hot_outlier_share", options.hot_outlier_share, paper.hot_outlier_share,
              100 * options.hot_outlier_share);
  add_changed(factors, "shadow_scales", options.shadow_scales, paper.shadow_scales, "per-channel");
  add_changed(factors, "group_size", options.group_size, paper.group_size, options.group_size);
  add_changed(factors, "chunk_sharing", options.chunk_sharing, paper.chunk_sharing, "off");
  add_changed(factors, "shadow", options.shadow, paper.shadow, "off");
  add_changed(factors, "equivalent_shapes", options.equivalent_shapes, paper.equivalent_shapes,
              "off");
  add_changed(factors, "float_processor", options.float_processor, paper.float_processor, "gpu");
  add_changed(factors, "prepared_graphs", options.prepared_graphs, paper.prepared_graphs, "off");
  add_changed(factors, "head_for_every_token", options.head_for_every_token,
              paper.head_for_every_token, "on");
  add_changed(factors, "flat_qkv", options.flat_qkv, paper.flat_qkv, "on");
  add_changed(factors, "npu_runs", options.npu_runs, paper.npu_runs, options.npu_runs);
  add_changed(factors, "cpu_share", options.cpu_share, paper.cpu_share, 100 * options.cpu_share);
  return factors;
}

namespace {

// What the released code does otherwise: see `mllm-npu explain-gap`.
void add_released_code_flags(CommandLine& command, TechniqueFlags& flags) {
  command.flag("--no-prepared-graphs", flags.no_prepared_graphs,
               "Graphs are built once the prompt is known, in its time");
  command.flag("--head-for-every-token", flags.head_for_every_token,
               "Every chunk ends with the LM head over all of its rows");
  command.flag("--flat-qkv", flags.flat_qkv, "The QKV linears take their rows as they come");
  command.text("--npu-runs", flags.npu_runs, "Times that each NPU subgraph is run for one result");
  command.text("--cpu-share", flags.cpu_share, "Of the CPU's speed for its subgraphs, in %");
}

}  // namespace

void add_technique_flags(CommandLine& command, TechniqueFlags& flags) {
  command.texts("--chunk-length", flags.chunk_lengths,
                "Chunk lengths for which graphs are built (default 64 128 256); a prompt "
                "takes the shortest that holds it, else the longest");
  command.text("--policy", flags.policy, "Order of the subgraphs (see `mllm-npu list`)");
  command.text("--latency-model", flags.latency_model,
               "What prices the subgraphs (see `mllm-npu list`)");
  command.text("--pruning-rate", flags.pruning_rate,
               "Linears without shadow, least important first, in %");
  command.text("--hot-channels", flags.hot_channels,
               "Channels whose weights stay in memory for the shadow, in %");
  command.text("--hot-outliers", flags.hot_outliers,
               "Outliers that fall on hot channels, in %; the others read flash");
  command.text("--shadow-scales", flags.shadow_scales,
               "Weights of the shadow: the NPU's own (per-tensor), or int8 with a scale for each "
               "input channel (per-channel)");
  command.text("--group-size", flags.group_size,
               "Per-group quantisation: channels a group; 0: per tensor");
  command.text("--float-processor", flags.float_processor, "Runs attention and norms: cpu or gpu");
  command.flag("--no-chunk-sharing", flags.no_chunk_sharing,
               "One graph for the whole prompt, built once the prompt is known");
  command.flag("--no-shadow", flags.no_shadow, "Outliers are lost");
  command.flag("--no-equivalent-shapes", flags.no_equivalent_shapes,
               "Rows as they come, not in the NPU's best layout");
  add_released_code_flags(command, flags);
}

}  // namespace mllm_npu
