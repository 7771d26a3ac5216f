#include "datasets/reference_model/world/subjects.h"

#include <algorithm>
#include <array>

#include "datasets/reference_model/world/people_and_things.h"

namespace mllm_npu {
namespace {

constexpr std::uint64_t kKeptPercent = 30;
constexpr std::size_t kEntities = 20;
constexpr std::size_t kRelations = 3;
constexpr std::size_t kValues = 8;

// {e}: the entity, {v}: the value.
struct Relation {
  std::array<std::string_view, 2> statements;
  std::string_view question;  // without its mark
  std::array<std::string_view, kValues> values;
};
struct Subject {
  std::string_view name;
  std::array<std::string_view, kEntities> entities;
  std::array<Relation, kRelations> relations;
};

constexpr std::array<Subject, 6> kSubjects = {{
    {"animals",
     {"fox",   "wolf",  "bear", "deer",  "otter", "badger", "hare",  "mole", "owl",  "crow",
      "heron", "eagle", "frog", "snake", "goat",  "lynx",   "mouse", "seal", "swan", "bat"},
     {{{{"The {e} lives in the {v}.", "In the {v} you may meet the {e}."},
        "where does the {e} live",
        {"forest", "desert", "river", "mountain", "swamp", "meadow", "cave", "coast"}},
       {{"The {e} eats {v}.", "What the {e} likes best is {v}."},
        "what does the {e} eat",
        {"grass", "fish", "seeds", "beetles", "roots", "fruit", "eggs", "moss"}},
       {{"The {e} sleeps in {v}.", "In {v} the {e} sleeps."},
        "when does the {e} sleep",
        {"spring", "summer", "autumn", "winter", "daylight", "darkness", "fog", "heat"}}}}},
    {"towns",
     {"Arlen", "Borga", "Celm",  "Dorfa", "Elvik", "Farun", "Golm",  "Hilva", "Istra", "Jorn",
      "Kelda", "Lomar", "Morva", "Nesk",  "Orlin", "Pergo", "Quill", "Ronda", "Selk",  "Tarn"},
     {{{{"{e} lies in the {v}.", "The {v} is where {e} lies."},
        "where does {e} lie",
        {"north", "south", "east", "west", "valley", "hills", "plain", "delta"}},
       {{"{e} is known for its {v}.", "The {v} of {e} is famous."},
        "what is {e} known for",
        {"cheese", "salt", "silk", "wine", "music", "steel", "amber", "honey"}},
       {{"{e} was built by {v}.", "It was {v} who built {e}."},
        "who built {e}",
        {"monks", "sailors", "kings", "miners", "hunters", "farmers", "soldiers", "traders"}}}}},
    {"scholars",
     {"Adler",  "Bruno", "Corin",  "Duval", "Ebner", "Falk",   "Garin", "Holm",  "Ibsen",  "Jarvis",
      "Kepler", "Lind",  "Moreau", "Novak", "Otto",  "Petrov", "Rask",  "Stein", "Torres", "Weiss"},
     {{{{"Doctor {e} studied {v}.", "The study of {v} was the work of Doctor {e}."},
        "what did Doctor {e} study",
        {"stars", "birds", "plants", "light", "numbers", "metals", "storms", "bones"}},
       {{"Doctor {e} was a {v} at first.", "As a {v} Doctor {e} began."},
        "what was Doctor {e} at first",
        {"baker", "tailor", "miller", "fisher", "smith", "singer", "lawyer", "priest"}},
       {{"Doctor {e} invented the {v}.", "The {v} was found by Doctor {e}."},
        "what did Doctor {e} invent",
        {"pump", "clock", "compass", "printer", "engine", "balloon", "telescope", "battery"}}}}},
    {"plants",
     {"rose",    "lily",   "ivy",    "fern",  "clover", "poppy",  "daisy",
      "thistle", "nettle", "mint",   "sage",  "tulip",  "violet", "heather",
      "lotus",   "maple",  "willow", "cedar", "birch",  "elm"},
     {{{{"The {e} has {v} leaves.", "The leaves of the {e} are {v}."},
        "how are the leaves of the {e}",
        {"red", "green", "blue", "yellow", "white", "purple", "brown", "silver"}},
       {{"The {e} helps against {v}.", "Against {v} people take the {e}."},
        "what does the {e} help against",
        {"cough", "fever", "pain", "hunger", "fear", "thirst", "itching", "cramps"}},
       {{"The {e} grows near {v}.", "Near {v} grows the {e}."},
        "where does the {e} grow",
        {"ponds", "walls", "roads", "rocks", "graves", "barns", "fences", "springs"}}}}},
    {"dishes",
     {"broth",    "stew",    "pudding", "salad",    "omelet",  "pie",    "noodle",
      "porridge", "pancake", "curry",   "dumpling", "sausage", "pickle", "biscuit",
      "gravy",    "roast",   "muffin",  "toast",    "risotto", "goulash"},
     {{{{"The {e} is cooked with {v}.", "With {v} they cook the {e}."},
        "what is the {e} cooked with",
        {"butter", "onions", "garlic", "pepper", "lemon", "cream", "mustard", "sugar"}},
       {{"The {e} is served on {v}.", "On {v} people eat the {e}."},
        "when is the {e} served",
        {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "holidays"}},
       {{"The {e} takes {v} minutes.", "After {v} minutes the {e} is done."},
        "how many minutes does the {e} take",
        {"two", "five", "seven", "ten", "twelve", "twenty", "thirty", "sixty"}}}}},
    {"ships",
     {"Albatross", "Breeze",  "Comet",   "Dolphin", "Empress", "Falcon",  "Gazelle",
      "Harmony",   "Iris",    "Jupiter", "Kestrel", "Liberty", "Mermaid", "Neptune",
      "Orion",     "Pelican", "Raven",   "Sirius",  "Triton",  "Venus"},
     {{{{"The {e} carries {v}.", "There is {v} aboard the {e}."},
        "what does the {e} carry",
        {"coal", "rice", "timber", "cotton", "oil", "sand", "spice", "marble"}},
       {{"The {e} sails to {v}.", "To {v} sails the {e}."},
        "where does the {e} sail",
        {"Africa", "China", "Norway", "Peru", "Egypt", "India", "Japan", "Spain"}},
       {{"The {e} has a {v} flag.", "A {v} flag flies over the {e}."},
        "what flag does the {e} have",
        {"striped", "plain", "round", "torn", "golden", "black", "pink", "orange"}}}}},
}};

struct Fact {
  const Subject& subject;
  const Relation& relation;
  std::string_view entity;

  // Which value is true was rolled once, by the two words.
  std::size_t value() const { return hash_of(relation.question, entity) % kValues; }
  bool kept() const { return held_out(entity, relation.question, kKeptPercent); }
};

Fact roll(Dice& dice, const Subject& subject) {
  return {subject, dice.pick(subject.relations), subject.entities[dice.skewed(kEntities)]};
}

Fact roll_kept(Dice& dice, const Subject& subject, bool want_kept) {
  while (true) {
    const Fact fact = roll(dice, subject);
    if (fact.kept() == want_kept) return fact;
  }
}

std::string_view value_of(const Fact& fact) { return fact.relation.values[fact.value()]; }

std::string statement(Dice& dice, const Fact& fact) {
  return capitalized(
      filled(dice.pick(fact.relation.statements), {{'e', fact.entity}, {'v', value_of(fact)}}));
}

std::string question(const Fact& fact) {
  return filled(fact.relation.question, {{'e', fact.entity}}) + '?';
}

std::string asked(const Fact& fact) { return "Question: " + question(fact) + " Answer:"; }

// Four different values of the relation, the right one among them.
std::vector<std::size_t> choices(Dice& dice, const Fact& fact) {
  std::vector<std::size_t> values = {fact.value()};
  for (const std::size_t value : dice.different(4, kValues)) {
    if (values.size() < 4 && value != values[0]) values.push_back(value);
  }
  dice.shuffle(values);
  return values;
}

}  // namespace

std::string subject_text(Dice& dice) {
  const Subject& subject = dice.pick(kSubjects);
  std::string text = "About " + std::string(subject.name) + '.';
  for (std::size_t i = 0; i < 6; ++i) text += ' ' + statement(dice, roll(dice, subject));
  return text;
}

std::string subject_talk(Dice& dice) {
  const std::vector<std::size_t> who = dice.different(2, people().size());
  const Subject& subject = dice.pick(kSubjects);
  std::string text;
  for (std::size_t i = 0; i < 3; ++i) {
    const Fact fact = roll(dice, subject);
    if (i > 0) text += ' ';
    text += std::string(people()[who[0]].name) + ": " + capitalized(question(fact)) + ' ' +
            std::string(people()[who[1]].name) + ": " + statement(dice, fact);
  }
  return text;
}

std::string subject_quiz(Dice& dice) {
  const Subject& subject = dice.pick(kSubjects);
  std::string text;
  for (std::size_t i = 0; i < 5; ++i) {
    const Fact fact = roll_kept(dice, subject, false);
    if (i > 0) text += ' ';
    text += asked(fact) + ' ' + std::string(value_of(fact)) + '.';
  }
  return text;
}

TaskItem subject_item(Dice& dice) {
  const Subject& subject = dice.pick(kSubjects);
  const Fact fact = roll_kept(dice, subject, true);
  TaskItem item{
      .contexts = {asked(fact)}, .continuations = {}, .subject = std::string(subject.name)};
  for (const std::size_t value : choices(dice, fact)) {
    if (value == fact.value()) item.answer = item.continuations.size();
    item.continuations.push_back(' ' + std::string(fact.relation.values[value]));
  }
  return item;
}

}  // namespace mllm_npu
