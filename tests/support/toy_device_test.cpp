// The recipe for a new phone: a SoC card, a device card, nothing else and no rebuild.

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "baselines/system_catalog.h"
#include "engine/model/model_catalog.h"
#include "engine/soc/soc_catalog.h"
#include "tests/support/data_copy.h"

namespace mllm_npu {
namespace {

using support::DataCopy;
using ::testing::Contains;

// A toy phone: a card for its SoC, with every fact of the table at its middle, and one for itself.
class ToyDevice : public ::testing::Test {
 protected:
  ToyDevice() {
    write_file(data_.root() / (support::kSocFolder + "toy-soc.json"), to_text(soc_card()));
    write_file(data_.root() / (support::kDeviceFolder + "toy-phone.json"), to_text(device_card()));
  }

  const DataCopy& data() const { return data_; }

 private:
  static boost::json::object fact(double value, const char* unit) {
    return {{"value", value}, {"unit", unit}, {"source", "made up"}};
  }

  static boost::json::value soc_card() {
    boost::json::object facts;
    for (const SocField& field : soc_fields()) {
      facts[field.key] = fact(std::sqrt(std::max(field.low, 1.0) * field.high), field.unit);
    }
    return {{"name", "toy-soc"}, {"title", "Toy SoC"}, {"source", "made up"}, {"facts", facts}};
  }

  static boost::json::value device_card() {
    const boost::json::object facts = {{"memory", fact(64, "GB")},
                                       {"flash.bandwidth", fact(2, "GB/s")},
                                       {"flash.latency", fact(100, "us")}};
    return {{"name", "toy-phone"},
            {"title", "Toy phone"},
            {"source", "made up"},
            {"soc", "toy-soc"},
            {"facts", facts}};
  }

  DataCopy data_;
};

TEST_F(ToyDevice, IsFoundByItsName) {
  EXPECT_THAT(device_names(), Contains("toy-phone"));
  const DeviceSpec device = find_device("toy-phone");
  EXPECT_EQ(device.title, "Toy phone");
  EXPECT_EQ(device.soc.name, "toy-soc");
  EXPECT_DOUBLE_EQ(device.memory, 64e9);
}

TEST_F(ToyDevice, IsGoneWithItsCard) {
  std::filesystem::remove(device_folder() / "toy-phone.json");
  EXPECT_THAT(device_names(), ::testing::Not(Contains("toy-phone")));
}

TEST_F(ToyDevice, PrefillsEveryModelWithEverySystem) {
  const DeviceSpec device = find_device("toy-phone");
  for (const SystemEntry& system : system_catalog()) {
    for (const std::string& name : model_names()) {
      const ModelConfig model = find_model(name);
      const PrefillResult result =
          make_system(system.name)
              ->prefill({.model = model, .device = device, .prompt_length = 300, .options = {}});
      EXPECT_GT(result.metrics.tokens_per_second(), 0) << system.name << " " << name;
    }
  }
}

TEST_F(ToyDevice, IsAsFastAsItsCardSays) {
  const auto time = [] {
    const ModelConfig model = find_model("qwen1.5-1.8b");
    return make_system("mllm-npu")
        ->prefill({.model = model, .device = find_device("toy-phone"), .prompt_length = 256})
        .metrics.time_to_first_token;
  };
  const SimTime before = time();
  data().set(support::kSocFolder + "toy-soc.json", {"facts", "npu.weight_bandwidth", "value"}, 1);
  EXPECT_GT(time(), before);
}

}  // namespace
}  // namespace mllm_npu
