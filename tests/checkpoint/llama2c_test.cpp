#include "engine/checkpoint/llama2c.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/assets.h"
#include "tests/support/input_error_of.h"
#include "tests/support/llama2c_text.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::kLlama2cHeader;
using support::kLlama2cNumbers;
using support::kLlama2cUntiedNumbers;
using support::llama2c_text;
using ::testing::ElementsAre;
using ::testing::StartsWith;

using Header = std::array<std::int32_t, 7>;

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

std::string error_of(const std::string& file) {
  return input_error_of([&] { read_llama2c(bytes_of(file), "f"); });
}

// What is said when field `place` of the header is `value`.
std::string error_with(std::size_t place, std::int32_t value) {
  Header header = kLlama2cHeader;
  header[place] = value;
  return error_of(llama2c_text(header, kLlama2cNumbers));
}

// The first number of row `row`.
float first_of(const Llama2cFile& file, const WeightId& id, std::int64_t row = 0) {
  const StoredTensor& tensor = file.weights.at(id);
  Matrix<float> out(1, tensor.columns());
  read_rows(tensor, row, out.view());
  return out(0, 0);
}

TEST(Llama2c, ReadsTheModelFromTheHeader) {
  const std::string text = llama2c_text(kLlama2cHeader, kLlama2cNumbers);
  const ModelConfig model = read_llama2c(bytes_of(text), "f").model;
  EXPECT_EQ(model.model_type, "llama");
  EXPECT_EQ(model.hidden_size, 8);
  EXPECT_EQ(model.intermediate_size, 12);
  EXPECT_EQ(model.num_hidden_layers, 2);
  EXPECT_EQ(model.num_attention_heads, 2);
  EXPECT_EQ(model.num_key_value_heads, 1);
  EXPECT_EQ(model.head_dim, 4);
  EXPECT_EQ(model.vocab_size, 6);
  EXPECT_EQ(model.max_position_embeddings, 10);
  EXPECT_EQ(model.norm_eps, 1e-5);
  EXPECT_EQ(model.rope_theta, 10000);
  EXPECT_TRUE(model.tie_word_embeddings);
}

TEST(Llama2c, FindsEachPieceInTheOrderOfTheFile) {
  const std::string text = llama2c_text(kLlama2cHeader, kLlama2cNumbers);
  const Llama2cFile file = read_llama2c(bytes_of(text), "f");
  const auto at = [&](WeightRole role, std::int64_t layer) {
    return first_of(file, {.role = role, .layer = layer});
  };
  float place = 0;
  EXPECT_EQ(first_of(file, {.role = WeightRole::kEmbedding}), place);
  place += 6 * 8;
  EXPECT_EQ(at(WeightRole::kAttentionNorm, 0), place);
  EXPECT_EQ(at(WeightRole::kAttentionNorm, 1), place + 8);
  place += 2 * 8;
  EXPECT_EQ(at(WeightRole::kQ, 1), place + 64);
  place += 2 * 64;
  EXPECT_EQ(at(WeightRole::kK, 1), place + 32);
  place += 2 * 32;
  EXPECT_EQ(at(WeightRole::kV, 0), place);
  place += 2 * 32;
  EXPECT_EQ(at(WeightRole::kO, 0), place);
  place += 2 * 64;
  EXPECT_EQ(at(WeightRole::kFfnNorm, 0), place);
  place += 2 * 8;
  EXPECT_EQ(at(WeightRole::kGate, 0), place);  // w1
  place += 2 * 96;
  EXPECT_EQ(at(WeightRole::kDown, 0), place);  // w2
  place += 2 * 96;
  EXPECT_EQ(at(WeightRole::kUp, 1), place + 96);  // w3
  place += 2 * 96;
  EXPECT_EQ(first_of(file, {.role = WeightRole::kFinalNorm}), place);
}

TEST(Llama2c, TakesANegativeVocabularyForAnLmHeadBehindTheRotaryTables) {
  Header header = kLlama2cHeader;
  header[5] = -6;
  const std::string text = llama2c_text(header, kLlama2cUntiedNumbers);
  const Llama2cFile file = read_llama2c(bytes_of(text), "f");
  EXPECT_FALSE(file.model.tie_word_embeddings);
  EXPECT_EQ(first_of(file, {.role = WeightRole::kLmHead}), static_cast<float>(kLlama2cNumbers));
}

TEST(Llama2c, PutsRotaryPairsOfQAndKInHalves) {
  const std::string text = llama2c_text(kLlama2cHeader, kLlama2cNumbers);
  const Llama2cFile file = read_llama2c(bytes_of(text), "f");
  const WeightId q{.role = WeightRole::kQ, .layer = 0};
  const float begin = first_of(file, q);
  std::vector<float> rows;
  for (std::int64_t row = 0; row < 8; ++row) rows.push_back((first_of(file, q, row) - begin) / 8);
  EXPECT_THAT(rows, ElementsAre(0, 2, 1, 3, 4, 6, 5, 7));
  const WeightId v{.role = WeightRole::kV, .layer = 0};
  EXPECT_EQ(first_of(file, v, 1), first_of(file, v) + 8);
}

TEST(Llama2c, RefusesAFileOfAnotherSize) {
  const std::string text = llama2c_text(kLlama2cHeader, kLlama2cNumbers);
  EXPECT_EQ(error_of(text), "no error");
  const std::string size = std::to_string(text.size());
  EXPECT_EQ(error_of(text + "x"), "f: size: expected " + size +
                                      " bytes, as its header asks for, found " +
                                      std::to_string(text.size() + 1));
  EXPECT_THAT(error_of(text.substr(0, text.size() - 1)), StartsWith("f: size: "));
  EXPECT_EQ(error_of("short"),
            "f: expected a llama2.c file with a header of 28 bytes, found 5 bytes");
}

TEST(Llama2c, NamesTheFieldOfAnAbsurdHeader) {
  EXPECT_EQ(error_with(0, 0), "f: n_heads: expected a divisor of dim = 0, found 2");
  EXPECT_THAT(error_with(1, -1), StartsWith("f: intermediate_size: expected a whole number"));
  EXPECT_THAT(error_with(2, 1 << 20), StartsWith("f: num_hidden_layers: "));
  EXPECT_THAT(error_with(3, 3), StartsWith("f: n_heads: expected a divisor of dim = 8, found 3"));
  EXPECT_THAT(error_with(3, 0), StartsWith("f: n_heads: "));
  EXPECT_THAT(error_with(3, 8), StartsWith("f: head_dim: "));
  EXPECT_THAT(error_with(4, 0), StartsWith("f: num_key_value_heads: "));
  EXPECT_THAT(error_with(5, 0), StartsWith("f: vocab_size: "));
  EXPECT_THAT(error_with(5, std::numeric_limits<std::int32_t>::min()),
              StartsWith("f: vocab_size: expected a whole number from 1 to 4194304, found "
                         "2147483648"));
  EXPECT_THAT(error_with(6, -5), StartsWith("f: max_position_embeddings: "));
}

TEST(Llama2c, NamesTheVersionOfALaterFile) {
  EXPECT_EQ(error_with(0, 0x616b3432),
            "f: version: expected a llama2.c file of version 0, found 12");
}

TEST(Llama2c, IsNamedAfterItsFile) {
  const support::TemporaryFolder folder;
  const auto path = folder.write("tales.bin", llama2c_text(kLlama2cHeader, kLlama2cNumbers));
  EXPECT_EQ(open_llama2c(path).model().name, "tales");
}

TEST(Llama2c, ReadsARealModel) {
  MLLM_NPU_ASSET_OR_SKIP(path, "models/stories260K/stories260K.bin");
  const ModelConfig model = open_llama2c(path).model();
  EXPECT_EQ(model.hidden_size, 64);
  EXPECT_EQ(model.num_key_value_heads, 4);
  EXPECT_EQ(parameter_count(model) / 1000, 260);
}

}  // namespace
}  // namespace mllm_npu
