#pragma once

// config.json of a Hugging Face folder, as the transformers library reads it.

#include <filesystem>
#include <string>

#include <boost/json.hpp>

#include "engine/model/model_config.h"

namespace mllm_npu {

// The model that `config` describes, without name and title; `file` only names it in errors. A key
// that is absent has the value that transformers gives it for this model_type. Errors: InputError
// naming the key, for a model_type or an option that this engine does not compute, and for sizes
// that are missing, absurd or contradict each other.
ModelConfig read_hugging_face_config(const boost::json::value& config, const std::string& file);

// The way back, as text: read_hugging_face_config() finds the same model in it. Errors: InputError
// naming `file`, where model_type cannot say what the model is.
std::string hugging_face_config_text(const ModelConfig& model, const std::string& file);

}  // namespace mllm_npu
