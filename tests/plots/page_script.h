#pragma once

// What a page sends to gnuplot, taken apart without running gnuplot.

#include <set>
#include <string>
#include <vector>

#include "plots/gnuplot_page.h"

namespace mllm_npu::plot_fixtures {

// The cells of every table of the page, row by row, as sent.
std::vector<std::vector<std::string>> table_rows(const GnuplotPage& page);

// The same cells, each once.
std::set<std::string> cells_of(const GnuplotPage& page);

// Every text between double quotes, escapes undone, in order.
std::vector<std::string> texts_of(const GnuplotPage& page);

// The lines that begin with `start`.
std::vector<std::string> lines_with(const GnuplotPage& page, const std::string& start);

// How often `part` stands in `text`, without overlaps.
std::size_t count_of(const std::string& text, const std::string& part);

}  // namespace mllm_npu::plot_fixtures
