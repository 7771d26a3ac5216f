#include "experiments/export_model.h"

#include <optional>
#include <system_error>

#include "engine/base/input_error.h"
#include "engine/base/json.h"
#include "engine/checkpoint/byte_vocabulary.h"
#include "engine/checkpoint/checkpoint_kind.h"
#include "engine/checkpoint/gguf_vocabulary.h"
#include "engine/checkpoint/gguf_writer.h"
#include "engine/checkpoint/hugging_face.h"
#include "engine/checkpoint/llama2c.h"
#include "engine/checkpoint/random_weights.h"
#include "engine/text/sentencepiece_file.h"

namespace mllm_npu {
namespace fs = std::filesystem;
namespace {

// What a tokenizer consists of in a Hugging Face folder, and what it generates by.
constexpr const char* kTokenizerFiles[] = {"tokenizer.json",
                                           "tokenizer.model",
                                           "vocab.json",
                                           "merges.txt",
                                           "added_tokens.json",
                                           "special_tokens_map.json",
                                           "tokenizer_config.json",
                                           "generation_config.json"};

// A folder that is written beside `path` and has its name only after finish(). Without finish()
// nothing remains.
class OutputFolder {
 public:
  explicit OutputFolder(fs::path path, bool replace)
      : path_(std::move(path)), temporary_(path_.string() + ".tmp"), replace_(replace) {
    std::error_code error;
    if (replace_) fs::remove_all(temporary_, error);
    if (fs::exists(temporary_, error)) {
      throw InputError(temporary_.string(), "", "nothing there, or --force", "an earlier attempt");
    }
    fs::create_directories(temporary_, error);
    if (error) throw InputError(temporary_.string(), "", "a writable folder", error.message());
  }
  ~OutputFolder() {
    std::error_code ignored;
    if (!finished_) fs::remove_all(temporary_, ignored);
  }
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  const fs::path& path() const { return temporary_; }

  void finish() {
    std::error_code error;
    if (replace_) fs::remove_all(path_, error);
    fs::rename(temporary_, path_, error);
    if (error) throw InputError(path_.string(), "", "a writable folder", error.message());
    finished_ = true;
  }

 private:
  fs::path path_;
  fs::path temporary_;
  bool replace_;
  bool finished_ = false;
};

// Only what this writes itself is ever replaced: a model, not somebody's home.
void check_output(const ExportTarget& target) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(target.output, error);
  if (!fs::exists(status)) return;
  const std::string path = target.output.string();
  if (!target.replace) throw InputError(path, "", "nothing there, or --force", "an existing path");
  const bool folder = fs::is_directory(status);
  if (target.form == ExportTarget::Form::kGguf && !fs::is_regular_file(status)) {
    throw InputError(path, "", "a file to replace", "something else");
  }
  if (target.form == ExportTarget::Form::kSafetensors &&
      !(folder && fs::exists(target.output / "config.json", error))) {
    throw InputError(path, "", "a folder with a config.json to replace", "something else");
  }
}

void export_gguf(const WeightSource& source, GgufMetadata vocabulary, const ExportTarget& target) {
  write_gguf(
      target.output, source,
      {.format = target.format, .vocabulary = std::move(vocabulary), .progress = target.progress});
}

// Nothing where there is no tokenizer that GGUF can hold.
std::optional<GgufMetadata> vocabulary_of(const fs::path& weights, std::int64_t vocab_size) {
  switch (checkpoint_kind(weights)) {
    case CheckpointKind::kGguf:
      return gguf_vocabulary_of(weights, vocab_size);
    case CheckpointKind::kLlama2c:
      return gguf_scored_vocabulary(llama2c_vocabulary(weights), vocab_size);
    case CheckpointKind::kHuggingFace:
      break;
  }
  const fs::path path = weights / "tokenizer.model";
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return std::nullopt;
  const MappedFile file(path);
  const std::string_view bytes(reinterpret_cast<const char*>(file.bytes().data()),
                               file.bytes().size());
  const SentencePieceModel model = parse_sentencepiece_model(bytes, path.string());
  if (!model.is_bpe) return std::nullopt;
  return gguf_scored_vocabulary(model.vocabulary, vocab_size);
}

bool copy_tokenizer(const fs::path& from, const fs::path& to) {
  bool any = false;
  for (const char* name : kTokenizerFiles) {
    std::error_code error;
    if (!fs::exists(from / name, error)) continue;
    fs::copy_file(from / name, to / name, error);
    if (error) throw InputError((to / name).string(), "", "a writable file", error.message());
    any = any || std::string_view(name) != "generation_config.json";
  }
  return any;
}

// The tokenizer's files are there before the weights: what goes wrong goes wrong at once.
bool export_folder(const fs::path& weights, const WeightSource& source,
                   const ExportTarget& target) {
  OutputFolder folder(target.output, target.replace);
  const bool has_tokenizer = checkpoint_kind(weights) == CheckpointKind::kHuggingFace &&
                             copy_tokenizer(weights, folder.path());
  write_hugging_face(folder.path(), source, target.format, target.progress);
  folder.finish();
  return has_tokenizer;
}

}  // namespace

void export_random(const ModelConfig& model, std::uint64_t seed, const ExportTarget& target) {
  check_output(target);
  const RandomWeights source(model, seed);
  if (target.form == ExportTarget::Form::kGguf) {
    return export_gguf(source, gguf_byte_vocabulary(model.vocab_size), target);
  }
  OutputFolder folder(target.output, target.replace);
  write_file(folder.path() / "tokenizer.json", byte_tokenizer_json(model.vocab_size));
  write_file(folder.path() / "tokenizer_config.json", byte_tokenizer_config_json());
  write_hugging_face(folder.path(), source, target.format, target.progress);
  folder.finish();
}

bool export_checkpoint(const fs::path& weights, const ExportTarget& target) {
  check_output(target);
  const Checkpoint checkpoint = open_checkpoint(weights);
  const CheckpointWeights source(checkpoint);
  if (target.form == ExportTarget::Form::kSafetensors) {
    return export_folder(weights, source, target);
  }
  const std::int64_t vocab_size = checkpoint.model().vocab_size;
  const std::optional<GgufMetadata> vocabulary = vocabulary_of(weights, vocab_size);
  export_gguf(source, vocabulary.value_or(gguf_no_vocabulary()), target);
  return vocabulary.has_value();
}

}  // namespace mllm_npu
