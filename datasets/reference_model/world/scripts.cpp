#include "datasets/reference_model/world/scripts.h"

#include <array>

#include "datasets/reference_model/world/people_and_things.h"

namespace mllm_npu {
namespace {

constexpr std::uint64_t kKeptPercent = 20;
constexpr std::size_t kSteps = 6;

struct Step {
  std::array<std::string_view, 2> wordings;
};
struct Script {
  std::string_view aim;
  std::array<Step, kSteps> steps;
};

constexpr std::array<Script, 14> kScripts = {{
    {"bake bread",
     {{{{"took flour from the shelf", "got the flour"}},
       {{"mixed flour and water", "stirred the flour with water"}},
       {{"pressed the dough", "worked on the dough"}},
       {{"lit the oven", "made the oven hot"}},
       {{"put the dough in the oven", "pushed the dough inside"}},
       {{"cut the warm bread", "ate a piece of bread"}}}}},
    {"make tea",
     {{{{"filled the kettle", "put water in the kettle"}},
       {{"set the kettle on the stove", "heated the kettle"}},
       {{"waited for the steam", "watched the water boil"}},
       {{"poured the water on the leaves", "put hot water over the leaves"}},
       {{"added honey", "stirred some honey in"}},
       {{"drank the tea", "took a sip of tea"}}}}},
    {"wash a shirt",
     {{{{"filled the tub", "put water in the tub"}},
       {{"put soap in the tub", "added some soap"}},
       {{"rubbed the shirt", "scrubbed the shirt"}},
       {{"rinsed the shirt", "washed the soap out"}},
       {{"hung the shirt on the line", "hung it up in the sun"}},
       {{"folded the dry shirt", "put the dry shirt away"}}}}},
    {"paint a wall",
     {{{{"cleaned the wall", "wiped the wall"}},
       {{"opened the paint", "stirred the paint"}},
       {{"dipped the brush", "took the brush"}},
       {{"painted the wall", "put paint on the wall"}},
       {{"waited for the paint to dry", "let the paint dry"}},
       {{"washed the brush", "cleaned the brush"}}}}},
    {"plant a tree",
     {{{{"chose a place in the yard", "looked for a good place"}},
       {{"dug a hole", "made a deep hole"}},
       {{"set the tree in the hole", "put the tree in"}},
       {{"pushed the earth back", "closed the hole with earth"}},
       {{"watered the tree", "gave the tree water"}},
       {{"picked the first apple", "saw the tree grow"}}}}},
    {"catch a fish",
     {{{{"took the rod", "got the rod"}},
       {{"dug up a worm", "found a worm"}},
       {{"put the worm on the hook", "tied the hook on"}},
       {{"threw the line in the lake", "threw the hook out"}},
       {{"felt a pull on the line", "saw the line move"}},
       {{"pulled the fish out", "took the fish home"}}}}},
    {"build a fire",
     {{{{"gathered dry sticks", "looked for sticks"}},
       {{"laid stones in a circle", "made a circle of stones"}},
       {{"piled up the sticks", "put the sticks on a pile"}},
       {{"struck a match", "lit a match"}},
       {{"blew on the flame", "fed the flame"}},
       {{"sat down by the fire", "got warm by the fire"}}}}},
    {"send a letter",
     {{{{"sat down at the desk", "took a pen"}},
       {{"wrote some lines", "wrote the letter"}},
       {{"folded the page", "folded the letter"}},
       {{"sealed the envelope", "closed the envelope"}},
       {{"put a stamp on it", "bought a stamp"}},
       {{"took it to the post", "dropped it in the box"}}}}},
    {"fix the roof",
     {{{{"saw water drip inside", "found a leak"}},
       {{"set up the ladder against the house", "carried the ladder out"}},
       {{"climbed up", "went up the ladder"}},
       {{"took off the broken tile", "removed the old tile"}},
       {{"nailed a new tile on", "put a new tile there"}},
       {{"climbed down", "came down again"}}}}},
    {"sell a cow",
     {{{{"brushed the cow", "washed the cow"}},
       {{"tied a rope to the cow", "put a rope on the cow"}},
       {{"led the cow to town", "walked the cow to town"}},
       {{"named a price", "asked for a price"}},
       {{"shook hands", "agreed on it"}},
       {{"counted the money", "took the money"}}}}},
    {"sew a dress",
     {{{{"bought some cloth", "chose some cloth"}},
       {{"drew lines on the cloth", "measured the cloth"}},
       {{"cut the cloth", "cut along the lines"}},
       {{"threaded the needle", "took needle and thread"}},
       {{"sewed the pieces together", "sewed it up"}},
       {{"tried the dress on", "wore the dress"}}}}},
    {"see the doctor",
     {{{{"woke up with a fever", "felt sick"}},
       {{"called the doctor", "asked for the doctor"}},
       {{"waited in a small room", "sat in the waiting room"}},
       {{"showed the sore arm", "told what hurt"}},
       {{"got a pill", "was given a pill"}},
       {{"slept until noon", "felt better"}}}}},
    {"take the train",
     {{{{"packed a bag", "put clothes in a bag"}},
       {{"walked to the rails", "hurried to the rails"}},
       {{"bought a ticket", "paid for a ticket"}},
       {{"got on the train", "stepped on the train"}},
       {{"looked out at the fields", "found a seat"}},
       {{"got off the train", "left the train"}}}}},
    {"win the race",
     {{{{"trained every day", "ran every morning"}},
       {{"put on the shoes", "tied the shoes"}},
       {{"stood at the start", "went to the start"}},
       {{"heard the signal", "heard the shot"}},
       {{"ran past the others", "ran as fast as possible"}},
       {{"crossed the line first", "got the prize"}}}}},
}};

bool kept(const Person& person, const Script& script) {
  return held_out(person.name, script.aim, kKeptPercent);
}

std::string sentence(Dice& dice, const Person& person, const Step& step) {
  return ' ' + std::string(person.pronoun) + ' ' + std::string(dice.pick(step.wordings)) + '.';
}

struct Doing {
  const Person& person;
  const Script& script;
};

Doing roll(Dice& dice, bool want_kept) {
  while (true) {
    const Doing doing{dice.pick(people()), dice.pick(kScripts)};
    if (kept(doing.person, doing.script) == want_kept) return doing;
  }
}

std::string beginning(Dice& dice, const Doing& doing) {
  static constexpr std::array<std::string_view, 3> kAims = {
      "{p} wanted to {a}.", "One day {p} had to {a}.", "{p} was going to {a}."};
  return filled(dice.pick(kAims), {{'p', doing.person.name}, {'a', doing.script.aim}});
}

}  // namespace

std::string script_text(Dice& dice) {
  const Doing doing = roll(dice, false);
  std::string text = beginning(dice, doing);
  const std::size_t left_out = dice.below(2 * kSteps);  // half of the time none
  for (std::size_t step = 0; step < kSteps; ++step) {
    if (step != left_out) text += sentence(dice, doing.person, doing.script.steps[step]);
  }
  return text;
}

TaskItem script_item(Dice& dice) {
  const Doing doing = roll(dice, true);
  const std::size_t next = 2 + dice.below(3);  // 2..4: something is before and behind it
  TaskItem item{.contexts = {beginning(dice, doing)}, .continuations = {}, .subject = ""};
  for (std::size_t step = next - 2; step < next; ++step) {
    item.contexts[0] += sentence(dice, doing.person, doing.script.steps[step]);
  }
  const Script* other = &doing.script;
  while (other == &doing.script) other = &dice.pick(kScripts);
  const std::array<const Step*, 4> endings = {&doing.script.steps[next],
                                              &doing.script.steps[next + 1],
                                              &doing.script.steps[next - 2], &other->steps[next]};
  std::vector<std::size_t> order = {0, 1, 2, 3};
  dice.shuffle(order);
  for (std::size_t place = 0; place < order.size(); ++place) {
    item.continuations.push_back(sentence(dice, doing.person, *endings[order[place]]));
    if (order[place] == 0) item.answer = place;
  }
  return item;
}

}  // namespace mllm_npu
