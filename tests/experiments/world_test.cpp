#include "experiments/world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/data_copy.h"

namespace mllm_npu {
namespace {

using support::DataCopy;
using ::testing::ElementsAre;

double llama_cpp_speed(const World& world) {
  return world.system("llama.cpp-cpu")
      ->prefill({.model = world.model("qwen1.5-1.8b"),
                 .device = world.device("redmi-k70-pro"),
                 .prompt_length = 256})
      .metrics.tokens_per_second();
}

TEST(World, HoldsEveryCardUnderItsName) {
  const World world = read_world();
  for (const auto& [name, device] : world.devices) EXPECT_EQ(device.name, name);
  for (const auto& [name, model] : world.models) EXPECT_EQ(model.name, name);
}

TEST(World, ListsThePapersPhonesAndModelsInThePapersOrder) {
  const World world = read_world();
  EXPECT_THAT(paper_devices(world), ElementsAre("redmi-k70-pro", "redmi-k60-pro", "xiaomi-14"));
  EXPECT_THAT(paper_models(world),
              ElementsAre("qwen1.5-1.8b", "gemma-2b", "phi-2-2.7b", "llama-2-7b", "mistral-7b"));
}

TEST(World, ListsThemAsFarAsThereAreCards) {
  World world = read_world();
  world.devices.erase("redmi-k60-pro");
  world.models.erase("qwen1.5-1.8b");
  world.models["of-a-stranger"] = world.models["gemma-2b"];
  EXPECT_THAT(paper_devices(world), ElementsAre("redmi-k70-pro", "xiaomi-14"));
  EXPECT_THAT(paper_models(world),
              ElementsAre("gemma-2b", "phi-2-2.7b", "llama-2-7b", "mistral-7b"));
}

TEST(World, GivesAnEngineTheCardThatItHoldsItself) {
  World world = read_world();
  const double before = llama_cpp_speed(world);
  world.engines.at("llama.cpp-cpu").linear_throughput /= 2;
  world.engines.at("llama.cpp-cpu").attention_throughput /= 2;
  EXPECT_LT(llama_cpp_speed(world), 0.7 * before);
}

TEST(World, IsReadAgainFromAnotherDataRoot) {
  const DataCopy copy;
  copy.edit("engine/soc/catalog/devices/xiaomi-14.json", "Xiaomi 14\"", "Another\"");
  EXPECT_EQ(read_world().device("xiaomi-14").title, "Another");
}

}  // namespace
}  // namespace mllm_npu
