// Real weights: the float reference against what others compute with them.

#include <algorithm>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "engine/checkpoint/weight_source.h"
#include "engine/runtime/float_language_model.h"
#include "tests/support/assets.h"

namespace mllm_npu {
namespace {

// A checkpoint with its tokenizer, as a language model.
struct RealModel {
  explicit RealModel(const std::filesystem::path& path)
      : checkpoint(open_checkpoint(path)),
        weights(checkpoint),
        tokenizer(open_tokenizer(path)),
        reference(weights),
        language(reference) {}

  // The most likely tokens after `prompt`, one by one: `count`, or fewer where one of `ends` comes.
  std::vector<TokenId> most_likely(const std::vector<TokenId>& prompt, std::size_t count,
                                   const std::vector<TokenId>& ends) {
    std::vector<TokenId> tokens;
    std::span<const float> logits = language.prefill(prompt);
    while (tokens.size() < count) {
      const auto best = std::max_element(logits.begin(), logits.end());
      const auto token = static_cast<TokenId>(best - logits.begin());
      if (std::find(ends.begin(), ends.end(), token) != ends.end()) break;
      tokens.push_back(token);
      logits = language.decode(token);
    }
    return tokens;
  }

  const Checkpoint checkpoint;
  const CheckpointWeights weights;
  const std::unique_ptr<Tokenizer> tokenizer;
  const ReferenceModel reference;
  FloatLanguageModel language;
};

// What a plain Python program, in double and straight from the safetensors file, computed for
// TinyStories-656K after "Once upon a time". The two most likely tokens were never nearer to each
// other than 0.0048, which is 500 times the rounding of fp32.
const std::vector<TokenId> kOnceUponATime = {1, 80, 147, 201, 282, 57};
const std::vector<TokenId> kStory = {313,  598,  303, 1049, 1468, 267, 628,  333,  94,   1210,
                                     263,  251,  604, 94,   1030, 94,  1030, 94,   436,  220,
                                     1053, 615,  303, 328,  552,  319, 1269, 163,  1945, 897,
                                     645,  1188, 108, 319,  135,  448, 563,  1799, 1380, 1067};

TEST(TinyStories656K, BeginsAStoryAsAnotherImplementationDoes) {
  MLLM_NPU_ASSET_OR_SKIP(path, "models/TinyStories-656K");
  RealModel model(path);
  ASSERT_EQ(encode_prompt(*model.tokenizer, "Once upon a time"), kOnceUponATime);
  const std::vector<TokenId> story = model.most_likely(kOnceUponATime, kStory.size(), {});
  EXPECT_EQ(story, kStory);
  EXPECT_EQ(model.tokenizer->decode(story).substr(0, 58),
            ", a little girl named Lily lived in a small house with her");
}

// Logits of the tokens 0, 1, 313, 1000 and 2047 from the same program, at three places.
TEST(TinyStories656K, HasTheLogitsOfAnotherImplementation) {
  MLLM_NPU_ASSET_OR_SKIP(path, "models/TinyStories-656K");
  RealModel model(path);
  std::vector<TokenId> text = kOnceUponATime;
  text.insert(text.end(), kStory.begin(), kStory.end());
  const std::map<std::int64_t, std::vector<double>> expected = {
      {0, {0.0291303919, -0.201051605, 1.38093652, -1.98461244, 1.6467761}},
      {5, {-1.53033789, -5.0575798, 17.3808128, 1.972994, 2.14335288}},
      {44, {-3.33443212, 1.3950782, -2.24365906, -2.19622776, -3.77524727}}};
  std::size_t compared = 0;
  model.language.score(text, [&](std::int64_t position, std::span<const float> logits) {
    const auto here = expected.find(position);
    if (here == expected.end()) return;
    ++compared;
    std::size_t i = 0;
    for (const TokenId token : {0, 1, 313, 1000, 2047}) {
      EXPECT_NEAR(static_cast<double>(logits[static_cast<std::size_t>(token)]), here->second[i++],
                  1e-4)
          << "token " << token << " after position " << position;
    }
  });
  EXPECT_EQ(compared, expected.size());
}

// The text that the model's author documents for temperature 0: of 256 tokens.
std::string documented_text(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  const std::size_t command = all.find("-t 0.0\n");
  const std::size_t begin = all.find('\n', command) + 1;
  return all.substr(begin, all.find("\n```", begin) - begin);
}

TEST(Stories260K, TellsTheStoryThatItsAuthorDocuments) {
  MLLM_NPU_ASSET_OR_SKIP(folder, "models/stories260K");
  RealModel model(folder / "stories260K.bin");
  const std::string documented = documented_text(folder / "stories260K.reference.md");
  ASSERT_EQ(documented.substr(0, 16), "Once upon a time");
  const std::vector<TokenId> prompt = encode_prompt(*model.tokenizer, "");
  const std::vector<TokenId> story =
      model.most_likely(prompt, 256, model.tokenizer->ends_of_text());
  EXPECT_EQ(model.tokenizer->decode(story), documented);
}

}  // namespace
}  // namespace mllm_npu
