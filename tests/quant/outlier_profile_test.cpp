#include "engine/quant/outlier_profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/data_root.h"
#include "engine/base/json.h"
#include "engine/model/model_catalog.h"
#include "tests/support/data_copy.h"
#include "tests/support/input_error_of.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

using support::DataCopy;
using support::input_error_of;
using support::TemporaryFolder;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kLinears[] = {"q_proj",    "k_proj",  "v_proj",   "o_proj",
                                    "gate_proj", "up_proj", "down_proj"};

// A profile of `layers` layers; importance is 10 × layer + the linear's place, channels half that.
std::string profile_text(int layers, const std::string& model = "toy") {
  std::string text = "{\"model\": \"" + model + R"(", "source": "made up", "layers": [)";
  for (int layer = 0; layer < layers; ++layer) {
    text += layer == 0 ? "{" : ", {";
    for (int place = 0; place < 7; ++place) {
      const int importance = 10 * layer + place;
      text += std::string(place == 0 ? "" : ", ") + "\"" + kLinears[place] +
              "\": {\"outlier_channels\": " + std::to_string(importance) +
              "e-1, \"importance\": " + std::to_string(importance) + "}";
    }
    text += "}";
  }
  return text + "]}";
}

OutlierProfile read(const std::string& text) {
  const TemporaryFolder folder;
  return read_outlier_profile(folder.write("toy.json", text));
}

// What is said about a profile of two layers after the first `from` in it became `to`.
std::string error_with(const std::string& from, const std::string& to) {
  std::string text = profile_text(2);
  text.replace(text.find(from), from.size(), to);
  return input_error_of([&] { read(text); });
}

std::vector<double> query_importances(const OutlierProfile& profile) {
  std::vector<double> importances;
  for (const auto& layer : profile.layers) importances.push_back(layer[0].importance);
  return importances;
}

TEST(OutlierProfile, IsReadLinearByLinear) {
  const OutlierProfile profile = read(profile_text(2));
  EXPECT_EQ(profile.model, "toy");
  ASSERT_THAT(profile.layers, SizeIs(2));
  for (int place = 0; place < 7; ++place) {
    const LinearOutliers& outliers = profile.of(1, static_cast<LinearRole>(place));
    EXPECT_EQ(outliers.importance, 10 + place);
    EXPECT_DOUBLE_EQ(outliers.outlier_channels, (10 + place) / 10.0);
  }
}

TEST(OutlierProfile, RefusesAnUnknownKey) {
  EXPECT_THAT(error_with("\"source\"", "\"page\": 3, \"source\""), EndsWith("found page"));
  EXPECT_THAT(error_with("\"q_proj\"", "\"qkv\": 3, \"q_proj\""),
              AllOf(HasSubstr("layers[0]: expected only the keys"), EndsWith("found qkv")));
  EXPECT_THAT(error_with("\"importance\"", "\"rank\": 3, \"importance\""), EndsWith("found rank"));
}

TEST(OutlierProfile, RefusesAMissingKey) {
  EXPECT_THAT(error_with("\"model\": \"toy\", ", ""), HasSubstr("model: expected a value"));
  EXPECT_THAT(error_with("\"source\": \"made up\", ", ""), HasSubstr("source: expected a value"));
  EXPECT_THAT(error_with("\"outlier_channels\": 0e-1, ", ""),
              EndsWith("layers[0].q_proj.outlier_channels: expected a value, found no such key"));
}

TEST(OutlierProfile, RefusesAWrongType) {
  EXPECT_THAT(error_with("\"importance\": 3", "\"importance\": \"3\""),
              EndsWith("layers[0].o_proj.importance: expected a number, found \"3\""));
  EXPECT_THAT(input_error_of([] { read(R"({"model": "toy", "source": "b", "layers": {}})"); }),
              EndsWith("layers: expected an array, found an object"));
}

TEST(OutlierProfile, RefusesNegativeAndAbsurdNumbers) {
  EXPECT_THAT(error_with("\"importance\": 3", "\"importance\": -3"), EndsWith("found -3"));
  EXPECT_THAT(error_with("\"importance\": 3", "\"importance\": 1.1e9"),
              HasSubstr("expected a numb"));
  EXPECT_THAT(error_with("\"outlier_channels\": 1e-1", "\"outlier_channels\": -1"),
              HasSubstr("layers[0].k_proj.outlier_channels"));
  EXPECT_THAT(error_with("\"outlier_channels\": 1e-1", "\"outlier_channels\": 2e6"),
              HasSubstr("from 0 to 1"));
}

TEST(OutlierProfile, RefusesAModelThatIsNotTheFilesName) {
  EXPECT_THAT(input_error_of([] { read(profile_text(2, "other")); }),
              EndsWith("model: expected the file's name toy, found \"other\""));
}

TEST(OutlierProfile, RefusesNoLayers) {
  EXPECT_THAT(input_error_of([] { read(profile_text(0)); }),
              EndsWith("layers: expected at least one layer, found none"));
}

TEST(OutlierProfile, EveryOneInTheCatalogueIsReadAndSaysWhereItComesFrom) {
  const auto folder = data_root() / "engine/quant/catalog";
  ASSERT_THAT(card_names(folder), ::testing::Not(IsEmpty()));
  for (const std::string& name : card_names(folder)) {
    const auto path = card_path(folder, name);
    EXPECT_EQ(read_outlier_profile(path).model, name);
    const boost::json::value json = read_json(path);
    EXPECT_FALSE(JsonReader(path.string(), "", json).at("source").string().empty());
    EXPECT_EQ(std::ssize(read_outlier_profile(path).layers), find_model(name).num_hidden_layers);
  }
}

TEST(Stretch, ToTheSameDepthChangesNothing) {
  const OutlierProfile profile = read(profile_text(5));
  EXPECT_EQ(query_importances(stretch(profile, 5)), query_importances(profile));
}

TEST(Stretch, KeepsTheFirstAndTheLastLayer) {
  const OutlierProfile profile = read(profile_text(5));
  for (const std::int64_t layers : {2, 3, 4, 7, 32, 1024}) {
    const OutlierProfile stretched = stretch(profile, layers);
    ASSERT_THAT(stretched.layers, SizeIs(static_cast<std::size_t>(layers)));
    EXPECT_EQ(query_importances(stretched).front(), 0) << layers;
    EXPECT_EQ(query_importances(stretched).back(), 40) << layers;
  }
}

TEST(Stretch, TakesTheLayerAtTheSameRelativeDepth) {
  EXPECT_THAT(query_importances(stretch(read(profile_text(5)), 9)),
              ElementsAre(0, 10, 10, 20, 20, 30, 30, 40, 40));
  EXPECT_THAT(query_importances(stretch(read(profile_text(5)), 3)), ElementsAre(0, 20, 40));
}

TEST(Stretch, ToOneLayerTakesTheFirst) {
  EXPECT_THAT(query_importances(stretch(read(profile_text(5)), 1)), ElementsAre(0));
}

TEST(Stretch, OfOneLayerRepeatsIt) {
  EXPECT_THAT(query_importances(stretch(read(profile_text(1)), 3)), ElementsAre(0, 0, 0));
}

TEST(FindOutlierProfile, IsAsDeepAsTheModel) {
  for (const std::string& name : model_names()) {
    const ModelConfig model = find_model(name);
    EXPECT_EQ(std::ssize(find_outlier_profile(model).layers), model.num_hidden_layers) << name;
  }
}

TEST(FindOutlierProfile, OfAModelWithoutAProfileIsQwens) {
  EXPECT_EQ(find_outlier_profile(find_model("llama-2-7b")).model, "qwen1.5-1.8b");
}

TEST(FindOutlierProfile, PrefersTheModelsOwn) {
  const DataCopy data;
  write_file(data.root() / (support::kProfileFolder + "llama-2-7b.json"),
             profile_text(2, "llama-2-7b"));
  const OutlierProfile profile = find_outlier_profile(find_model("llama-2-7b"));
  EXPECT_EQ(profile.model, "llama-2-7b");
  EXPECT_EQ(query_importances(profile).back(), 10);
}

TEST(FindOutlierProfile, WithoutAnyProfileIsAnError) {
  const DataCopy data;
  std::filesystem::remove(data.root() / (support::kProfileFolder + "qwen1.5-1.8b.json"));
  EXPECT_THAT(input_error_of([] { find_outlier_profile(find_model("gemma-2b")); }),
              EndsWith("found qwen1.5-1.8b"));
}

}  // namespace
}  // namespace mllm_npu
