#include "datasets/reference_model/world/stories.h"

#include <algorithm>
#include <array>

#include "datasets/reference_model/world/people_and_things.h"

namespace mllm_npu {
namespace {

constexpr std::uint64_t kKeptPercent = 15;

bool kept(const Person& owner, const Thing& thing) {
  return held_out(owner.name, thing.name, kKeptPercent);
}

struct Part {
  Person owner;
  std::string_view thing;
  std::string_view spot;
};

// {p} gets {t}, with its article, at {s}.
constexpr std::array<std::string_view, 4> kGets = {
    " {p} bought {t} at the {s}.", " At the {s} {p} found {t}.", " {p} saw {t} at the {s}.",
    " On the way to the {s} {p} got {t}."};
constexpr std::array<std::string_view, 8> kBetween = {
    " It was a cold day.",         " The sun was shining.",    " Nobody was in a hurry.",
    " There was rain all day.",    " The bells rang at noon.", " The wind blew from the sea.",
    " All the streets were full.", " It was quiet everywhere."};
// The last word, the thing, is not in the pattern. {q} is somebody who has nothing.
constexpr std::array<std::string_view, 4> kAsks = {
    " In the evening {q} wanted to see {p}'s", " At home {q} heard about {p}'s",
    " Later {q} asked for {p}'s", " The next day {q} still spoke of {p}'s"};

// {p} has {t}, in a list.
constexpr std::array<std::string_view, 3> kHolds = {"{p} {t}", "{p} has {t}", "{p} has the {t}"};

// `count` people with a thing each; of a kept pair is only number `answer`, if that is asked for.
std::vector<Part> roll_parts(Dice& dice, std::size_t count, bool kept_answer, std::size_t answer) {
  const std::vector<std::size_t> who = dice.different(count, people().size());
  const std::vector<std::size_t> where = dice.different(count, spots().size());
  std::vector<std::size_t> what;
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t thing = 0;
    do {
      thing = dice.below(things().size());
    } while (kept(people()[who[i]], things()[thing]) != (kept_answer && i == answer) ||
             std::ranges::find(what, thing) != what.end());
    what.push_back(thing);
  }
  std::vector<Part> parts;
  for (std::size_t i = 0; i < count; ++i) {
    parts.push_back({people()[who[i]], things()[what[i]].name, spots()[where[i]]});
  }
  return parts;
}

std::string beginning(Dice& dice, const std::vector<Part>& parts) {
  std::string text;
  for (const Part& part : parts) {
    if (dice.chance(30)) text += dice.pick(kBetween);
    const std::string thing = with_article(part.thing);
    text += filled(dice.pick(kGets), {{'p', part.owner.name}, {'s', part.spot}, {'t', thing}});
  }
  if (parts.size() == 1) text += dice.pick(kBetween);
  if (parts.size() == 1 || dice.chance(60)) text += dice.pick(kBetween);
  return text.substr(1);
}

std::string question(Dice& dice, const std::vector<Part>& parts, const Part& asked) {
  std::string_view other;
  bool taken = true;
  while (taken) {
    other = dice.pick(people()).name;
    taken = false;
    for (const Part& part : parts) taken = taken || part.owner.name == other;
  }
  return filled(dice.pick(kAsks), {{'p', asked.owner.name}, {'q', other}});
}

}  // namespace

std::string holdings_text(Dice& dice) {
  std::vector<Part> parts = roll_parts(dice, 3 + dice.below(4), false, 0);
  const std::string_view pattern = dice.pick(kHolds);
  const auto listed = [&] {
    std::string text;
    for (const Part& part : parts) {
      text += text.empty() ? " " : ", ";
      text += filled(pattern, {{'p', part.owner.name}, {'t', part.thing}});
    }
    return text + '.';
  };
  const std::string first = "Things:" + listed();
  if (dice.chance(60)) dice.shuffle(parts);
  return first + " Again:" + listed();
}

std::string story_text(Dice& dice) {
  const std::vector<Part> parts = roll_parts(dice, 1 + dice.below(3), false, 0);
  std::string text = beginning(dice, parts);
  for (const std::size_t asked :
       dice.different(std::min<std::size_t>(2, parts.size()), parts.size())) {
    text += question(dice, parts, parts[asked]) + ' ' + std::string(parts[asked].thing) + '.';
  }
  return text;
}

TaskItem story_item(Dice& dice) {
  const std::size_t count = 1 + dice.below(3);
  const std::size_t answer = dice.below(std::max<std::size_t>(1, count - 1));  // the last is near
  const std::vector<Part> parts = roll_parts(dice, count, true, answer);
  const Part& asked = parts[answer];
  std::string text = beginning(dice, parts);
  text += question(dice, parts, asked);
  return {.contexts = {text}, .continuations = {' ' + std::string(asked.thing)}, .subject = ""};
}

}  // namespace mllm_npu
