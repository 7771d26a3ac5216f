#include "baselines/systems/engine_card.h"

#include <set>

#include "engine/base/card_fact.h"
#include "engine/base/data_root.h"

namespace mllm_npu {

const std::vector<EngineField>& engine_fields() {
  static const std::vector<EngineField> kFields = {
      {"linear_throughput", "GOPS", 1e9, 0.01, 1e6, &EngineCard::linear_throughput},
      {"size_exponent", "1", 1, 0, 1, &EngineCard::size_exponent},
      {"attention_throughput", "GOPS", 1e9, 0.01, 1e6, &EngineCard::attention_throughput},
      {"decode_bandwidth", "GB/s", 1e9, 0.01, 1e4, &EngineCard::decode_bandwidth},
  };
  return kFields;
}

EngineCard read_engine_card(const std::filesystem::path& path) {
  const boost::json::value json = read_json(path);
  const JsonReader reader(path.string(), "", json);
  reader.allow_only({"name", "title", "source", "models", "facts"});
  EngineCard card;
  card.name = read_card_name(reader);
  reader.at("title").string();
  reader.at("source").string();
  for (const JsonReader& model : reader.at("models").elements()) {
    card.models.push_back(model.string());
  }
  const JsonReader facts = reader.at("facts");
  std::set<std::string_view> known;
  for (const EngineField& field : engine_fields()) {
    known.insert(field.key);
    if (!facts.has(field.key) && field.home != &EngineCard::linear_throughput) continue;
    card.*field.home =
        read_fact(facts.at(field.key), field.unit, field.low, field.high) * field.to_si;
  }
  facts.allow_only(known);
  return card;
}

EngineCards read_engine_cards() {
  EngineCards cards;
  for (const std::string& name : card_names(system_folder())) {
    cards[name] = read_engine_card(card_path(system_folder(), name));
  }
  return cards;
}

std::filesystem::path system_folder() { return data_root() / "baselines/catalog"; }

}  // namespace mllm_npu
