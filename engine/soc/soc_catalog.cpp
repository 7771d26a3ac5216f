#include "engine/soc/soc_catalog.h"

#include <algorithm>
#include <set>

#include "engine/base/card_fact.h"
#include "engine/base/data_root.h"
#include "engine/base/json.h"

namespace mllm_npu {
namespace fs = std::filesystem;
namespace {

std::set<std::string_view> known_keys() {
  std::set<std::string_view> keys;
  for (const SocField& field : soc_fields()) keys.insert(field.key);
  return keys;
}

}  // namespace

SocSpec read_soc(const fs::path& path) {
  const boost::json::value json = read_json(path);
  const JsonReader card(path.string(), "", json);
  card.allow_only({"name", "title", "source", "facts"});
  card.at("title").string();
  card.at("source").string();
  SocSpec soc;
  soc.name = read_card_name(card);
  const JsonReader facts = card.at("facts");
  facts.allow_only(known_keys());
  for (const SocField& field : soc_fields()) {
    field.home(soc) =
        read_fact(facts.at(field.key), field.unit, field.low, field.high) * field.to_si;
  }
  return soc;
}

DeviceSpec read_device(const fs::path& path) {
  const boost::json::value json = read_json(path);
  const JsonReader card(path.string(), "", json);
  card.allow_only({"name", "title", "source", "soc", "facts"});
  card.at("source").string();
  DeviceSpec device;
  device.name = read_card_name(card);
  device.title = card.at("title").string();
  const JsonReader facts = card.at("facts");
  facts.allow_only({"memory", "flash.bandwidth", "flash.latency"});
  device.memory = read_fact(facts.at("memory"), "GB", 0.1, 1e5) * 1e9;
  device.flash.bandwidth = read_fact(facts.at("flash.bandwidth"), "GB/s", 0.001, 1e4) * 1e9;
  device.flash.latency = read_fact(facts.at("flash.latency"), "us", 0, 1e6) * 1e-6;
  device.soc = read_soc(card_path(soc_folder(), card.at("soc").string()));
  return device;
}

fs::path soc_folder() { return data_root() / "engine/soc/catalog/socs"; }
fs::path device_folder() { return data_root() / "engine/soc/catalog/devices"; }

DeviceSpec find_device(const std::string& name) {
  return read_device(card_path(device_folder(), name));
}

std::vector<std::string> device_names() {
  const std::vector<std::string> first = {"redmi-k70-pro", "redmi-k60-pro", "xiaomi-14"};
  const std::vector<std::string> all = card_names(device_folder());
  const auto contains = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  std::vector<std::string> names;
  for (const std::string& name : first) {
    if (contains(all, name)) names.push_back(name);
  }
  for (const std::string& name : all) {
    if (!contains(first, name)) names.push_back(name);
  }
  return names;
}

}  // namespace mllm_npu
