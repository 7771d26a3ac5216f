#include "plots/kind_marks.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/graph/subgraph.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> written(const std::vector<KindMark>& marks) {
  std::vector<std::string> texts;
  for (const KindMark& entry : marks) texts.push_back(entry.mark + " " + entry.kind);
  return texts;
}

std::vector<std::string> kinds_of_the_engine() {
  std::vector<std::string> kinds;
  for (int i = 0;; ++i) {
    const std::string kind(name_of(static_cast<SubgraphKind>(i)));
    if (kind == "unknown") return kinds;
    kinds.push_back(kind);
  }
}

std::set<std::string> distinct_marks(const std::vector<KindMark>& marks) {
  std::set<std::string> texts;
  for (const KindMark& entry : marks) texts.insert(entry.mark);
  return texts;
}

TEST(KindMarks, EveryKindOfTheEngineHasALetterOfItsOwn) {
  const std::vector<KindMark> marks = kind_marks(kinds_of_the_engine());
  EXPECT_GE(marks.size(), 13u);
  EXPECT_EQ(distinct_marks(marks).size(), marks.size());
  for (const KindMark& entry : marks) EXPECT_EQ(entry.mark.size(), 1u) << entry.kind;
}

TEST(KindMarks, NoKindOfTheEngineIsMissingFromTheTable) {
  for (const std::string& kind : kinds_of_the_engine()) {
    // An unknown kind before it would take its letter, were it not in the table.
    const std::string letter = kind_marks({kind}).front().mark;
    EXPECT_EQ(mark_of(kind_marks({letter + "X", kind}), kind), letter) << kind;
    EXPECT_NE(mark_of(kind_marks({letter + "X", kind}), letter + "X"), letter) << kind;
  }
}

TEST(KindMarks, AKindHasTheSameLetterWhateverElseThereIs) {
  EXPECT_THAT(written(kind_marks({"ffn"})), ElementsAre("F ffn"));
  EXPECT_THAT(written(kind_marks({"flash_read", "ffn_norm", "ffn"})),
              ElementsAre("M ffn_norm", "F ffn", "R flash_read"));
}

TEST(KindMarks, StandInTheOrderInWhichALayerComputes) {
  EXPECT_THAT(written(kind_marks({"down", "attention", "qkv", "attention_norm"})),
              ElementsAre("N attention_norm", "Q qkv", "A attention", "D down"));
}

TEST(KindMarks, AnUnknownKindTakesItsFirstFreeLetterAndComesLast) {
  EXPECT_THAT(written(kind_marks({"gate_up", "qkv"})), ElementsAre("Q qkv", "T gate_up"));
}

TEST(KindMarks, AnUnknownKindWithoutAFreeLetterTakesTheAlphabets) {
  EXPECT_THAT(written(kind_marks({"fan", "42", ""})), ElementsAre("B fan", "C 42", "I "));
}

TEST(KindMarks, WhenTheAlphabetIsUsedUpNumbersFollow) {
  std::vector<std::string> kinds;
  for (int i = 0; i < 15; ++i) kinds.push_back("0" + std::to_string(i));
  const std::vector<KindMark> marks = kind_marks(kinds);
  EXPECT_EQ(distinct_marks(marks).size(), kinds.size());
  EXPECT_EQ(marks[12].mark, "Z");
  EXPECT_EQ(marks[13].mark, "1");
  EXPECT_EQ(marks[14].mark, "2");
}

TEST(KindMarks, AKindThatComesTwiceHasOneMark) {
  EXPECT_THAT(written(kind_marks({"x", "qkv", "x", "qkv"})), ElementsAre("Q qkv", "X x"));
  EXPECT_THAT(kind_marks({}), IsEmpty());
}

TEST(MarkOfDeathTest, TheKindMustHaveOne) {
  EXPECT_DEATH(mark_of(kind_marks({"qkv"}), "ffn"), "ffn");
}

}  // namespace
}  // namespace mllm_npu
