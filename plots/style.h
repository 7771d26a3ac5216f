#pragma once

// The one place that decides how figures look: sizes, colours, and the order and written names of
// devices, models, systems, processors and the like.

#include <string>
#include <vector>

namespace mllm_npu {

inline constexpr double kColumnWidth = 3.33;  // inches: one column of a two-column paper
inline constexpr double kPageWidth = 7.0;     // inches: both columns
inline constexpr double kFontPoints = 7;      // at those widths; also the smallest text there is
inline constexpr double kPointsPerInch = 72;

// How one value of a factor appears in a figure.
struct Look {
  std::string id;         // as in the record: "llama.cpp-cpu"
  std::string label;      // as printed: "llama.cpp (CPU)"
  std::string color;      // "#rrggbb"
  bool emphasis = false;  // labelled even where there is no room for every label
};

// The looks of `ids`, values of factor `factor` (system, model, processor, ...): known ones first,
// in the paper's order, then the others as they come, with colours that are still free. A value
// nobody here has heard of is drawn all the same.
std::vector<Look> looks(const std::string& factor, const std::vector<std::string>& ids);

// As printed: "Qwen1.5-1.8B" for "qwen1.5-1.8b"; an unknown name stays as it is.
std::string display_name(const std::string& id);

// Colour number `index` of a palette that colour-blind readers can tell apart (Okabe and Ito),
// black text legible on each; starts anew after the last.
std::string palette_color(std::size_t index);
std::size_t palette_size();

}  // namespace mllm_npu
