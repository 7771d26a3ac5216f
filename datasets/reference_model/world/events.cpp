#include "datasets/reference_model/world/events.h"

#include <array>

#include "datasets/reference_model/world/people_and_things.h"

namespace mllm_npu {
namespace {

constexpr std::uint64_t kKeptPercent = 20;

struct Event {
  std::array<std::string_view, 2> wordings;  // {a} does it to {b}; in the second {b} comes first
  std::string_view of_a;                     // why, of the one and of the other
  std::string_view of_b;
};

constexpr std::array<Event, 18> kEvents = {{
    {{"{a} lifted the stone and {b} could not", "{b} could not lift the stone and {a} could"},
     "strong",
     "weak"},
    {{"{a} won the race against {b}", "{b} lost the race to {a}"}, "fast", "slow"},
    {{"{a} gave bread to {b}", "{b} got bread from {a}"}, "kind", "hungry"},
    {{"{a} asked {b} for the way", "{b} told {a} the way"}, "lost", "wise"},
    {{"{a} hid behind {b}", "{b} stood before {a}"}, "afraid", "brave"},
    {{"{a} paid the debt of {b}", "{b} could not pay and {a} did"}, "rich", "poor"},
    {{"{a} taught {b} to read", "{b} learned to read from {a}"}, "old", "young"},
    {{"{a} woke {b} in the morning", "{b} was woken in the morning by {a}"}, "awake", "asleep"},
    {{"{a} carried {b} home", "{b} was carried home by {a}"}, "sturdy", "tired"},
    {{"{a} laughed at the words of {b}", "{b} told a joke to {a}"}, "amused", "funny"},
    {{"{a} thanked {b} for the gift", "{b} gave a gift to {a}"}, "grateful", "generous"},
    {{"{a} beat {b} at chess", "{b} lost at chess to {a}"}, "clever", "careless"},
    {{"{a} shouted at {b}", "{b} made {a} shout"}, "angry", "lazy"},
    {{"{a} followed {b} through the wood", "{b} led {a} through the wood"}, "unsure", "certain"},
    {{"{a} healed {b} after the storm", "{b} was healed after the storm by {a}"},
     "skilled",
     "sick"},
    {{"{a} lent the cloak to {b}", "{b} took the cloak of {a}"}, "warm", "freezing"},
    {{"{a} hired {b} for the work", "{b} worked for {a}"}, "busy", "able"},
    {{"{a} envied {b}", "{b} was envied by {a}"}, "jealous", "lucky"},
}};

struct Scene {
  std::string text;  // without the reason
  std::string_view a;
  std::string_view b;
  const Event* event;
};

Scene roll(Dice& dice, bool want_kept) {
  while (true) {
    const Event& event = dice.pick(kEvents);
    const std::vector<std::size_t> who = dice.different(2, people().size());
    const std::string_view a = people()[who[0]].name;
    const std::string_view b = people()[who[1]].name;
    const std::string pair = std::string(a) + ' ' + std::string(b);
    if (held_out(pair, event.of_a, kKeptPercent) != want_kept) continue;
    return {filled(dice.pick(event.wordings), {{'a', a}, {'b', b}}), a, b, &event};
  }
}

std::string before_reason(const Scene& scene, std::string_view name) {
  return scene.text + ", because " + std::string(name);
}

std::string reason(std::string_view word) { return " was " + std::string(word) + '.'; }

}  // namespace

std::string event_text(Dice& dice) {
  std::string text;
  const std::size_t count = 2 + dice.below(3);
  for (std::size_t i = 0; i < count; ++i) {
    const Scene scene = roll(dice, false);
    const bool of_a = dice.chance(50);
    if (i > 0) text += ' ';
    text += before_reason(scene, of_a ? scene.a : scene.b);
    text += reason(of_a ? scene.event->of_a : scene.event->of_b);
  }
  return text;
}

std::string event_talk(Dice& dice) {
  std::string text;
  for (std::size_t i = 0; i < 3; ++i) {
    const Scene scene = roll(dice, false);
    const auto asked = [&](bool of_a) {
      return filled(" Who was {w}? {n}.", {{'w', of_a ? scene.event->of_a : scene.event->of_b},
                                           {'n', of_a ? scene.a : scene.b}});
    };
    const bool a_first = dice.chance(50);
    if (i > 0) text += ' ';
    text += scene.text + '.' + asked(a_first) + asked(!a_first);
  }
  return text;
}

TaskItem event_item(Dice& dice) {
  const Scene scene = roll(dice, true);
  const bool of_a = dice.chance(50);
  const bool a_first = dice.chance(50);
  const std::array<std::string_view, 2> names = {a_first ? scene.a : scene.b,
                                                 a_first ? scene.b : scene.a};
  TaskItem item{.contexts = {}, .continuations = {}, .subject = ""};
  for (const std::string_view name : names) item.contexts.push_back(before_reason(scene, name));
  item.continuations = {reason(of_a ? scene.event->of_a : scene.event->of_b)};
  item.answer = of_a == a_first ? 0 : 1;
  return item;
}

}  // namespace mllm_npu
