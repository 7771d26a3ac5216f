#include "plots/style.h"

#include <cctype>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/plots/plot_fixtures.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> ids_of(const std::vector<Look>& list) {
  std::vector<std::string> ids;
  for (const Look& look : list) ids.push_back(look.id);
  return ids;
}

std::set<std::string> colors_of(const std::vector<Look>& list) {
  std::set<std::string> colors;
  for (const Look& look : list) colors.insert(look.color);
  return colors;
}

TEST(Looks, AreOfTheAskedValuesInThePapersOrder) {
  EXPECT_THAT(ids_of(looks("system", {"mllm-npu", "llama.cpp-cpu", "mlc-llm-gpu"})),
              ElementsAre("mlc-llm-gpu", "llama.cpp-cpu", "mllm-npu"));
  EXPECT_THAT(looks("system", {}), IsEmpty());
}

TEST(Looks, AnUnknownValueComesLastUnderItsOwnName) {
  const std::vector<Look> list = looks("system", {"toaster", "mllm-npu"});
  EXPECT_THAT(ids_of(list), ElementsAre("mllm-npu", "toaster"));
  EXPECT_EQ(list.back().label, "toaster");
}

TEST(Looks, AnUnknownFactorHasLooksInTheOrderAsked) {
  EXPECT_THAT(ids_of(looks("colour of the sky", {"b", "a"})), ElementsAre("b", "a"));
}

TEST(Looks, AValueThatIsAskedForTwiceHasOneLook) {
  EXPECT_THAT(ids_of(looks("system", {"toaster", "mnn-cpu", "toaster", "mnn-cpu"})),
              ElementsAre("mnn-cpu", "toaster"));
}

TEST(Looks, UnknownValuesTakeColorsThatAreFree) {
  const std::vector<Look> list = looks("system", {"a", "b", "mllm-npu", "naive-npu", "c"});
  EXPECT_EQ(colors_of(list).size(), list.size());
}

TEST(Looks, WhenNoColorIsFreeTheyStartAnew) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i <= palette_size(); ++i) names.push_back(std::string(i + 1, 'x'));
  const std::vector<Look> list = looks("policy", names);
  EXPECT_EQ(colors_of(list).size(), palette_size());
  EXPECT_EQ(list.back().color, palette_color(0));
}

TEST(Looks, AllSystemsOfThePaperDiffer) {
  const std::vector<Look> list = looks("system", plot_fixtures::all_systems());
  EXPECT_EQ(list.size(), 8u);
  EXPECT_EQ(colors_of(list).size(), 8u);
  EXPECT_EQ(list.back().id, "mllm-npu");
}

TEST(Looks, OnlyTheSystemOfThePaperHasEmphasis) {
  for (const Look& look : looks("system", plot_fixtures::all_systems())) {
    EXPECT_EQ(look.emphasis, look.id == "mllm-npu") << look.id;
  }
}

TEST(DisplayName, KnowsDevicesModelsSystemsAndProcessors) {
  EXPECT_EQ(display_name("redmi-k70-pro"), "Redmi K70 Pro");
  EXPECT_EQ(display_name("qwen1.5-1.8b"), "Qwen1.5-1.8B");
  EXPECT_EQ(display_name("llama.cpp-cpu"), "llama.cpp (CPU)");
  EXPECT_EQ(display_name("npu-int8"), "NPU INT8");
}

TEST(DisplayName, AnUnknownNameStaysAsItIs) { EXPECT_EQ(display_name("no phone"), "no phone"); }

TEST(PaletteColor, IsAnRgbNumberAndStartsAnewAfterTheLast) {
  for (std::size_t i = 0; i < palette_size(); ++i) {
    const std::string color = palette_color(i);
    ASSERT_EQ(color.size(), 7u);
    EXPECT_EQ(color.front(), '#');
    for (char c : color.substr(1)) EXPECT_TRUE(std::isxdigit(static_cast<unsigned char>(c)));
  }
  EXPECT_EQ(palette_color(palette_size()), palette_color(0));
  EXPECT_NE(palette_color(palette_size() - 1), palette_color(0));
}

}  // namespace
}  // namespace mllm_npu
