#pragma once

#include <string>

namespace mllm_npu::support {

// The text of a valid model card of two small blocks, as read_model_config() takes it.
std::string model_card_text(const std::string& name);

// The same with the first `from` replaced by `to`. REQUIRES: `from` stands in the card.
std::string model_card_text(const std::string& name, const std::string& from,
                            const std::string& to);

}  // namespace mllm_npu::support
