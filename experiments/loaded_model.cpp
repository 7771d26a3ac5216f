#include "experiments/loaded_model.h"

#include <unistd.h>  // sysconf

#include <algorithm>
#include <utility>

#include "datasets/text/calibration_texts.h"
#include "engine/base/input_error.h"
#include "engine/runtime/input_statistics.h"
#include "engine/runtime/outlier_profiling.h"

namespace mllm_npu {
namespace {

// Without a shadow nothing may be clipped: plain max-min quantisation.
OutlierStatistics profiled(const OpenModel& open,
                           const std::vector<std::vector<TokenId>>& calibration,
                           const PrefillOptions& options, Bytes resident) {
  OutlierOptions outliers{.hot_channel_share = options.hot_channel_share};
  if (!options.shadow) outliers.rule = ScaleRule::kMaxMin;
  return outliers_of(open, calibration, outliers, resident);
}

}  // namespace

OpenModel::OpenModel(const std::filesystem::path& weights)
    : path_(weights), checkpoint_(open_checkpoint(weights)), weights_(checkpoint_) {}

const Tokenizer& OpenModel::tokenizer() {
  if (tokenizer_ == nullptr) tokenizer_ = open_tokenizer(path_);
  return *tokenizer_;
}

std::vector<std::vector<TokenId>> calibration_corpus(
    OpenModel& open, const std::optional<std::filesystem::path>& text_file) {
  const std::vector<std::string> texts =
      text_file ? std::vector{read_text_file(*text_file)} : calibration_texts();
  std::vector<std::vector<TokenId>> corpus;
  std::int64_t left = kMaxCalibrationTokens;
  for (const std::string& text : texts) {
    if (left == 0) break;
    std::vector<TokenId> tokens = encode_prompt(open.tokenizer(), text);
    check_vocabulary(open, tokens);
    const std::int64_t count = std::min(
        {static_cast<std::int64_t>(tokens.size()), left, open.model().max_position_embeddings});
    tokens.resize(static_cast<std::size_t>(count));
    left -= count;
    if (!tokens.empty()) corpus.push_back(std::move(tokens));
  }
  if (corpus.empty()) {
    throw InputError(text_file ? text_file->string() : open.path().string(), "calibration",
                     "text of at least one token", "none");
  }
  return corpus;
}

void check_vocabulary(const OpenModel& open, std::span<const TokenId> tokens) {
  for (const TokenId token : tokens) {
    if (token >= 0 && token < open.model().vocab_size) continue;
    throw InputError(open.path().string(), "tokenizer",
                     "tokens below vocab_size = " + std::to_string(open.model().vocab_size),
                     std::to_string(token));
  }
}

Bytes resident_share() {
  const std::int64_t pages = ::sysconf(_SC_PHYS_PAGES);
  const std::int64_t page = ::sysconf(_SC_PAGESIZE);
  if (pages <= 0 || page <= 0) return 0_B;
  return {pages / 2 * page};
}

Residency residency_of(const ModelConfig& model, Bytes resident) {
  const double bytes =
      static_cast<double>(sizeof(float)) * static_cast<double>(parameter_count(model));
  return bytes <= static_cast<double>(resident.value) ? Residency::kAllBlocks
                                                      : Residency::kOneBlock;
}

FloatPath::FloatPath(const OpenModel& open, Bytes resident)
    : reference_(open.weights(), residency_of(open.model(), resident)),
      language_model_(reference_) {}

OutlierStatistics outliers_of(const OpenModel& open,
                              const std::vector<std::vector<TokenId>>& corpus,
                              const OutlierOptions& options, Bytes resident) {
  const ReferenceModel reference(open.weights(), residency_of(open.model(), resident));
  return profile_outliers(reference, corpus, options);
}

ModelInputStatistics inputs_of(const OpenModel& open,
                               const std::vector<std::vector<TokenId>>& corpus, Bytes resident) {
  const ReferenceModel reference(open.weights(), residency_of(open.model(), resident));
  return collect_input_statistics(reference, corpus);
}

EnginePath::EnginePath(const OpenModel& open, SavedPreparation preparation,
                       const DeviceSpec& device, const PrefillOptions& options,
                       std::int64_t context)
    : prepared_(open.weights(), std::move(preparation)),
      language_model_(prepared_.quantized(), device, options, context) {}

EnginePath::EnginePath(const OpenModel& open, const std::vector<std::vector<TokenId>>& calibration,
                       const DeviceSpec& device, const PrefillOptions& options,
                       std::int64_t context, Bytes resident)
    : prepared_(open.weights(), profiled(open, calibration, options, resident), options),
      language_model_(prepared_.quantized(), device, options, context) {}

std::string read_text_file(const std::filesystem::path& path) {
  constexpr std::size_t kMaxBytes = std::size_t{256} << 20;
  const MappedFile file(path);
  const auto bytes = file.bytes();
  if (bytes.empty() || bytes.size() > kMaxBytes) {
    throw InputError(path.string(), "", "1 byte to 256 MiB of text",
                     std::to_string(bytes.size()) + " bytes");
  }
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace mllm_npu
