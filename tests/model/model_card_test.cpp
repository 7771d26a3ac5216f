#include "tests/support/model_card.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/model/model_config.h"
#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::model_card_text;
using support::TemporaryFolder;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

ModelConfig read(const std::string& text) {
  const TemporaryFolder folder;
  return read_model_config(folder.write("toy.json", text));
}

// What is said about the toy card after `from` in it became `to`.
std::string error_with(const std::string& from, const std::string& to) {
  return input_error_of([&] { read(model_card_text("toy", from, to)); });
}

ModelConfig with(const std::string& from, const std::string& to) {
  return read(model_card_text("toy", from, to));
}

TEST(ModelCard, IsReadFactByFact) {
  const ModelConfig model = read(model_card_text("toy"));
  EXPECT_EQ(model.name, "toy");
  EXPECT_EQ(model.title, "A toy");
  EXPECT_EQ(model.hidden_size, 64);
  EXPECT_EQ(model.intermediate_size, 96);
  EXPECT_EQ(model.num_hidden_layers, 2);
  EXPECT_EQ(model.num_attention_heads, 8);
  EXPECT_EQ(model.num_key_value_heads, 2);
  EXPECT_EQ(model.head_dim, 8);
  EXPECT_EQ(model.vocab_size, 100);
  EXPECT_EQ(model.max_position_embeddings, 512);
  EXPECT_EQ(model.rope_theta, 10000);
  EXPECT_EQ(model.norm_eps, 1e-6);
}

TEST(ModelCard, NamesTheActivations) {
  EXPECT_EQ(with("\"silu\"", "\"silu\"").hidden_act, Activation::kSilu);
  EXPECT_EQ(with("\"silu\"", "\"gelu\"").hidden_act, Activation::kGelu);
  EXPECT_EQ(with("\"silu\"", "\"gelu_new\"").hidden_act, Activation::kGeluTanh);
  EXPECT_EQ(with("\"silu\"", "\"gelu_pytorch_tanh\"").hidden_act, Activation::kGeluTanh);
}

TEST(ModelCard, HasNoSlidingWindowOrOneInTokens) {
  EXPECT_EQ(with("\"sliding_window\": null", "\"sliding_window\": null").sliding_window,
            std::nullopt);
  EXPECT_EQ(with("\"sliding_window\": null", "\"sliding_window\": 256").sliding_window, 256);
}

TEST(ModelCard, RefusesAnUnknownFact) {
  EXPECT_THAT(error_with("\"hidden_size\"", "\"hidden_sise\": 1, \"hidden_size\""),
              EndsWith("toy.json: groups[0].facts.hidden_sise: expected only known facts, "
                       "found hidden_sise"));
}

TEST(ModelCard, RefusesAMissingFact) {
  EXPECT_THAT(error_with("\"hidden_size\": 64, ", ""),
              EndsWith("toy.json: hidden_size: expected a fact, found no such key"));
}

TEST(ModelCard, RefusesAFactThatStandsInTwoGroups) {
  EXPECT_THAT(error_with("\"gated_mlp\"", "\"hidden_size\": 64, \"gated_mlp\""),
              EndsWith("groups[1].facts.hidden_size: expected each fact once, "
                       "found hidden_size again"));
}

TEST(ModelCard, RefusesAFactThatStandsTwiceInAGroup) {
  EXPECT_THAT(error_with("\"head_dim\"", "\"hidden_size\": 65, \"head_dim\""),
              HasSubstr("expected each key once, found hidden_size again"));
}

TEST(ModelCard, RefusesAGroupWithoutASource) {
  EXPECT_THAT(error_with("\"source\": \"config.json\", ", ""),
              EndsWith("groups[0].source: expected a value, found no such key"));
  EXPECT_THAT(error_with("\"config.json\"", "\"\""), HasSubstr("groups[0].source"));
}

TEST(ModelCard, RefusesAnUnknownKeyBesideTheFacts) {
  EXPECT_THAT(error_with("\"title\"", "\"licence\": \"x\", \"title\""),
              EndsWith("expected only the keys groups, name, title, found licence"));
  EXPECT_THAT(error_with("\"facts\"", "\"page\": 1, \"facts\""), EndsWith("found page"));
}

TEST(ModelCard, RefusesANameThatIsNotTheFiles) {
  EXPECT_THAT(error_with("\"toy\"", "\"other\""),
              EndsWith("name: expected the file's name toy, found \"other\""));
}

TEST(ModelCard, RefusesASizeOfZeroAndTakesOne) {
  EXPECT_THAT(error_with("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 0"),
              HasSubstr("groups[0].facts.num_hidden_layers: expected a whole number from 1 to "));
  EXPECT_EQ(with("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1").num_hidden_layers, 1);
}

TEST(ModelCard, RefusesANegativeSize) {
  EXPECT_THAT(error_with("\"hidden_size\": 64", "\"hidden_size\": -64"), EndsWith("found -64"));
}

TEST(ModelCard, RefusesAbsurdSizes) {
  for (const char* fact :
       {"\"hidden_size\": 64", "\"intermediate_size\": 96", "\"num_hidden_layers\": 2",
        "\"num_attention_heads\": 8", "\"num_key_value_heads\": 2", "\"head_dim\": 8",
        "\"vocab_size\": 100", "\"max_position_embeddings\": 512"}) {
    const std::string name = std::string(fact).substr(0, std::string(fact).find(':'));
    EXPECT_THAT(error_with(fact, name + ": 1e9"), HasSubstr("expected a whole number")) << fact;
  }
}

TEST(ModelCard, TakesThousandAndTwentyFourLayersAndNotOneMore) {
  EXPECT_EQ(with("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1024").num_hidden_layers,
            1024);
  EXPECT_THAT(error_with("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1025"),
              HasSubstr("from 1 to 1024, found 1025"));
}

TEST(ModelCard, RefusesAFractionOfAHead) {
  EXPECT_THAT(error_with("\"num_attention_heads\": 8", "\"num_attention_heads\": 8.5"),
              HasSubstr("expected a whole number"));
}

TEST(ModelCard, RefusesASizeInQuotes) {
  EXPECT_THAT(error_with("\"hidden_size\": 64", "\"hidden_size\": \"64\""),
              EndsWith("found \"64\""));
}

TEST(ModelCard, RefusesKeyValueHeadsThatDoNotDivideTheHeads) {
  EXPECT_THAT(error_with("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3"),
              EndsWith("num_key_value_heads: expected a divisor of num_attention_heads = 8, "
                       "found 3"));
}

TEST(ModelCard, RefusesMoreKeyValueHeadsThanHeads) {
  EXPECT_THAT(error_with("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 16"),
              HasSubstr("a divisor of num_attention_heads"));
}

TEST(ModelCard, RefusesAnOddHead) {
  EXPECT_THAT(error_with("\"head_dim\": 8", "\"head_dim\": 7"), HasSubstr("an even number"));
}

TEST(ModelCard, TakesARotatedPartThatIsEven) {
  EXPECT_EQ(rotary_size(with("\"partial_rotary_factor\": 1", "\"partial_rotary_factor\": 0.25")),
            2);
}

TEST(ModelCard, RefusesARotatedPartThatIsOddBrokenOrEmpty) {
  for (const char* share : {"0.125", "0.3", "0", "1e-9"}) {
    EXPECT_THAT(error_with("\"partial_rotary_factor\": 1",
                           std::string("\"partial_rotary_factor\": ") + share),
                HasSubstr("expected a share of head_dim = 8 that is even"))
        << share;
  }
}

TEST(ModelCard, RefusesARotatedPartAboveTheWhole) {
  EXPECT_THAT(error_with("\"partial_rotary_factor\": 1", "\"partial_rotary_factor\": 1.25"),
              HasSubstr("expected a number from 0 to 1"));
}

TEST(ModelCard, RefusesTheEpsilonOfTheOtherNormalization) {
  EXPECT_THAT(error_with("\"rms_norm\"", "\"layer_norm\""),
              EndsWith("layer_norm_eps: expected a fact, found no such key"));
  EXPECT_THAT(error_with("\"rms_norm_eps\"", "\"layer_norm_eps\": 1e-5, \"rms_norm_eps\""),
              EndsWith("expected only known facts, found layer_norm_eps"));
}

TEST(ModelCard, RefusesAnUnknownNormalizationOrActivation) {
  EXPECT_THAT(error_with("\"rms_norm\"", "\"batch_norm\""),
              EndsWith("expected one of rms_norm, rms_norm_plus_one, layer_norm, "
                       "found \"batch_norm\""));
  EXPECT_THAT(error_with("\"silu\"", "\"tanh\""), HasSubstr("expected one of silu, gelu"));
}

TEST(ModelCard, RefusesANumberAsAFlag) {
  EXPECT_THAT(error_with("\"gated_mlp\": true", "\"gated_mlp\": 1"),
              EndsWith("expected true or false, found 1"));
}

TEST(ModelCard, RefusesASlidingWindowOfNothing) {
  EXPECT_THAT(error_with("\"sliding_window\": null", "\"sliding_window\": 0"),
              HasSubstr("sliding_window: expected a whole number from 1"));
}

TEST(ModelCard, ComplainsInOneLine) {
  EXPECT_THAT(error_with("\"silu\"", "\"si\\nlu\""), Not(HasSubstr("\n")));
}

}  // namespace
}  // namespace mllm_npu
