#include "engine/model/model_catalog.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "engine/base/data_root.h"

namespace mllm_npu {
namespace {

// An order for readers, not a list of what exists.
constexpr std::array<std::string_view, 5> kPaperOrder = {"qwen1.5-1.8b", "gemma-2b", "phi-2-2.7b",
                                                         "llama-2-7b", "mistral-7b"};

std::filesystem::path catalog_folder() { return data_root() / "engine/model/catalog"; }

auto paper_rank(const std::string& name) {
  return std::find(kPaperOrder.begin(), kPaperOrder.end(), name) - kPaperOrder.begin();
}

}  // namespace

std::vector<std::string> model_names() {
  std::vector<std::string> names = card_names(catalog_folder());
  std::stable_sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    return paper_rank(a) < paper_rank(b);
  });
  return names;
}

ModelConfig find_model(const std::string& name) {
  return read_model_config(card_path(catalog_folder(), name));
}

}  // namespace mllm_npu
