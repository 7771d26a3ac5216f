#include "engine/checkpoint/gguf_writer.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/checkpoint/gguf_checkpoint.h"
#include "engine/checkpoint/gguf_names.h"
#include "engine/checkpoint/gguf_vocabulary.h"
#include "engine/checkpoint/random_weights.h"
#include "tests/support/gguf_models.h"
#include "tests/support/gguf_text.h"
#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::tiny_card_model;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

GgufWriteOptions as(StorageFormat format) {
  return {.format = format, .vocabulary = gguf_no_vocabulary()};
}

class GgufWriter : public ::testing::Test {
 protected:
  std::filesystem::path write(const WeightSource& source,
                              StorageFormat format = StorageFormat::kF32) {
    const auto path = folder_.path() / "m.gguf";
    write_gguf(path, source, as(format));
    return path;
  }
  // The file as it lies there: nothing put in halves, nothing taken off.
  GgufFile entries(const WeightSource& source, StorageFormat format = StorageFormat::kF32) {
    text_ = support::bytes_of(write(source, format));
    return read_gguf(support::as_bytes(text_), "m.gguf");
  }
  std::filesystem::path path() const { return folder_.path() / "m.gguf"; }

 private:
  support::TemporaryFolder folder_;
  std::string text_;
};

const StoredTensor& find(const GgufFile& file, const std::string& name) {
  for (const StoredTensor& tensor : file.tensors) {
    if (tensor.name == name) return tensor;
  }
  throw InputError("test", name, "a tensor", "none");
}

Matrix<float> all_rows(const StoredTensor& tensor) {
  Matrix<float> rows(tensor.rows(), tensor.columns());
  read_rows(tensor, 0, rows.view());
  return rows;
}

// The first number of each row.
std::vector<float> first_column(const StoredTensor& tensor) {
  const Matrix<float> rows = all_rows(tensor);
  std::vector<float> numbers;
  for (std::int64_t row = 0; row < rows.rows(); ++row) numbers.push_back(rows(row, 0));
  return numbers;
}

// Every number of every weight that the file has, against the source's.
void expect_weights(const Checkpoint& file, const WeightSource& source, double tolerance) {
  const bool one_less = source.model().normalization == Normalization::kRmsNormPlusOne;
  for (const WeightShape& weight : weight_layout(source.model())) {
    const Matrix<float> found = all_rows(file.weight(weight.id));
    const float more = one_less && is_norm(weight.id.role) ? 1 : 0;
    for_row_parts(source, weight, [&](std::int64_t first, MatrixView<const float> rows) {
      for (std::int64_t row = 0; row < rows.rows; ++row) {
        for (std::int64_t column = 0; column < rows.columns; ++column) {
          ASSERT_NEAR(found(first + row, column), rows(row, column) + more, tolerance)
              << text_of(weight.id) << ' ' << first + row << ' ' << column;
        }
      }
    });
  }
}

// Wide enough for blocks of Q8_0, more than one thread takes at a time.
ModelConfig wide(const std::string& name) {
  ModelConfig model = tiny_card_model(name);
  model.num_hidden_layers = 1;
  model.head_dim = 16;
  model.hidden_size = query_size(model);
  model.intermediate_size = 96;
  model.vocab_size = 600;
  return model;
}

TEST_F(GgufWriter, EveryArchitectureComesBackNumberByNumber) {
  for (const std::string& name : support::gguf_model_names()) {
    const RandomWeights source(tiny_card_model(name), 5);
    const Checkpoint file = open_gguf(write(source));
    ModelConfig expected = support::as_gguf_reads(source.model());
    expected.name = "m";
    EXPECT_TRUE(file.model() == expected) << name;
    expect_weights(file, source, 0);
  }
}

TEST_F(GgufWriter, RoundsToF16AndQ8) {
  for (const char* name : {"llama-2-7b", "qwen1.5-1.8b"}) {
    const RandomWeights source(wide(name), 5);
    expect_weights(open_gguf(write(source, StorageFormat::kF16)), source, 1e-3);
    expect_weights(open_gguf(write(source, StorageFormat::kQ8_0)), source, 1e-2);
  }
}

TEST_F(GgufWriter, OnlyMatricesTakeTheFormat) {
  const RandomWeights source(wide("qwen1.5-1.8b"), 5);
  for (const StorageFormat format :
       {StorageFormat::kF32, StorageFormat::kF16, StorageFormat::kQ8_0}) {
    for (const StoredTensor& tensor : entries(source, format).tensors) {
      const bool matrix = tensor.shape.size() > 1;
      EXPECT_EQ(tensor.format, matrix ? format : StorageFormat::kF32) << tensor.name;
    }
  }
}

TEST_F(GgufWriter, RowsThatAreNoWholeBlocksAreF16) {
  ModelConfig model = wide("llama-2-7b");
  model.intermediate_size = 40;
  const GgufFile file = entries(RandomWeights(model, 5), StorageFormat::kQ8_0);
  EXPECT_EQ(find(file, "blk.0.ffn_down.weight").format, StorageFormat::kF16);
  EXPECT_EQ(find(file, "blk.0.ffn_up.weight").format, StorageFormat::kQ8_0);
}

TEST_F(GgufWriter, LlamasRotaryPairsLieSideBySide) {
  const GgufFile file = entries(support::RowNumbers(tiny_card_model("mistral-7b")));
  EXPECT_THAT(first_column(find(file, "blk.1.attn_q.weight")),
              ElementsAre(0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11, 12, 14, 13, 15));
  EXPECT_THAT(first_column(find(file, "blk.1.attn_k.weight")), ElementsAre(0, 2, 1, 3, 4, 6, 5, 7));
  EXPECT_THAT(first_column(find(file, "blk.1.attn_v.weight")), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
}

TEST_F(GgufWriter, LlamasBiasesLieAsTheirRowsDo) {
  ModelConfig model = tiny_card_model("mistral-7b");
  model.qkv_bias = true;
  const support::RowNumbers source(model);
  const GgufFile file = entries(source);
  const auto bias = [&](const char* name) { return all_rows(find(file, name)); };
  EXPECT_THAT(bias("blk.0.attn_k.bias").row(0), ElementsAre(0, 2, 1, 3, 4, 6, 5, 7));
  EXPECT_THAT(bias("blk.0.attn_v.bias").row(0), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
  expect_weights(open_gguf(path()), source, 0);
}

TEST_F(GgufWriter, OthersRotaryPairsLieInHalves) {
  for (const char* name : {"qwen1.5-1.8b", "gemma-2b", "phi-2-2.7b"}) {
    const ModelConfig model = tiny_card_model(name);
    std::vector<float> expected;
    for (std::int64_t i = 0; i < query_size(model); ++i) expected.push_back(static_cast<float>(i));
    const GgufFile file = entries(support::RowNumbers(model));
    EXPECT_THAT(first_column(find(file, "blk.0.attn_q.weight")), ElementsAreArray(expected));
  }
}

TEST_F(GgufWriter, HeadsLargerThanAPartAreInterleavedWhole) {
  ModelConfig model = tiny_card_model("llama-2-7b");
  model.num_hidden_layers = 1;
  model.num_attention_heads = model.num_key_value_heads = 1;
  model.head_dim = 1200;
  model.hidden_size = 1000;
  const Checkpoint file = open_gguf(write(support::RowNumbers(model)));
  StoredTensor tensor = file.weight({.role = WeightRole::kQ, .layer = 0});
  tensor.interleaved_heads = 0;
  const std::vector<float> rows = first_column(tensor);
  ASSERT_EQ(rows.size(), 1200U);
  for (std::size_t i = 0; i < rows.size(); i += 2) {
    ASSERT_EQ(rows[i], static_cast<float>(i / 2)) << i;
    ASSERT_EQ(rows[i + 1], static_cast<float>(600 + i / 2)) << i;
  }
}

TEST_F(GgufWriter, GemmasNormsAreWholeInTheFile) {
  const GgufFile file = entries(support::RowNumbers(tiny_card_model("gemma-2b")));
  for (const char* name :
       {"blk.0.attn_norm.weight", "blk.1.ffn_norm.weight", "output_norm.weight"}) {
    EXPECT_EQ(all_rows(find(file, name))(0, 3), 4) << name;
  }
}

TEST_F(GgufWriter, TensorsLieInOrderWithoutGaps) {
  const GgufFile file = entries(RandomWeights(wide("phi-2-2.7b"), 5), StorageFormat::kQ8_0);
  for (std::size_t i = 0; i + 1 < file.tensors.size(); ++i) {
    const auto& tensor = file.tensors[i];
    EXPECT_EQ(tensor.bytes.data() + padded(tensor.bytes.size()), file.tensors[i + 1].bytes.data())
        << tensor.name;
  }
}

TEST_F(GgufWriter, StatesTheFileType) {
  const auto type = [&](StorageFormat format) {
    return entries(RandomWeights(wide("llama-2-7b"), 1), format)
        .metadata.integer("general.file_type", 0, 100);
  };
  EXPECT_EQ(type(StorageFormat::kF32), 0);
  EXPECT_EQ(type(StorageFormat::kF16), 1);
  EXPECT_EQ(type(StorageFormat::kQ8_0), 7);
}

TEST_F(GgufWriter, TheVocabularyStandsBesideTheModel) {
  EXPECT_EQ(entries(RandomWeights(tiny_card_model("gemma-2b"), 1))
                .metadata.string("tokenizer.ggml.model"),
            "no_vocab");
}

TEST_F(GgufWriter, TellsItsProgressFromNothingToTheLastNumber) {
  const RandomWeights source(tiny_card_model("phi-2-2.7b"), 1);
  GgufWriteOptions options = as(StorageFormat::kF32);
  std::int64_t last = -1;
  options.progress = [&](std::int64_t written) {
    if (last < 0) {
      EXPECT_EQ(written, 0);
    }
    EXPECT_GT(written, last);
    last = written;
  };
  write_gguf(path(), source, options);
  EXPECT_EQ(last, parameter_count(source.model()));
}

class OneNumber : public WeightSource {
 public:
  OneNumber(ModelConfig model, float number) : model_(std::move(model)), number_(number) {}
  const ModelConfig& model() const override { return model_; }
  void read_rows(const WeightId&, std::int64_t, MatrixView<float> out) const override {
    for (std::int64_t row = 0; row < out.rows; ++row) {
      std::fill(out.row(row).begin(), out.row(row).end(), number_);
    }
  }

 private:
  ModelConfig model_;
  float number_;
};

TEST_F(GgufWriter, RefusesNumbersThatTheFormatCannotHold) {
  const auto error = [&](StorageFormat format, float number) {
    return support::input_error_of([&] { write(OneNumber(wide("llama-2-7b"), number), format); });
  };
  EXPECT_EQ(error(StorageFormat::kF32, 3e38F), "no error");
  EXPECT_EQ(error(StorageFormat::kF16, 65504), "no error");
  EXPECT_THAT(error(StorageFormat::kF16, 65536),
              HasSubstr("token_embd.weight: expected numbers that F16 can hold"));
  EXPECT_EQ(error(StorageFormat::kQ8_0, 65504 * 127.0F), "no error");
  EXPECT_THAT(error(StorageFormat::kQ8_0, 65536 * 127.0F), HasSubstr("that Q8_0 can hold"));
  EXPECT_THAT(error(StorageFormat::kQ8_0, std::numeric_limits<float>::quiet_NaN()),
              HasSubstr("that Q8_0 can hold"));
}

TEST_F(GgufWriter, LeavesNothingWhereItFails) {
  EXPECT_THAT(support::input_error_of(
                  [&] { write(OneNumber(wide("llama-2-7b"), 1e38F), StorageFormat::kF16); }),
              HasSubstr("F16"));
  EXPECT_TRUE(std::filesystem::is_empty(path().parent_path()));
}

TEST_F(GgufWriter, RefusesAModelThatGgufCannotDescribeBeforeItWrites) {
  ModelConfig model = tiny_card_model("llama-2-7b");
  model.hidden_act = Activation::kGelu;
  EXPECT_THAT(support::input_error_of([&] { write(RandomWeights(model, 1)); }),
              HasSubstr("hidden_act"));
  EXPECT_TRUE(std::filesystem::is_empty(path().parent_path()));
}

TEST_F(GgufWriter, SameWeightsSameBytes) {
  const RandomWeights source(tiny_card_model("mistral-7b"), 3);
  const std::string once = support::bytes_of(write(source, StorageFormat::kF16));
  EXPECT_EQ(support::bytes_of(write(source, StorageFormat::kF16)), once);
}

}  // namespace
}  // namespace mllm_npu
