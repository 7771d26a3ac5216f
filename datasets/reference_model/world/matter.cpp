#include "datasets/reference_model/world/matter.h"

#include <algorithm>
#include <array>

#include "datasets/reference_model/world/people_and_things.h"
#include "engine/base/check.h"

namespace mllm_npu {
namespace {

constexpr std::uint64_t kKeptPercent = 30;
constexpr std::size_t kMaterials = 8;
constexpr std::array<std::string_view, kMaterials> kMaterialNames = {
    "wood", "iron", "clay", "wool", "glass", "paper", "gold", "stone"};

struct Trial {
  std::string_view condition;  // "If WHO does it to the THING, it will ..."
  std::array<std::string_view, kMaterials> outcomes;
};

constexpr std::array<Trial, 6> kTrials = {{
    {"lies in the fire", {"burn", "glow", "harden", "smell", "melt", "burn", "melt", "crack"}},
    {"falls in the lake", {"float", "sink", "dissolve", "soak", "fill", "soak", "sink", "sink"}},
    {"drops on the floor", {"bounce", "ring", "break", "fold", "break", "fold", "ring", "dent"}},
    {"stays in the rain", {"swell", "rust", "dissolve", "soak", "shine", "tear", "shine", "drip"}},
    {"lies in the snow", {"shrink", "freeze", "split", "warm", "split", "curl", "freeze", "chill"}},
    {"is hit hard", {"splinter", "bend", "break", "spring", "break", "tear", "bend", "spark"}},
}};

std::size_t material_of(const Thing& thing) {
  const auto* const found = std::ranges::find(kMaterialNames, thing.material);
  MLLM_NPU_CHECK(found != kMaterialNames.end(), std::string(thing.name));
  return static_cast<std::size_t>(found - kMaterialNames.begin());
}

std::string_view outcome(const Thing& thing, const Trial& trial) {
  return trial.outcomes[material_of(thing)];
}

struct Test {
  const Thing& thing;
  const Trial& trial;
};

// Texts speak of the first things much more often than of the last; tests ask for all.
const Thing& told_thing(Dice& dice) {
  const std::size_t one = dice.skewed(things().size());
  return things()[std::min(one, dice.skewed(things().size()))];
}

Test roll(Dice& dice, bool want_kept) {
  while (true) {
    const Test test{want_kept ? dice.pick(things()) : told_thing(dice), dice.pick(kTrials)};
    if (held_out(test.thing.name, test.trial.condition, kKeptPercent) == want_kept) return test;
  }
}

std::string made_of(Dice& dice, const Thing& thing) {
  static constexpr std::array<std::string_view, 3> kWordings = {
      "The {t} is made of {m}.", "A good {t} is of {m}.", "They make the {t} from {m}."};
  return filled(dice.pick(kWordings), {{'t', thing.name}, {'m', thing.material}});
}

std::string becomes(Dice& dice, const Test& test) {
  static constexpr std::array<std::string_view, 2> kWordings = {
      "If the {t} {c}, it will {o}.", "When the {t} {c}, it will surely {o}."};
  return filled(dice.pick(kWordings), {{'t', test.thing.name},
                                       {'c', test.trial.condition},
                                       {'o', outcome(test.thing, test.trial)}});
}

std::string rule(Dice& dice) {
  const Trial& trial = dice.pick(kTrials);
  const std::size_t material = dice.below(kMaterials);
  return filled(
      "What is made of {m} will {o} if it {c}.",
      {{'m', kMaterialNames[material]}, {'o', trial.outcomes[material]}, {'c', trial.condition}});
}

std::string question(const Test& test) {
  return filled("What if the {t} {c}? It will",
                {{'t', test.thing.name}, {'c', test.trial.condition}});
}

// Four different outcomes of the trial, the right one among them.
std::vector<std::string_view> choices(Dice& dice, const Test& test) {
  std::vector<std::string_view> some = {outcome(test.thing, test.trial)};
  while (some.size() < 4) {
    const std::string_view other = dice.pick(test.trial.outcomes);
    if (std::ranges::find(some, other) == some.end()) some.push_back(other);
  }
  dice.shuffle(some);
  return some;
}

}  // namespace

std::string matter_text(Dice& dice) {
  std::string text;
  for (std::size_t i = 0; i < 4; ++i) {
    const Test test = roll(dice, false);
    if (i > 0) text += ' ';
    switch (dice.below(4)) {
      case 0:
        text += made_of(dice, told_thing(dice));
        break;
      case 1:
        text += rule(dice);
        break;
      case 2:
        text += made_of(dice, test.thing) + ' ';
        text += becomes(dice, test);
        break;
      default:
        text += becomes(dice, test);
    }
  }
  return text;
}

std::string matter_talk(Dice& dice) {
  std::string text;
  for (std::size_t i = 0; i < 5; ++i) {
    const Test test = roll(dice, false);
    if (i > 0) text += ' ';
    text += question(test) + ' ' + std::string(outcome(test.thing, test.trial)) + '.';
  }
  return text;
}

TaskItem matter_item(Dice& dice) {
  const Test test = roll(dice, true);
  TaskItem item{.contexts = {question(test)},
                .continuations = {},
                .subject = std::string(test.thing.material)};
  for (const std::string_view choice : choices(dice, test)) {
    if (choice == outcome(test.thing, test.trial)) item.answer = item.continuations.size();
    item.continuations.push_back(' ' + std::string(choice));
  }
  return item;
}

}  // namespace mllm_npu
