#pragma once

// Cards: engine/soc/catalog/socs/*.json and engine/soc/catalog/devices/*.json. A card is
// {"name", "title", "source", "facts": {KEY: {"value", "unit", "source", "fitted_to"?}}}; a device
// card names its "soc" as well. Every key of the table below must be there, none else may be.

#include <filesystem>
#include <string>
#include <vector>

#include "engine/soc/soc_spec.h"

namespace mllm_npu {

// One number of a card: its key ("npu.graph_launch"), unit, allowed range (in that unit) and home.
struct SocField {
  const char* key;
  const char* unit;
  double to_si;  // SI value = card value × to_si
  double low;
  double high;
  double& (*home)(SocSpec&);
};
const std::vector<SocField>& soc_fields();

// Reads cards. Errors: InputError for an unknown or missing key, wrong type or unit, a value out of
// range, a fact without source.
SocSpec read_soc(const std::filesystem::path& path);
DeviceSpec read_device(const std::filesystem::path& path);

// The card called `name`. Errors: InputError that lists the names there are.
DeviceSpec find_device(const std::string& name);
std::vector<std::string> device_names();  // the paper's three first, then others by name

// Folders of the cards below data_root().
std::filesystem::path soc_folder();
std::filesystem::path device_folder();

}  // namespace mllm_npu
