#pragma once

// Small vocabularies, made by hand, and texts to try them with.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/text/bpe_vocabulary.h"
#include "engine/text/scored_bpe.h"
#include "engine/text/sentencepiece_file.h"
#include "engine/text/tokenizer.h"

namespace mllm_npu::text_samples {

using Ids = std::vector<TokenId>;

// The 256 letters of GPT-2's alphabet, the id of each its byte, and a token for every merge,
// which is written "left right".
BpeVocabulary byte_level_vocabulary(const std::vector<std::string>& merges);

// Adds merges and their results to a vocabulary.
void add_merges(const std::vector<std::string>& merges, BpeVocabulary& vocabulary);

// Like LLaMA's: <unk> <s> </s>, the 256 bytes, then these with the scores 0, -1, -2, ...
ScoredVocabulary scored_vocabulary(const std::vector<std::string>& pieces);
// Without the bytes.
ScoredVocabulary scored_vocabulary_without_bytes(const std::vector<std::string>& pieces);

// Adds a piece of another kind; gives its id.
TokenId add_piece(const std::string& text, TokenKind kind, ScoredVocabulary& vocabulary);

// A model of the SentencePiece library over such a vocabulary.
SentencePieceModel bpe_model(ScoredVocabulary vocabulary);

// Pieces that merge a good deal of the texts below.
std::vector<std::string> common_pieces();

// A vocab.json and merges.txt in one text each.
std::string vocab_json(const BpeVocabulary& vocabulary);
std::string merges_txt(const BpeVocabulary& vocabulary);

// The bytes of a llama2.c file; "▁" is written as a space.
std::string llama2c_bytes(const ScoredVocabulary& vocabulary);

// Up to 40 characters of UTF-8: letters, spaces, marks, Chinese, emoji and others.
std::string random_text(std::uint64_t seed);
// Up to 40 bytes of any kind.
std::string random_bytes(std::uint64_t seed);

// What piece() gives for each id, joined.
std::string joined_pieces(const Tokenizer& tokenizer, const Ids& ids);

}  // namespace mllm_npu::text_samples
