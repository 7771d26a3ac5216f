#pragma once

// Small files of every form.

#include <string_view>

namespace mllm_npu::samples {

inline constexpr std::string_view kLambada =
    R"({"text": "He said\n\"I do not care about signs"}
{"text": "word"}
)";

inline constexpr std::string_view kHellaswagText = R"(Roof: A man is sitting on a roof. he
3
is using wrap.
rips tiles off.
is holding a  cube.
starts.
Barbell: A lady walks. the lady
0
swings.
pulls.
[header] lands.
stands.
)";

inline constexpr std::string_view kHellaswagJson =
    R"({"activity_label": "Roof", "ctx_a": "A man is on a roof.", "ctx_b": "he", "ctx": "x", "endings": ["rips  tiles off.", "starts [title] Now."], "label": 1}
{"activity_label": "Health", "ctx_a": "How to rest. [header] Sleep.", "ctx_b": "", "endings": ["a", "b"], "label": "0"}
{"ctx": "A man is on a roof. he", "endings": ["a", "b"], "label": 1}
)";

inline constexpr std::string_view kWinogrande =
    R"({"qID": "1", "sentence": "She hid, so _ got the cases.", "option1": "Sarah", "option2": "Maria", "answer": "2"}
{"sentence": "_ 's too big; _ .", "option1": "The trophy", "option2": "The bag", "answer": "1"}
)";

inline constexpr std::string_view kWrappedWinogrande =
    R"([{"instruction": "Please choose the correct answer to fill in the blank to complete the given sentence: She hid, so _ got the cases.\n\nOption1: Sarah Option2: Maria Answer format: option1/option2",
  "input": "", "output": "the correct answer is option2", "answer": "option2"},
 {"instruction": "Please choose the correct answer to fill in the blank to complete the given sentence: _ 's too big; _ .\n\nOption1: The trophy Option2: The bag Answer format: option1/option2",
  "input": "", "output": "the correct answer is option1", "answer": "option1"}]
)";

inline constexpr std::string_view kOpenbookqa =
    R"({"id": "8-343", "question": {"stem": "Predators eat", "choices": [{"text": "lions", "label": "A"}, {"text": "humans", "label": "B"}, {"text": "bunnies", "label": "C"}, {"text": "grass", "label": "D"}]}, "answerKey": "C"}
)";

inline constexpr std::string_view kWrappedOpenbookqa =
    R"([{"instruction": "Please choose the correct answer to the question: Predators eat\n\nAnswer1: lions Answer2: humans Answer3: bunnies Answer4: grass\n\nAnswer format: answer1/answer2/answer3/answer4",
  "input": "", "output": "the correct answer is answer3", "answer": "answer3"}]
)";

inline constexpr std::string_view kMmlu = R"(question,choice0,choice1,choice2,choice3,answer
" What is, say,
""force""? ",mass,"a push, a pull",,4,1
Who?,a,b,c,d,3
)";

inline constexpr std::string_view kMmluLetters = R"(One?,a,b,c,d,B
Two?,e,f,g,h,A
)";

inline constexpr std::string_view kWikimqa =
    R"({"input": "Same country?", "context": "Passage 1:\nKurram\nA village.\nPassage 2:\nTroj\nAnother\none.", "answers": ["no", "No, not"], "length": 9, "dataset": "2wikimqa", "language": "en", "all_classes": null, "_id": "1"}
{"input": "Who?", "context": "Passage 1:\nB\nA bat.", "answers": ["a bat"]}
)";

inline constexpr std::string_view kOriginalWikimqa =
    R"([{"_id": "1", "type": "comparison", "question": "Same country?", "context": [["Kurram", ["A village."]], ["Troj", ["Another\none."]]], "supporting_facts": [], "evidences": [], "answer": "no"},
 {"question": "Who?", "context": [["B", ["A", "bat."]]], "answer": "a bat"}]
)";

inline constexpr std::string_view kTextWikimqa = R"(# METADATA: {"qid": "1"}
Wikipedia Title: Kurram
A village.

Wikipedia Title: Troj
Another
one.

Q: Same country?
A: no


# METADATA: {"qid": "2"}
Wikipedia Title: B
A bat.

Q: Answer the following question by reasoning step-by-step.
Who?
A: A bat is a bat. So the answer is: a bat.
)";

}  // namespace mllm_npu::samples
