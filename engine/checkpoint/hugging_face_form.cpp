#include "engine/checkpoint/hugging_face_form.h"

namespace mllm_npu {
HuggingFaceForm::HuggingFaceForm(const WeightSource& source)
    : source_(source), model_(source.model()) {
  norms_less_one_ = model_.model_type == "gemma" && model_.normalization == Normalization::kRmsNorm;
  if (norms_less_one_) model_.normalization = Normalization::kRmsNormPlusOne;
  if (model_.model_type == "llama" && model_.sliding_window) model_.model_type = "mistral";
}

void HuggingFaceForm::read_rows(const WeightId& id, std::int64_t first_row,
                                MatrixView<float> out) const {
  source_.read_rows(id, first_row, out);
  if (norms_less_one_ && is_norm(id.role)) as_eigen(out).array() -= 1;
}

}  // namespace mllm_npu
