#include "tests/support/data_root_copy.h"

#include "engine/base/check.h"

namespace mllm_npu::support {
namespace fs = std::filesystem;
namespace {

constexpr const char* kDataFolders[] = {"engine/model/catalog", "engine/quant/catalog",
                                        "engine/soc/catalog", "baselines/catalog",
                                        "datasets/paper"};

}  // namespace

DataRootCopy::DataRootCopy() : data_("MLLM_NPU_DATA", folder_.path().string()) {
  for (const char* folder : kDataFolders) {
    fs::create_directories(path() / folder);
    fs::copy(fs::path(MLLM_NPU_SOURCE_DIR) / folder, path() / folder, fs::copy_options::recursive);
  }
}

void DataRootCopy::edit(const std::string& file, const std::string& from,
                        const std::string& to) const {
  std::string text = bytes_of(path() / file);
  const std::size_t place = text.find(from);
  MLLM_NPU_CHECK(place != std::string::npos, file + " lacks " + from);
  folder_.write(file, text.replace(place, from.size(), to));
}

}  // namespace mllm_npu::support
