#pragma once

// What an engine's kernels reach: baselines/catalog/NAME.json.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mllm_npu {

// Kernel efficiencies on the reference SoC, in SI units; at most three are fitted. A card leaves
// out what its engine has no constant for. They hold for every model, length and phone.
struct EngineCard {
  std::string name;
  std::vector<std::string> models{};  // that the paper runs on it
  // operations/s of a linear of kReferenceOperations
  double linear_throughput = 0;
  // linear_throughput grows with (operations / kReferenceOperations)^size_exponent
  double size_exponent = 0;
  double attention_throughput = 0;  // operations/s; 0: as linear_throughput
  double decode_bandwidth = 0;      // bytes/s for one token; 0: the processor's matvec_bandwidth

  double throughput_of_attention() const {
    return attention_throughput == 0 ? linear_throughput : attention_throughput;
  }
};

// Of the paper's default chunk through a square linear of Qwen1.5-1.8B.
inline constexpr double kReferenceOperations = 2.0 * 256 * 2048 * 2048;

// One number of a card: its key, unit, allowed range (in that unit) and home.
struct EngineField {
  const char* key;
  const char* unit;
  double to_si;  // SI value = card value × to_si
  double low;
  double high;
  double EngineCard::*home;
};
const std::vector<EngineField>& engine_fields();

// Reads a card {"name", "title", "source", "models", "facts": {KEY: fact}}. Errors: InputError for
// a key that is none of engine_fields(), a wrong type or unit, a value out of range, a fact without
// source.
EngineCard read_engine_card(const std::filesystem::path& path);

// All cards of baselines/catalog, by name. Errors: as for one.
using EngineCards = std::map<std::string, EngineCard>;
EngineCards read_engine_cards();

// Folder of the cards below data_root().
std::filesystem::path system_folder();

}  // namespace mllm_npu
