#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mllm_npu {

// Draws the figures `ids` (empty: all that have results) from RESULTS_DIR/ID.json into FIGURES_DIR
// as .png, .svg and .pdf, and returns the pictures' paths, in the catalogue's order. The names are
// ID, or ID-PART where a figure has several pages.
//
// Errors: InputError for an ID that is no figure (it lists those that are), a results file that is
// missing, broken or lacks what the figure needs, no results at all, or no gnuplot. IDs are checked
// before anything is drawn.
std::vector<std::filesystem::path> draw_figures(const std::filesystem::path& results_dir,
                                                const std::filesystem::path& figures_dir,
                                                const std::vector<std::string>& ids);

}  // namespace mllm_npu
