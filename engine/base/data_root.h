#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mllm_npu {

// Folder under which the data files lie, at the paths that they have in the source tree:
// $MLLM_NPU_DATA if set and not empty, else the source tree, else the installed share folder.
// Errors: InputError when none of them holds a folder `engine`.
std::filesystem::path data_root();

// Names (without .json) of the cards in `folder`, sorted. Errors: InputError when unreadable.
std::vector<std::string> card_names(const std::filesystem::path& folder);

// Path of card `name` in `folder`. Errors: InputError that lists what there is.
std::filesystem::path card_path(const std::filesystem::path& folder, const std::string& name);

}  // namespace mllm_npu
