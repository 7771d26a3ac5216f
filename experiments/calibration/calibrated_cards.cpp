#include "experiments/calibration/calibrated_cards.h"

#include "engine/base/data_root.h"
#include "engine/base/json.h"
#include "engine/soc/soc_catalog.h"

namespace mllm_npu {
namespace bj = boost::json;
namespace fs = std::filesystem;
namespace {

bj::object fitted_fact(const bj::object& fact, const FittedConstant& constant, bool taken_over) {
  std::string source = "fitted by `mllm-npu calibrate`";
  if (!constant.determined) source += "; these rows do not determine it";
  if (taken_over) source = "taken over from " + constant.parameter.card;
  bj::object result;
  result["value"] = constant.value;
  result["unit"] = fact.at("unit");
  result["source"] = source;
  if (taken_over) return result;
  bj::array rows;
  for (const std::string& each : constant.rows) rows.emplace_back(each);
  result["fitted_to"] = rows;
  return result;
}

bool belongs(const FittedConstant& constant, const std::string& card) {
  const std::string& home = constant.parameter.card;
  return home == card || (home == kReferenceSoc && card == kOlderSoc);
}

CardText calibrated(const fs::path& path, const Calibration& calibration) {
  bj::value json = read_json(path);
  const std::string name = path.stem().string();
  bj::object& facts = json.as_object().at("facts").as_object();
  for (const FittedConstant& constant : calibration.constants) {
    if (!belongs(constant, name)) continue;
    bj::value& fact = facts.at(constant.parameter.key);
    fact = fitted_fact(fact.as_object(), constant, constant.parameter.card != name);
  }
  return {path, to_text(json)};
}

}  // namespace

std::vector<CardText> calibrated_cards(const Calibration& calibration) {
  read_world();  // every card is sound
  std::vector<CardText> cards;
  for (const char* soc : {kReferenceSoc, kOlderSoc}) {
    cards.push_back(calibrated(card_path(soc_folder(), soc), calibration));
  }
  for (const std::string& engine : card_names(system_folder())) {
    cards.push_back(calibrated(card_path(system_folder(), engine), calibration));
  }
  return cards;
}

}  // namespace mllm_npu
