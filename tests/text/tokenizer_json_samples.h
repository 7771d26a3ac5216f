#pragma once

#include <string>

#include <boost/json.hpp>

#include "engine/text/bpe_vocabulary.h"

namespace mllm_npu::text_samples {

// A tokenizer.json, to be changed by a test. `vocabulary` gives tokens and merges.
boost::json::object tokenizer_json(const BpeVocabulary& vocabulary);

// With the steps of LLaMA-2, without and of Gemma, and of Qwen2.
boost::json::object llama_json();
boost::json::object gemma_json();
boost::json::object qwen_json();

// The tokens of llama_json() and gemma_json(): <unk> <s> </s>, the bytes, a few letters.
BpeVocabulary llama_vocabulary();

boost::json::value parsed(const std::string& text);

}  // namespace mllm_npu::text_samples
