#include "experiments/export_model.h"

#include <stdlib.h>  // mkdtemp

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <system_error>

#include "engine/base/check.h"
#include "engine/base/input_error.h"
#include "engine/base/json.h"
#include "engine/checkpoint/byte_vocabulary.h"
#include "engine/checkpoint/checkpoint_kind.h"
#include "engine/checkpoint/gguf_vocabulary.h"
#include "engine/checkpoint/gguf_writer.h"
#include "engine/checkpoint/hugging_face.h"
#include "engine/checkpoint/llama2c.h"
#include "engine/checkpoint/random_weights.h"

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

// A folder that is written beside `path`, under a name that nothing had, and has its own only after
// finish(). Without finish() nothing remains, and what was at `path` stays.
class OutputFolder {
 public:
  explicit OutputFolder(const fs::path& path) : path_(path), temporary_(path.string() + ".XXXXXX") {
    std::error_code error;
    if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
    if (error || ::mkdtemp(temporary_.data()) == nullptr) {
      throw InputError(path.string(), "", "a place where folders can be made",
                       error ? error.message() : std::strerror(errno));
    }
    fs::permissions(temporary_,
                    fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read |
                        fs::perms::others_exec,
                    fs::perm_options::add, error);
  }
  ~OutputFolder() {
    std::error_code ignored;
    if (!finished_) fs::remove_all(temporary_, ignored);
  }
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  fs::path path() const { return temporary_; }

  // The old folder, if there is one, is gone only when the new one stands in its place.
  void finish() {
    std::error_code error;
    std::error_code ignored;
    const fs::path old = temporary_ + ".old";
    fs::rename(path_, old, ignored);
    fs::rename(temporary_, path_, error);
    if (error) {
      fs::rename(old, path_, ignored);
      throw InputError(path_.string(), "", "a writable folder", error.message());
    }
    finished_ = true;
    fs::remove_all(old, ignored);
  }

 private:
  fs::path path_;
  std::string temporary_;
  bool finished_ = false;
};

bool is_model_file(const std::string& name) {
  const auto* const end = std::end(kTokenizerFiles);
  return name == "config.json" || std::find(std::begin(kTokenizerFiles), end, name) != end ||
         (name.starts_with("model") &&
          (name.ends_with(".safetensors") || name.ends_with(".safetensors.index.json")));
}

// Errors: InputError naming the first thing that a model does not consist of.
void check_model_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder / "config.json", error)) {
    throw InputError(folder.string(), "", "a folder with a config.json to replace",
                     "something else");
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file(error) && is_model_file(name)) continue;
    throw InputError(folder.string(), "", "a folder with the files of a model alone to replace",
                     name);
  }
}

// Only what this writes itself is ever replaced: a model, not somebody's home.
void check_output(const ExportTarget& target) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(target.output, error);
  if (!fs::exists(status)) return;
  const std::string path = target.output.string();
  if (!target.replace) throw InputError(path, "", "nothing there, or --force", "an existing path");
  if (target.form == ExportTarget::Form::kSafetensors) {
    if (!fs::is_directory(status)) throw InputError(path, "", "a folder to replace", "a file");
    return check_model_folder(target.output);
  }
  if (!fs::is_regular_file(status)) {
    throw InputError(path, "", "a file to replace", "something else");
  }
}

// "DIR/" is DIR.
ExportTarget checked(ExportTarget target) {
  const fs::path asked = target.output;
  target.output = asked.lexically_normal();
  if (!target.output.has_filename()) target.output = target.output.parent_path();
  if (!target.output.has_filename() || target.output.filename() == "." ||
      target.output.filename() == "..") {
    throw InputError("command line", "--output", "the path of a model", asked.string());
  }
  check_output(target);
  return target;
}

void export_gguf(const WeightSource& source, GgufMetadata vocabulary, const ExportTarget& target) {
  write_gguf(
      target.output, source,
      {.format = target.format, .vocabulary = std::move(vocabulary), .progress = target.progress});
}

CarriedVocabulary vocabulary_of(const fs::path& weights, std::int64_t vocab_size) {
  switch (checkpoint_kind(weights)) {
    case CheckpointKind::kGguf:
      if (auto metadata = gguf_vocabulary_of(weights, vocab_size)) return {.metadata = metadata};
      return {.obstacle = weights.string() + " has none"};
    case CheckpointKind::kLlama2c:
      return {.metadata = gguf_scored_vocabulary(llama2c_vocabulary(weights), vocab_size)};
    case CheckpointKind::kHuggingFace:
      return gguf_vocabulary_of_folder(weights, vocab_size);
  }
  MLLM_NPU_CHECK(false, weights.string());
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
std::string export_folder(const fs::path& weights, const WeightSource& source,
                          const ExportTarget& target) {
  OutputFolder folder(target.output);
  std::string obstacle;
  if (checkpoint_kind(weights) != CheckpointKind::kHuggingFace) {
    obstacle = "a folder is not yet written with that of " + weights.string();
  } else if (!copy_tokenizer(weights, folder.path())) {
    obstacle = weights.string() + " has none";
  }
  write_hugging_face(folder.path(), source, target.format, target.progress);
  folder.finish();
  return obstacle;
}

}  // namespace

void export_random(const ModelConfig& model, std::uint64_t seed, const ExportTarget& asked) {
  const ExportTarget target = checked(asked);
  const RandomWeights source(model, seed);
  if (target.form == ExportTarget::Form::kGguf) {
    return export_gguf(source, gguf_byte_vocabulary(model.vocab_size), target);
  }
  OutputFolder folder(target.output);
  write_file(folder.path() / "tokenizer.json", byte_tokenizer_json(model.vocab_size));
  write_file(folder.path() / "tokenizer_config.json", byte_tokenizer_config_json());
  write_hugging_face(folder.path(), source, target.format, target.progress);
  folder.finish();
}

std::string export_checkpoint(const Checkpoint& checkpoint, const ExportTarget& asked) {
  const ExportTarget target = checked(asked);
  const CheckpointWeights source(checkpoint);
  const fs::path& weights = checkpoint.path();
  if (target.form == ExportTarget::Form::kSafetensors) {
    return export_folder(weights, source, target);
  }
  CarriedVocabulary vocabulary = vocabulary_of(weights, checkpoint.model().vocab_size);
  export_gguf(source, vocabulary.metadata.value_or(gguf_no_vocabulary()), target);
  return vocabulary.obstacle;
}

}  // namespace mllm_npu
