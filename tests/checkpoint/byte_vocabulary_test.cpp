#include "engine/checkpoint/byte_vocabulary.h"

#include <set>

#include <gtest/gtest.h>

#include "engine/base/json.h"

namespace mllm_npu {
namespace {

using Kind = VocabularyPiece::Kind;

TEST(ByteVocabulary, HasSpecialPiecesThenBytesThenTheSpaceThenFillers) {
  const auto pieces = byte_vocabulary(300);
  EXPECT_EQ(pieces.size(), 300U);
  EXPECT_EQ(pieces[0].text, "<unk>");
  EXPECT_EQ(pieces[0].kind, Kind::kUnknown);
  EXPECT_EQ(pieces[1].text, "<s>");
  EXPECT_EQ(pieces[2].text, "</s>");
  EXPECT_EQ(pieces[2].kind, Kind::kControl);
  EXPECT_EQ(pieces[3].text, "<0x00>");
  EXPECT_EQ(pieces[3 + 0xab].text, "<0xAB>");
  EXPECT_EQ(pieces[258].kind, Kind::kByte);
  EXPECT_EQ(pieces[259].text, "\xe2\x96\x81");
  EXPECT_EQ(pieces[260].text, "[260]");
  EXPECT_EQ(pieces[299].kind, Kind::kNormal);
}

TEST(ByteVocabulary, HasEachPieceOnce) {
  std::set<std::string> texts;
  for (const VocabularyPiece& piece : byte_vocabulary(512)) texts.insert(piece.text);
  EXPECT_EQ(texts.size(), 512U);
}

TEST(ByteVocabulary, IsTheVocabularyOfItsTokenizerJson) {
  const boost::json::value json = parse_json(byte_tokenizer_json(300), "f");
  const JsonReader vocabulary = JsonReader("f", "", json).at("model").at("vocab");
  const auto pieces = byte_vocabulary(300);
  ASSERT_EQ(vocabulary.members().size(), 300U);
  for (std::size_t id = 0; id < 300; ++id) {
    EXPECT_EQ(vocabulary.at(pieces[id].text).integer(0, 299), static_cast<std::int64_t>(id));
  }
  EXPECT_EQ(json.at("added_tokens").as_array().size(), 3U);
}

TEST(ByteVocabularyDeathTest, StopsWhenTheBytesHaveNoRoom) {
  EXPECT_EQ(byte_vocabulary(260).size(), 260U);
  EXPECT_DEATH(byte_vocabulary(259), "259");
}

}  // namespace
}  // namespace mllm_npu
