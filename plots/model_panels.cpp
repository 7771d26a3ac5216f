#include "plots/model_panels.h"

#include "plots/style.h"

namespace mllm_npu {

std::string model_title(const RecordRow& row) {
  const std::string model = row.text("model");
  if (is_printed(row)) return display_name(model) + ", printed";
  return model == "reference" ? "reference model, planted outliers" : display_name(model);
}

bool is_printed(const RecordRow& row) { return row.text_or("source", "") == "paper"; }

}  // namespace mllm_npu
