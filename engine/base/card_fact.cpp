#include "engine/base/card_fact.h"

namespace mllm_npu {

double read_fact(const JsonReader& fact, const char* unit, double low, double high) {
  fact.allow_only({"value", "unit", "source", "fitted_to"});
  fact.at("unit").one_of({unit});
  fact.at("source").string();
  if (fact.has("fitted_to")) {
    for (const JsonReader& row : fact.at("fitted_to").elements()) row.string();
  }
  return fact.at("value").number(low, high);
}

std::string read_card_name(const JsonReader& card) {
  const std::string name = card.at("name").string();
  const std::string expected = std::filesystem::path(card.file()).stem().string();
  if (name != expected) card.at("name").fail("the file's name " + expected);
  return name;
}

}  // namespace mllm_npu
