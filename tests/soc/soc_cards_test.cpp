// What holds for every card of a SoC, a phone or a system, whatever its numbers say.

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "baselines/systems/engine_card.h"
#include "engine/base/data_root.h"
#include "engine/base/json.h"
#include "engine/soc/soc_catalog.h"
#include "tests/support/data_copy.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;
using support::DataCopy;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::SizeIs;

std::vector<fs::path> cards_in(const fs::path& folder) {
  std::vector<fs::path> cards;
  for (const std::string& name : card_names(folder)) cards.push_back(card_path(folder, name));
  return cards;
}

std::vector<fs::path> cards_with_facts() {
  std::vector<fs::path> cards;
  for (const fs::path& folder : {soc_folder(), device_folder(), system_folder()}) {
    for (const fs::path& card : cards_in(folder)) cards.push_back(card);
  }
  return cards;
}

TEST(SocCards, EveryOneIsRead) {
  ASSERT_THAT(card_names(soc_folder()), Not(SizeIs(0)));
  for (const fs::path& card : cards_in(soc_folder())) {
    SocSpec soc = read_soc(card);
    EXPECT_EQ(soc.name, card.stem().string());
    for (const SocField& field : soc_fields()) {
      const double value = field.home(soc) / field.to_si;
      EXPECT_GE(value, field.low * (1 - 1e-12)) << card << " " << field.key;
      EXPECT_LE(value, field.high * (1 + 1e-12)) << card << " " << field.key;
    }
  }
}

TEST(DeviceCards, EveryOneIsRead) {
  ASSERT_THAT(device_names(), Not(SizeIs(0)));
  for (const std::string& name : device_names()) {
    const DeviceSpec device = find_device(name);
    EXPECT_EQ(device.name, name);
    EXPECT_FALSE(device.title.empty());
    EXPECT_GT(device.memory, 0) << name;
    EXPECT_GT(device.flash.bandwidth, 0) << name;
    EXPECT_FALSE(device.soc.name.empty()) << name;
  }
}

TEST(DeviceCards, ThePaperPhonesComeFirstAndInItsOrder) {
  const std::vector<std::string> names = device_names();
  ASSERT_GE(names.size(), 3U);
  EXPECT_THAT(std::vector(names.begin(), names.begin() + 3),
              ElementsAre("redmi-k70-pro", "redmi-k60-pro", "xiaomi-14"));
}

TEST(DeviceCards, NewOnesComeLastSortedByName) {
  const DataCopy data;
  data.clone(support::kDeviceFolder + "xiaomi-14.json", "b-phone");
  data.clone(support::kDeviceFolder + "xiaomi-14.json", "a-phone");
  EXPECT_THAT(device_names(),
              ElementsAre("redmi-k70-pro", "redmi-k60-pro", "xiaomi-14", "a-phone", "b-phone"));
}

TEST(DeviceCards, TheCatalogueLacksAPhoneWhoseCardIsGone) {
  const DataCopy data;
  fs::remove(device_folder() / "redmi-k60-pro.json");
  EXPECT_THAT(device_names(), ElementsAre("redmi-k70-pro", "xiaomi-14"));
}

TEST(Cards, EveryFactSaysWhereItComesFrom) {
  for (const fs::path& path : cards_with_facts()) {
    const boost::json::value json = read_json(path);
    const JsonReader card(path.string(), "", json);
    EXPECT_FALSE(card.at("source").string().empty());
    ASSERT_THAT(card.at("facts").members(), Not(SizeIs(0))) << path;
    for (const auto& [name, fact] : card.at("facts").members()) {
      EXPECT_FALSE(fact.at("source").string().empty()) << path << " " << name;
    }
  }
}

TEST(SocFields, HaveKeysAndHomesOfTheirOwn) {
  SocSpec soc;
  std::set<std::string_view> keys;
  std::set<const double*> homes;
  for (const SocField& field : soc_fields()) {
    EXPECT_TRUE(keys.insert(field.key).second) << field.key;
    EXPECT_TRUE(homes.insert(&field.home(soc)).second) << field.key;
    EXPECT_LT(field.low, field.high) << field.key;
    EXPECT_GT(field.to_si, 0) << field.key;
  }
}

TEST(SocFields, FillEveryNumberOfASpec) {
  SocSpec soc;
  const std::size_t doubles = (sizeof(NpuSpec) + sizeof(CpuSpec) + sizeof(GpuSpec) +
                               sizeof(DramSpec) + sizeof(SynchronizationSpec) + sizeof(PowerSpec)) /
                              sizeof(double);
  EXPECT_EQ(soc_fields().size(), doubles);
}

TEST(SocCards, NumbersAreConvertedToSiUnits) {
  const DataCopy data;
  const std::string file = support::kSocFolder + "snapdragon-8-gen-3.json";
  const auto set = [&](const char* key, double value) {
    data.set(file, {"facts", key, "value"}, value);
  };
  set("npu.peak_int8_throughput", 3);
  set("npu.address_window", 2);
  set("npu.graph_launch", 250);
  set("npu.free", 40);
  set("power.dram_energy", 20);
  const SocSpec soc = read_soc(data.root() / file);
  EXPECT_DOUBLE_EQ(soc.npu.peak_int8_throughput, 3e12);
  EXPECT_DOUBLE_EQ(soc.npu.address_window, 2.0 * (1 << 30));
  EXPECT_DOUBLE_EQ(soc.npu.graph_launch, 250e-6);
  EXPECT_DOUBLE_EQ(soc.npu.free, 40e-3);
  EXPECT_DOUBLE_EQ(soc.power.dram_energy, 20e-12);
}

TEST(DeviceCards, NumbersAreConvertedToSiUnits) {
  const DataCopy data;
  const std::string file = support::kDeviceFolder + "xiaomi-14.json";
  data.set(file, {"facts", "memory", "value"}, 12);
  data.set(file, {"facts", "flash.bandwidth", "value"}, 3);
  data.set(file, {"facts", "flash.latency", "value"}, 70);
  const DeviceSpec device = find_device("xiaomi-14");
  EXPECT_DOUBLE_EQ(device.memory, 12e9);
  EXPECT_DOUBLE_EQ(device.flash.bandwidth, 3e9);
  EXPECT_DOUBLE_EQ(device.flash.latency, 70e-6);
}

}  // namespace
}  // namespace mllm_npu
