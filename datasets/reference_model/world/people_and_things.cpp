#include "datasets/reference_model/world/people_and_things.h"

#include <array>

namespace mllm_npu {

std::span<const Person> people() {
  static constexpr std::array<Person, 32> kPeople = {{
      {"Mia", "She"},  {"Tom", "He"},   {"Anna", "She"}, {"Ben", "He"},    {"Clara", "She"},
      {"Dan", "He"},   {"Eva", "She"},  {"Finn", "He"},  {"Greta", "She"}, {"Hugo", "He"},
      {"Ida", "She"},  {"Jack", "He"},  {"Kate", "She"}, {"Leo", "He"},    {"Lucy", "She"},
      {"Max", "He"},   {"Nora", "She"}, {"Oscar", "He"}, {"Olga", "She"},  {"Paul", "He"},
      {"Rosa", "She"}, {"Sam", "He"},   {"Sara", "She"}, {"Theo", "He"},   {"Tina", "She"},
      {"Ugo", "He"},   {"Vera", "She"}, {"Will", "He"},  {"Wanda", "She"}, {"Yan", "He"},
      {"Zoe", "She"},  {"Karl", "He"},
  }};
  return kPeople;
}

std::span<const Thing> things() {
  static constexpr std::array<Thing, 48> kThings = {{
      {"chair", "wood"},   {"spoon", "iron"},   {"cup", "clay"},      {"sock", "wool"},
      {"mirror", "glass"}, {"book", "paper"},   {"ring", "gold"},     {"mill", "stone"},
      {"table", "wood"},   {"nail", "iron"},    {"pot", "clay"},      {"scarf", "wool"},
      {"bottle", "glass"}, {"map", "paper"},    {"crown", "gold"},    {"statue", "stone"},
      {"flute", "wood"},   {"key", "iron"},     {"bowl", "clay"},     {"coat", "wool"},
      {"lens", "glass"},   {"letter", "paper"}, {"coin", "gold"},     {"pillar", "stone"},
      {"ladder", "wood"},  {"hammer", "iron"},  {"vase", "clay"},     {"glove", "wool"},
      {"window", "glass"}, {"kite", "paper"},   {"medal", "gold"},    {"bench", "stone"},
      {"barrel", "wood"},  {"chain", "iron"},   {"brick", "clay"},    {"blanket", "wool"},
      {"lamp", "glass"},   {"poster", "paper"}, {"necklace", "gold"}, {"step", "stone"},
      {"boat", "wood"},    {"sword", "iron"},   {"tile", "clay"},     {"hat", "wool"},
      {"jar", "glass"},    {"card", "paper"},   {"bracelet", "gold"}, {"well", "stone"},
  }};
  return kThings;
}

std::span<const std::string_view> spots() {
  static constexpr std::array<std::string_view, 16> kSpots = {
      "market", "harbour", "garden", "school", "bakery", "station", "museum", "beach",
      "farm",   "library", "temple", "park",   "castle", "kitchen", "shop",   "bridge"};
  return kSpots;
}

}  // namespace mllm_npu
