#pragma once

#include <filesystem>
#include <string>

namespace mllm_npu {

// `document` with the lines between "<!-- NAME: begin ... -->" and "<!-- NAME: end -->" replaced by
// `text`. Errors: InputError naming `file` when a marker is missing, doubled or out of order.
std::string replace_between_markers(const std::string& document, const std::string& name,
                                    const std::string& text, const std::string& file);

// The same in a file, which is written only if it changes.
void update_document(const std::filesystem::path& path, const std::string& name,
                     const std::string& text);

}  // namespace mllm_npu
