#pragma once

// A checkpoint, ready to compute: what the commands that take --weights share.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/units.h"
#include "engine/checkpoint/checkpoint.h"
#include "engine/quant/input_statistics.h"
#include "engine/runtime/engine_language_model.h"
#include "engine/runtime/float_language_model.h"
#include "engine/runtime/prepared_weights.h"

namespace mllm_npu {

// A checkpoint with its tokenizer, if there is one.
class OpenModel {
 public:
  // Errors: InputError for a faulty checkpoint.
  explicit OpenModel(const std::filesystem::path& weights);
  OpenModel(const OpenModel&) = delete;
  OpenModel& operator=(const OpenModel&) = delete;

  const ModelConfig& model() const { return weights_.model(); }
  const WeightSource& weights() const { return weights_; }
  const std::filesystem::path& path() const { return path_; }
  // Opened by the first call. Errors: InputError when there is none, or it is broken.
  const Tokenizer& tokenizer();

 private:
  std::filesystem::path path_;
  Checkpoint checkpoint_;
  CheckpointWeights weights_;
  std::unique_ptr<Tokenizer> tokenizer_;
};

// Tokens to calibrate with: of the file's text, else of the project's own. At most
// kMaxCalibrationTokens, and no more than the model's context in one text.
inline constexpr std::int64_t kMaxCalibrationTokens = 512;
std::vector<std::vector<TokenId>> calibration_corpus(
    OpenModel& open, const std::optional<std::filesystem::path>& text_file);

// Half of the machine's physical memory; 0 B where it does not tell.
Bytes resident_share();

// All blocks where the model's fp32 weights need at most `resident`, else one block at a time: then
// they are read again whenever they compute. The numbers are the same.
Residency residency_of(const ModelConfig& model, Bytes resident);

// The float path: the reference.
class FloatPath {
 public:
  FloatPath(const OpenModel& open, Bytes resident);
  FloatPath(const FloatPath&) = delete;
  FloatPath& operator=(const FloatPath&) = delete;
  LanguageModel& language_model() { return language_model_; }

 private:
  ReferenceModel reference_;
  FloatLanguageModel language_model_;
};

// What the corpus shows about the model's outliers; `resident` is what its fp32 weights may take.
OutlierStatistics outliers_of(const OpenModel& open,
                              const std::vector<std::vector<TokenId>>& corpus,
                              const OutlierOptions& options, Bytes resident);

// What the corpus shows quantizers about the inputs of the linears; `resident` as above.
ModelInputStatistics inputs_of(const OpenModel& open,
                               const std::vector<std::vector<TokenId>>& corpus, Bytes resident);

// The engine's path: calibrates, quantises, builds the NPU's graphs.
class EnginePath {
 public:
  // For contexts of up to `context` tokens; `resident` is what the fp32 weights that calibrate may
  // take. `open` and `device` must outlive it.
  EnginePath(const OpenModel& open, const std::vector<std::vector<TokenId>>& calibration,
             const DeviceSpec& device, const PrefillOptions& options, std::int64_t context,
             Bytes resident);
  // With what an earlier calibration saved, opened with the same `options`. Errors: InputError
  // where it is of other weights.
  EnginePath(const OpenModel& open, SavedPreparation preparation, const DeviceSpec& device,
             const PrefillOptions& options, std::int64_t context);
  EnginePath(const EnginePath&) = delete;
  EnginePath& operator=(const EnginePath&) = delete;
  EngineLanguageModel& language_model() { return language_model_; }

 private:
  PreparedWeights prepared_;
  EngineLanguageModel language_model_;
};

// Errors: InputError for a token that the model does not have, of a tokenizer that is too large.
void check_vocabulary(const OpenModel& open, std::span<const TokenId> tokens);

// The bytes of a text file of at most 256 MiB. Errors: InputError when it cannot be read, is larger
// or empty.
std::string read_text_file(const std::filesystem::path& path);

}  // namespace mllm_npu
