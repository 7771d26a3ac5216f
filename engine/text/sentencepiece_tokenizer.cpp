#include "engine/text/sentencepiece_tokenizer.h"

#include <sentencepiece_processor.h>

#include "engine/base/check.h"
#include "engine/base/input_error.h"
#include "engine/text/piece_texts.h"
#include "engine/text/table_tokenizer.h"

namespace mllm_npu {
namespace {

class SentencePieceTokenizer final : public TableTokenizer {
 public:
  explicit SentencePieceTokenizer(const SentencePieceModel& model)
      : TableTokenizer({.texts = piece_texts(model.vocabulary.pieces),
                        .drops_first_space = model.vocabulary.add_space_prefix,
                        .begin = model.vocabulary.begin,
                        .ends = model.vocabulary.ends}) {
    const auto status = processor_.LoadFromSerializedProto(sentencepiece_bytes(model));
    if (status.ok()) return;
    throw InputError(model.vocabulary.file, "", "a model that SentencePiece takes",
                     status.ToString());
  }

  std::vector<TokenId> encode(std::string_view text) const override {
    std::vector<int> ids;
    const auto status = processor_.Encode({text.data(), text.size()}, &ids);
    MLLM_NPU_CHECK(status.ok(), status.ToString());
    return ids;
  }

 private:
  sentencepiece::SentencePieceProcessor processor_{};
};

}  // namespace

std::unique_ptr<Tokenizer> make_sentencepiece_tokenizer(const SentencePieceModel& model) {
  check_pieces(model.vocabulary);
  return std::make_unique<SentencePieceTokenizer>(model);
}

}  // namespace mllm_npu
