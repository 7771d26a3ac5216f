#include "engine/text/tokenizer_json_steps.h"

#include <algorithm>

#include "engine/text/byte_piece.h"

namespace mllm_npu {
namespace {

void add_steps(const JsonReader& step, std::vector<JsonReader>& steps) {
  if (step.value().is_null()) return;
  if (!is_step(step, "Sequence")) {
    steps.push_back(step);
    return;
  }
  for (const char* const members : {"normalizers", "pretokenizers", "decoders", "processors"}) {
    if (!step.has(members)) continue;
    for (const JsonReader& each : step.at(members).elements()) add_steps(each, steps);
  }
}

// The expression of a Split's pattern; a plain string is quoted.
std::string expression_of(const JsonReader& pattern) {
  if (pattern.has("Regex")) return pattern.at("Regex").string();
  const std::string plain = pattern.at("String").string();
  if (plain.find("\\E") != std::string::npos) pattern.fail("a string without \\E", plain);
  return "\\Q" + plain + "\\E";
}

// A match stays a word of its own with "Isolated". "Removed" and "invert" keep the matches only;
// the patterns that come so match all of a text.
std::string read_split(const JsonReader& step) {
  const std::string behavior = step.at("behavior").one_of({"Isolated", "Removed"});
  const bool invert = step.has("invert") && step.at("invert").boolean();
  if (invert != (behavior == "Removed")) step.fail("Isolated, or Removed with invert", behavior);
  return expression_of(step.at("pattern"));
}

void read_byte_level(const JsonReader& step, PreTokenization& into) {
  if (!is_off(step, "add_prefix_space")) step.at("add_prefix_space").fail("false");
  if (step.has("use_regex") && is_off(step, "use_regex")) return;
  for (const std::string& each : pre_tokenization("gpt-2", step.file()).patterns) {
    into.patterns.push_back(each);
  }
}

std::string read_space_mark(const JsonReader& metaspace) {
  return metaspace.has("replacement") ? metaspace.at("replacement").string()
                                      : std::string(kSpaceMark);
}

bool adds_space_prefix(const JsonReader& metaspace) {
  if (!metaspace.has("prepend_scheme")) return !is_off(metaspace, "add_prefix_space");
  return metaspace.at("prepend_scheme").one_of({"first", "always", "never"}) != "never";
}

Replacement read_replace(const JsonReader& step) {
  return {step.at("pattern").at("String").string(), any_string(step.at("content"))};
}

void read_normalizer(const JsonReader& step, SpaceEscapes& into) {
  if (is_step(step, "Prepend")) {
    into.normalizer.push_back({"", step.at("prepend").string()});
  } else if (is_step(step, "Replace")) {
    into.normalizer.push_back(read_replace(step));
  } else {
    step.fail("a Prepend or a Replace", any_string(step.at("type")));
  }
}

// A Split at what the normalizer left none of does nothing.
bool is_idle_split(const JsonReader& step, const SpaceEscapes& escapes) {
  if (!is_step(step, "Split") || !step.at("pattern").has("String")) return false;
  const std::string plain = step.at("pattern").at("String").string();
  const auto is_replaced = [&](const Replacement& each) { return each.pattern == plain; };
  return std::any_of(escapes.normalizer.begin(), escapes.normalizer.end(), is_replaced);
}

void read_pre_tokenizer(const JsonReader& step, SpaceEscapes& into) {
  if (is_idle_split(step, into)) return;
  if (!is_step(step, "Metaspace")) step.fail("a Metaspace", any_string(step.at("type")));
  if (!step.has("split") || !is_off(step, "split")) step.fail("a Metaspace with split off", "on");
  const std::string mark = read_space_mark(step);
  into.normalizer.push_back({" ", mark});
  if (adds_space_prefix(step)) into.normalizer.push_back({"", mark});
}

void read_decoder(const JsonReader& step, SpaceEscapes& into) {
  if (is_step(step, "ByteFallback") || is_step(step, "Fuse")) return;
  if (is_step(step, "Replace")) {
    into.decoder.push_back(read_replace(step));
  } else if (is_step(step, "Strip")) {
    if (step.at("content").string() != " ") step.at("content").fail("a space");
    into.drops_first_space = step.at("start").integer(0, 1) == 1;
    static_cast<void>(step.at("stop").integer(0, 0));
  } else if (is_step(step, "Metaspace")) {
    into.decoder.push_back({read_space_mark(step), " "});
    into.drops_first_space = adds_space_prefix(step);
  } else {
    step.fail("one of Replace, ByteFallback, Fuse, Strip, Metaspace", any_string(step.at("type")));
  }
}

}  // namespace

std::vector<JsonReader> steps_of(const JsonReader& file, std::string_view name) {
  std::vector<JsonReader> steps;
  if (file.has(name)) add_steps(file.at(name), steps);
  return steps;
}

bool is_step(const JsonReader& step, std::string_view type) {
  return any_string(step.at("type")) == type;
}

bool is_off(const JsonReader& object, std::string_view member) {
  if (!object.has(member)) return true;
  const JsonReader flag = object.at(member);
  return flag.value().is_null() || !flag.boolean();
}

std::string any_string(const JsonReader& reader) {
  if (!reader.value().is_string()) reader.fail("a string");
  const auto& text = reader.value().get_string();
  return {text.data(), text.size()};
}

bool is_byte_level(const JsonReader& file) {
  for (const char* const name : {"pre_tokenizer", "decoder"}) {
    for (const JsonReader& step : steps_of(file, name)) {
      if (is_step(step, "ByteLevel")) return true;
    }
  }
  return false;
}

PreTokenization read_pre_tokenization(const JsonReader& file) {
  PreTokenization result;
  for (const JsonReader& step : steps_of(file, "normalizer")) {
    if (!is_step(step, "NFC")) step.fail("an NFC", any_string(step.at("type")));
    result.nfc = true;
  }
  for (const JsonReader& step : steps_of(file, "pre_tokenizer")) {
    if (is_step(step, "Split")) {
      result.patterns.push_back(read_split(step));
    } else if (is_step(step, "Digits")) {
      result.patterns.push_back(is_off(step, "individual_digits") ? "\\p{N}+" : "\\p{N}");
    } else if (is_step(step, "ByteLevel")) {
      read_byte_level(step, result);
    } else {
      step.fail("one of Split, Digits, ByteLevel", any_string(step.at("type")));
    }
  }
  constexpr std::size_t kMaxPatterns = 16;
  if (result.patterns.size() > kMaxPatterns) {
    file.at("pre_tokenizer").fail("at most 16 patterns", std::to_string(result.patterns.size()));
  }
  return result;
}

SpaceEscapes read_space_escapes(const JsonReader& file) {
  SpaceEscapes result;
  for (const JsonReader& step : steps_of(file, "normalizer")) read_normalizer(step, result);
  for (const JsonReader& step : steps_of(file, "pre_tokenizer")) read_pre_tokenizer(step, result);
  for (const JsonReader& step : steps_of(file, "decoder")) read_decoder(step, result);
  const JsonReader model = file.at("model");
  result.byte_fallback = !is_off(model, "byte_fallback");
  result.fuse_unknown = !is_off(model, "fuse_unk");
  return result;
}

}  // namespace mllm_npu
