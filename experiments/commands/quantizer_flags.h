#pragma once

// The methods of other papers that a command compares with, and what can be set of them.

#include <string>
#include <utility>
#include <vector>

#include "baselines/quantizers/quantizer_catalog.h"

namespace mllm_npu {

class CommandLine;

// Text, so that a wrong value is our complaint; "" is the method's own default.
struct QuantizerFlags {
  std::vector<std::string> names;
  std::string migration_strength;
  std::string outlier_threshold;
  std::string awq_group_size;
  std::string rotation_seed;
  bool short_super_blocks = false;
};

void add_quantizer_flags(CommandLine& command, QuantizerFlags& flags);

// Errors: InputError naming the flag, for a quantizer that is unknown or named twice, a value out
// of range, and an option that none of the named quantizers has.
QuantizerOptions options_of(const QuantizerFlags& flags);

// The options that were given, by their names in QuantizerOptions.
std::vector<std::pair<std::string, std::string>> given_options(const QuantizerFlags& flags);

}  // namespace mllm_npu
