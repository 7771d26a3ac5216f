#include "datasets/text/calibration_texts.h"

#include "engine/base/data_root.h"
#include "engine/base/json.h"

namespace mllm_npu {

std::vector<std::string> calibration_texts() {
  const std::filesystem::path path = data_root() / "datasets/text/calibration_texts.json";
  const boost::json::value json = read_json(path);
  const JsonReader file(path.string(), "", json);
  file.allow_only({"source", "texts"});
  std::vector<std::string> texts;
  for (const JsonReader& text : file.at("texts").elements()) texts.push_back(text.string());
  if (texts.empty()) file.at("texts").fail("at least one text");
  return texts;
}

}  // namespace mllm_npu
