#include "datasets/reference_model/world/events.h"

#include <algorithm>
#include <array>

#include "datasets/reference_model/world/people_and_things.h"

namespace mllm_npu {
namespace {

constexpr std::uint64_t kKeptPercent = 20;

struct Trade {
  std::string_view name;
  std::array<std::string_view, 2> scenes;  // that ask for it
};
constexpr std::array<Trade, 8> kTrades = {{
    {"baker", {"a cold oven", "a lump of dough"}},
    {"smith", {"a bent sword", "a broken plough"}},
    {"doctor", {"a sick child", "a deep wound"}},
    {"sailor", {"a torn sail", "a drifting raft"}},
    {"gardener", {"a dying rose", "a wild hedge"}},
    {"miner", {"a dark tunnel", "a vein of ore"}},
    {"tailor", {"a loose button", "a ripped sleeve"}},
    {"hunter", {"a fresh trail", "an angry boar"}},
}};

// What those do who know the trade, and the others. No word of it tells the scene.
struct Acts {
  std::string_view able;
  std::string_view helpless;
};
constexpr std::array<Acts, 3> kActs = {{{"set to work", "looked on"},
                                        {"knew what to do", "asked for help"},
                                        {"went first", "stayed behind"}}};

const Trade& trade_of(std::size_t person) {
  return kTrades[(person + person / kTrades.size()) % kTrades.size()];
}

std::string_view name_of(std::size_t person) { return people()[person].name; }

// Two people where one knows what to do. Everybody is as often the one as the other, so a name
// alone does not tell, nor do two: the scene decides.
struct Scene {
  std::size_t able;
  std::size_t helpless;
  std::string_view place;
  const Acts& acts;
  bool able_is_first;

  bool kept() const {
    const auto [one, other] = std::minmax(able, helpless);
    return held_out(std::string(name_of(one)) + ' ' + std::string(name_of(other)), place,
                    kKeptPercent);
  }
  std::string both(std::string_view between) const {
    return filled(able_is_first ? "{a}{m}{h}" : "{h}{m}{a}",
                  {{'a', name_of(able)}, {'h', name_of(helpless)}, {'m', between}});
  }
  std::string opening() const {
    return "Once " + both(" and ") + " came to " + std::string(place) + ", where";
  }
  std::string name(bool of_able) const {
    return ' ' + std::string(name_of(of_able ? able : helpless));
  }
  std::string act(bool of_able) const {
    return ' ' + std::string(of_able ? acts.able : acts.helpless) + '.';
  }
};

Scene roll(Dice& dice, bool want_kept) {
  while (true) {
    const std::size_t able = dice.below(people().size());
    const std::size_t helpless = dice.below(people().size());
    const Scene scene{able, helpless, dice.pick(trade_of(able).scenes), dice.pick(kActs),
                      dice.chance(50)};
    if (&trade_of(able) != &trade_of(helpless) && scene.kept() == want_kept) return scene;
  }
}

std::string note(Dice& dice) {
  const std::size_t person = dice.below(people().size());
  return filled("{p} is a {t}.", {{'p', name_of(person)}, {'t', trade_of(person).name}});
}

}  // namespace

std::string event_text(Dice& dice) {
  std::string text = note(dice);
  for (std::size_t i = 0; i < 4; ++i) {
    const Scene scene = roll(dice, false);
    const bool able = dice.chance(50);
    text += ' ' + scene.opening() + scene.name(able) + scene.act(able);
    if (dice.chance(30)) text += scene.name(!able) + scene.act(!able);
  }
  return text;
}

std::string event_talk(Dice& dice) {
  std::string text;
  for (std::size_t i = 0; i < 5; ++i) {
    if (i > 0) text += ' ';
    if (dice.chance(30)) {
      const std::size_t person = dice.below(people().size());
      text += filled("What is {p}? A {t}.", {{'p', name_of(person)}, {'t', trade_of(person).name}});
      continue;
    }
    const Scene scene = roll(dice, false);
    text += "Who is good at " + std::string(scene.place) + ", " + scene.both(" or ") + '?' +
            scene.name(true) + '.';
  }
  return text;
}

TaskItem event_item(Dice& dice) {
  const Scene scene = roll(dice, true);
  const bool able = dice.chance(50);
  const bool able_first = dice.chance(50);
  return {.contexts = {scene.opening() + scene.name(able_first),
                       scene.opening() + scene.name(!able_first)},
          .continuations = {scene.act(able)},
          .answer = able == able_first ? 0U : 1U,
          .subject = ""};
}

}  // namespace mllm_npu
