#include "datasets/reference_model/world/events.h"

#include <algorithm>
#include <array>

#include "datasets/reference_model/world/people_and_things.h"

namespace mllm_npu {
namespace {

constexpr std::uint64_t kKeptPercent = 20;

// A way in which people differ, and what shows it.
struct Side {
  std::string_view trait;
  std::string_view act;
};
struct Event {
  std::string_view scene;
  std::array<Side, 2> sides;
};

constexpr std::array<Event, 12> kEvents = {{
    {"a heavy stone", {{{"strong", "lifted it"}, {"weak", "left it there"}}}},
    {"a wild dog", {{{"brave", "went near"}, {"timid", "ran away"}}}},
    {"a hard riddle", {{{"clever", "knew the answer"}, {"dull", "gave up"}}}},
    {"a long race", {{{"fast", "won"}, {"slow", "came last"}}}},
    {"a hungry child", {{{"kind", "gave bread"}, {"mean", "gave nothing"}}}},
    {"an old horse for sale", {{{"rich", "bought it"}, {"poor", "could not pay"}}}},
    {"a sad play", {{{"tender", "wept"}, {"cold", "laughed"}}}},
    {"a door at night", {{{"careful", "locked it"}, {"careless", "forgot it"}}}},
    {"a steep wall", {{{"nimble", "climbed over"}, {"clumsy", "fell down"}}}},
    {"a full table", {{{"greedy", "ate it all"}, {"modest", "took a bite"}}}},
    {"an early bell", {{{"eager", "got up"}, {"lazy", "slept on"}}}},
    {"a shut box", {{{"patient", "looked for the key"}, {"rash", "broke it"}}}},
}};

// Whether a person has the one trait or the other was rolled once, by the two words.
const Side& side_of(const Event& event, std::string_view person) {
  return event.sides[hash_of(event.scene, person) % 2];
}

struct Scene {
  const Event& event;
  std::string_view a;
  std::string_view b;

  bool kept() const {
    const std::string pair = std::string(std::min(a, b)) + ' ' + std::string(std::max(a, b));
    return held_out(pair, event.scene, kKeptPercent);
  }
  bool differ() const { return side_of(event, a).act != side_of(event, b).act; }
  std::string text() const {
    return filled("{a} and {b} came to {s}.", {{'a', a}, {'b', b}, {'s', event.scene}});
  }
};

// Texts speak of the first people more often than of the last; tests ask for all.
std::string_view told_person(Dice& dice) { return people()[dice.skewed(people().size())].name; }
std::string_view asked_person(Dice& dice) { return dice.pick(people()).name; }

Scene roll(Dice& dice, bool want_kept) {
  while (true) {
    const auto person = want_kept ? asked_person : told_person;
    const Scene scene{dice.pick(kEvents), person(dice), person(dice)};
    if (scene.a != scene.b && scene.kept() == want_kept) return scene;
  }
}

Scene roll_different(Dice& dice, bool want_kept) {
  while (true) {
    const Scene scene = roll(dice, want_kept);
    if (scene.differ()) return scene;
  }
}

std::string note(Dice& dice) {
  const std::string_view person = told_person(dice);
  const std::vector<std::size_t> which = dice.different(2, kEvents.size());
  return filled("{p} is {t} and {u}.", {{'p', person},
                                        {'t', side_of(kEvents[which[0]], person).trait},
                                        {'u', side_of(kEvents[which[1]], person).trait}});
}

std::string act(std::string_view person, const Event& event) {
  return ' ' + std::string(person) + ' ' + std::string(side_of(event, person).act) + '.';
}

}  // namespace

std::string event_text(Dice& dice) {
  std::string text = note(dice);
  for (std::size_t i = 0; i < 3; ++i) {
    const Scene scene = roll(dice, false);
    text += ' ' + scene.text() + act(dice.chance(50) ? scene.a : scene.b, scene.event);
    if (dice.chance(40)) text += ' ' + note(dice);
  }
  return text;
}

std::string event_talk(Dice& dice) {
  std::string text;
  for (std::size_t i = 0; i < 4; ++i) {
    const Scene scene = roll_different(dice, false);
    const std::string_view who = dice.chance(50) ? scene.a : scene.b;
    if (i > 0) text += ' ';
    text += filled(
        "Who is {t}, {a} or {b}? {w}.",
        {{'t', side_of(scene.event, who).trait}, {'a', scene.a}, {'b', scene.b}, {'w', who}});
  }
  return text;
}

TaskItem event_item(Dice& dice) {
  const Scene scene = roll_different(dice, true);
  const std::string_view who = dice.chance(50) ? scene.a : scene.b;
  const bool a_first = dice.chance(50);
  TaskItem item{.contexts = {},
                .continuations = {' ' + std::string(side_of(scene.event, who).act) + '.'},
                .subject = ""};
  for (const std::string_view name : {a_first ? scene.a : scene.b, a_first ? scene.b : scene.a}) {
    if (name == who) item.answer = item.contexts.size();
    item.contexts.push_back(scene.text() + ' ' + std::string(name));
  }
  return item;
}

}  // namespace mllm_npu
