#include <algorithm>

#include "engine/base/input_error.h"
#include "engine/base/json.h"
#include "engine/checkpoint/hugging_face.h"
#include "engine/checkpoint/hugging_face_config.h"
#include "engine/checkpoint/hugging_face_form.h"
#include "engine/checkpoint/hugging_face_names.h"
#include "engine/checkpoint/plain_rows.h"
#include "engine/checkpoint/safetensors.h"

namespace mllm_npu {
namespace fs = std::filesystem;
namespace {

std::vector<SafetensorsPlan> plan_of(const ModelConfig& model, StorageFormat format) {
  std::vector<SafetensorsPlan> plan;
  for (const WeightShape& weight : weight_layout(model)) {
    plan.push_back({hugging_face_name(model.model_type, weight.id), std::string(name_of(format)),
                    weight.shape});
  }
  return plan;
}

}  // namespace

void write_hugging_face(const fs::path& folder, const WeightSource& weights, StorageFormat format,
                        const WriteProgress& progress) {
  const HuggingFaceForm source(weights);
  const ModelConfig& model = source.model();
  const fs::path config = folder / "config.json";
  const std::string text = hugging_face_config_text(model, config.string());
  const fs::path path = folder / "model.safetensors";
  const std::vector<SafetensorsPlan> plan = plan_of(model, format);
  SafetensorsWriter writer(path, plan);
  progress(0);
  std::vector<std::byte> bytes;
  std::int64_t written = 0;
  std::size_t tensor = 0;
  for (const WeightShape& weight : weight_layout(model)) {
    for_row_parts(source, weight, [&](std::int64_t, MatrixView<const float> rows) {
      const auto count = static_cast<std::size_t>(rows.rows * rows.columns);
      if (!to_plain(format, {rows.data, count}, bytes)) {
        throw InputError(path.string(), plan[tensor].name,
                         "numbers that " + std::string(name_of(format)) + " can hold",
                         "greater ones");
      }
      writer.append(bytes);
      written += rows.rows * rows.columns;
      progress(written);
    });
    ++tensor;
  }
  writer.finish();
  write_file(config, text);
}

}  // namespace mllm_npu
