#pragma once

#include "engine/base/json.h"
#include "engine/text/byte_fallback_bpe.h"
#include "engine/text/byte_level_bpe.h"

namespace mllm_npu {

// The members of a step of type Sequence (normalizers, pretokenizers, decoders, processors), of
// Sequences in it too; the step itself if it is of another type; nothing for null, or where `name`
// is not in `file`.
std::vector<JsonReader> steps_of(const JsonReader& file, std::string_view name);
bool is_step(const JsonReader& step, std::string_view type);

// A member that is null, or missing, or whose value is that of a flag that is off.
bool is_off(const JsonReader& object, std::string_view member);
// A string that may be empty.
std::string any_string(const JsonReader& reader);

// `file` is the whole of a tokenizer.json. Errors: InputError for steps that this does not know.
bool is_byte_level(const JsonReader& file);
PreTokenization read_pre_tokenization(const JsonReader& file);
SpaceEscapes read_space_escapes(const JsonReader& file);

}  // namespace mllm_npu
