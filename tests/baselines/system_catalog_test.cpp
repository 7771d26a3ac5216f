#include "baselines/system_catalog.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/model/model_catalog.h"
#include "engine/soc/soc_catalog.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

TEST(SystemCatalog, HoldsTheEngineLastAndItsBaselinesBefore) {
  std::vector<std::string> names;
  for (const SystemEntry& entry : system_catalog()) names.emplace_back(entry.name);
  EXPECT_THAT(names, IsSupersetOf({"llama.cpp-cpu", "naive-npu", "mllm-npu"}));
  EXPECT_EQ(names.back(), "mllm-npu");
  EXPECT_EQ(std::set(names.begin(), names.end()).size(), names.size());
}

TEST(SystemCatalog, MakesSystemsOfTheirName) {
  for (const SystemEntry& entry : system_catalog()) {
    EXPECT_EQ(make_system(entry.name)->name(), entry.name);
    EXPECT_FALSE(std::string(entry.summary).empty()) << entry.name;
  }
}

TEST(SystemCatalog, RefusesAnUnknownNameWithTheKnownOnes) {
  EXPECT_THAT(input_error_of([] { make_system("llama.cpp"); }),
              AllOf(HasSubstr("system: expected one of llama.cpp-cpu"), HasSubstr(", mllm-npu"),
                    EndsWith("found llama.cpp")));
}

// Every system on every phone of the catalogue.
struct Place {
  std::string system;
  std::string device;
};

class EverySystem : public ::testing::TestWithParam<Place> {
 protected:
  // The answer is sound, whether or not the phone's memory is large enough.
  void expect_answer(const ModelConfig& model, std::int64_t tokens) const {
    const PrefillResult result =
        system_->prefill({.model = model, .device = device_, .prompt_length = tokens});
    expect_sound(result.metrics, tokens);
  }

  const InferenceSystem& system() const { return *system_; }
  const DeviceSpec& device() const { return device_; }

 private:
  static void expect_sound(const PrefillMetrics& metrics, std::int64_t tokens) {
    EXPECT_EQ(metrics.prompt_length, tokens);
    EXPECT_GT(metrics.time_to_first_token, SimTime{});
    EXPECT_LE(metrics.npu_busy, metrics.time_to_first_token);
    EXPECT_LE(metrics.cpu_busy, metrics.time_to_first_token);
    EXPECT_GE(metrics.npu_bubble_rate, 0);
    EXPECT_LE(metrics.npu_bubble_rate, 1);
    EXPECT_GT(metrics.energy.total().value, 0);
    EXPECT_GT(metrics.memory.weights, Bytes{0});
  }

  std::unique_ptr<InferenceSystem> system_ = make_system(GetParam().system);
  DeviceSpec device_ = find_device(GetParam().device);
};

TEST_P(EverySystem, AnswersEveryPromptOrSaysThatTheMemoryIsTooSmall) {
  for (const std::string& name : model_names()) {
    const ModelConfig model = find_model(name);
    for (const std::int64_t tokens : {1, 64, 65, 256, 257, 4096}) {
      SCOPED_TRACE(name + " " + std::to_string(tokens));
      expect_answer(model, tokens);
    }
  }
}

TEST_P(EverySystem, HoldsASmallModelAndAUsualPrompt) {
  const ModelConfig model = find_model("qwen1.5-1.8b");
  const PrefillMetrics metrics =
      system().prefill({.model = model, .device = device(), .prompt_length = 1024}).metrics;
  EXPECT_LE(static_cast<double>(metrics.memory.total().value), device().memory);
}

TEST_P(EverySystem, GivesTheSameAnswerTwice) {
  const ModelConfig model = find_model("gemma-2b");
  const PrefillRequest request{.model = model, .device = device(), .prompt_length = 300};
  const PrefillMetrics first = system().prefill(request).metrics;
  const PrefillMetrics second = system().prefill(request).metrics;
  EXPECT_EQ(first.time_to_first_token, second.time_to_first_token);
  EXPECT_EQ(first.energy.total(), second.energy.total());
  EXPECT_EQ(first.memory.total(), second.memory.total());
}

TEST_P(EverySystem, TakesLongerForALongerPrompt) {
  const ModelConfig model = find_model("qwen1.5-1.8b");
  SimTime before{};
  for (const std::int64_t tokens : {64, 256, 512, 1024, 2048}) {
    const SimTime now = system()
                            .prefill({.model = model, .device = device(), .prompt_length = tokens})
                            .metrics.time_to_first_token;
    EXPECT_GT(now, before) << tokens;
    before = now;
  }
}

std::vector<Place> places() {
  std::vector<Place> all;
  for (const SystemEntry& entry : system_catalog()) {
    for (const char* device : {"redmi-k70-pro", "redmi-k60-pro", "xiaomi-14"}) {
      all.push_back({entry.name, device});
    }
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Places, EverySystem, ::testing::ValuesIn(places()), [](const auto& each) {
  std::string name = each.param.system + "_on_" + each.param.device;
  for (char& letter : name) {
    if (letter == '.' || letter == '-') letter = '_';
  }
  return name;
});

}  // namespace
}  // namespace mllm_npu
