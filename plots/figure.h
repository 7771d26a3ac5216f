#pragma once

#include <string>
#include <vector>

#include "engine/metrics/result_record.h"
#include "plots/gnuplot_page.h"

namespace mllm_npu {

// A figure turns one result record into pages, most often one. It reads nothing else, so it can be
// drawn again long after the experiment ran.
//
// To add one: a .cpp with a function like `draw`, its declaration and its line in the catalogue
// (figure_catalog.h and .cpp), its source in CMakeLists.txt.
struct Figure {
  std::string id;  // of the experiment whose record it draws: results/ID.json

  // Draws every series of `record`. Errors: InputError with an empty file name when the record
  // lacks what the figure needs; the caller knows the file.
  std::vector<GnuplotPage> (*draw)(const ResultRecord& record);
};

}  // namespace mllm_npu
