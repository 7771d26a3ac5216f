#include "tests/support/data_copy.h"

#include "engine/base/check.h"

namespace mllm_npu::support {
namespace fs = std::filesystem;
namespace bj = boost::json;
namespace {

// The object that holds the last key of `path`.
bj::object& home_of(bj::value& card, const CardPath& path) {
  bj::object* object = &card.as_object();
  for (std::size_t i = 0; i + 1 < path.size(); ++i) object = &object->at(path[i]).as_object();
  return *object;
}

}  // namespace

DataCopy::DataCopy() : root_("MLLM_NPU_DATA", folder_.path().string()) {
  const fs::path source(MLLM_NPU_SOURCE_DIR);
  for (const std::string folder :
       {"engine/model/catalog", "engine/soc/catalog", "engine/quant/catalog", "baselines/catalog",
        "datasets/paper", "datasets/public_logs", "datasets/workloads"}) {
    fs::create_directories(root() / folder);
    fs::copy(source / folder, root() / folder, fs::copy_options::recursive);
  }
}

void DataCopy::set(const std::string& file, const CardPath& path, const bj::value& value) const {
  bj::value card = read_json(root() / file);
  home_of(card, path)[path.back()] = value;
  write_file(root() / file, to_text(card));
}

void DataCopy::erase(const std::string& file, const CardPath& path) const {
  bj::value card = read_json(root() / file);
  MLLM_NPU_CHECK(home_of(card, path).erase(path.back()) == 1, path.back());
  write_file(root() / file, to_text(card));
}

void DataCopy::edit(const std::string& file, const std::string& from, const std::string& to) const {
  std::string text = bytes_of(root() / file);
  const std::size_t place = text.find(from);
  MLLM_NPU_CHECK(place != std::string::npos, file + " lacks " + from);
  write(file, text.replace(place, from.size(), to));
}

void DataCopy::clone(const std::string& file, const std::string& name) const {
  bj::value card = read_json(root() / file);
  card.as_object()["name"] = name;
  const fs::path copy = (root() / file).parent_path() / (name + ".json");
  write_file(copy, to_text(card));
}

}  // namespace mllm_npu::support
