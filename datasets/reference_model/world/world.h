#pragma once

// A small world, and what is told of it: people who find things, bake bread, and know their trade;
// what things are made of; facts about animals, towns, scholars, plants, dishes and ships.
//
// Five tasks ask what the benchmarks of the paper ask, about things that no training text tells so:
//
//   far-word      LAMBADA      a thing that somebody has, said once and far back, in pairs of
//   person
//                              and thing that no training text has
//   continuation  HellaSwag    the next step of an undertaking, for pairs of person and undertaking
//                              that no training text has
//   coreference   WinoGrande   who of two people did what, by their trades and by what there was to
//                              do, in pairs of people and scene that no training text has
//   fact-choice   OpenBookQA   what becomes of a thing in a trial that no training text puts it to,
//                              though others of its material
//   subjects      MMLU         facts that training texts tell, but never ask in this form

#include <cstdint>
#include <string>
#include <vector>

#include "datasets/tasks/task.h"

namespace mllm_npu {

enum class WorldDomain {
  kTales,  // prose: stories, undertakings, events, notes of facts
  kTalk,   // questions and answers
  kAll,    // both, as the reference model was trained on
};

// Text `index` of an endless series; the same for the same domain, seed and index.
std::string world_text(WorldDomain domain, std::uint64_t seed, std::uint64_t index);
// The first `count` of them.
std::vector<std::string> world_texts(WorldDomain domain, std::uint64_t seed, std::size_t count);

// The five tasks, in the order above, of `items` different items each. No item is part of any
// world_text(). REQUIRES: items <= 1000.
std::vector<Task> world_tasks(std::uint64_t seed, std::size_t items);

}  // namespace mllm_npu
