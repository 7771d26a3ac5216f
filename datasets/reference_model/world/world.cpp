#include "datasets/reference_model/world/world.h"

#include <array>
#include <set>
#include <utility>

#include "datasets/reference_model/world/events.h"
#include "datasets/reference_model/world/matter.h"
#include "datasets/reference_model/world/scripts.h"
#include "datasets/reference_model/world/stories.h"
#include "datasets/reference_model/world/subjects.h"
#include "engine/base/check.h"

namespace mllm_npu {
namespace {

using MakeText = std::string (*)(Dice&);
using MakeItem = TaskItem (*)(Dice&);

struct Kind {
  std::size_t percent;  // of the domain's texts
  MakeText make;
};

constexpr std::array<Kind, 6> kTales = {{{16, holdings_text},
                                         {20, story_text},
                                         {8, script_text},
                                         {30, event_text},
                                         {7, matter_text},
                                         {19, subject_text}}};
constexpr std::array<Kind, 4> kTalk = {
    {{28, event_talk}, {22, matter_talk}, {12, subject_talk}, {38, subject_quiz}}};
constexpr std::size_t kTalkPercent = 35;  // of kAll

template <class Kinds>
std::string text_of(const Kinds& kinds, Dice& dice) {
  std::size_t at = dice.below(100);
  for (const Kind& kind : kinds) {
    if (at < kind.percent) return kind.make(dice);
    at -= kind.percent;
  }
  MLLM_NPU_CHECK(false, std::to_string(at));
}

// An item as one text: two with one text are the same item.
std::string text_of(const TaskItem& item) {
  std::string text;
  for (const std::string& context : item.contexts) text += context + '\n';
  for (const std::string& continuation : item.continuations) text += continuation + '\n';
  return text;
}

Task make_task(const char* name, TaskForm form, MakeItem make, std::uint64_t seed,
               std::size_t items) {
  Dice dice(hash_of(name, std::to_string(seed)));
  Task task{name, form, {}};
  std::set<std::string> seen;
  while (task.items.size() < items) {
    TaskItem item = make(dice);
    if (seen.insert(text_of(item)).second) task.items.push_back(std::move(item));
  }
  return task;
}

}  // namespace

std::string world_text(WorldDomain domain, std::uint64_t seed, std::uint64_t index) {
  Dice dice(hash_of(std::to_string(seed), std::to_string(index)));
  if (domain == WorldDomain::kAll) {
    domain = dice.chance(kTalkPercent) ? WorldDomain::kTalk : WorldDomain::kTales;
  }
  return domain == WorldDomain::kTalk ? text_of(kTalk, dice) : text_of(kTales, dice);
}

std::vector<std::string> world_texts(WorldDomain domain, std::uint64_t seed, std::size_t count) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) texts.push_back(world_text(domain, seed, i));
  return texts;
}

std::vector<Task> world_tasks(std::uint64_t seed, std::size_t items) {
  return {make_task("far-word", TaskForm::kLastWord, story_item, seed, items),
          make_task("continuation", TaskForm::kChoice, script_item, seed, items),
          make_task("coreference", TaskForm::kPartial, event_item, seed, items),
          make_task("fact-choice", TaskForm::kChoice, matter_item, seed, items),
          make_task("subjects", TaskForm::kChoice, subject_item, seed, items)};
}

}  // namespace mllm_npu
