#pragma once

#include <string>
#include <vector>

#include "plots/gnuplot_page.h"

namespace mllm_npu {

// The name of a page that shows the rows whose factor `factor` is `value`: "FIGURE-VALUE". Errors:
// InputError when one of `pages` has it, so that its picture would be lost.
std::string page_name(const std::string& figure, const std::string& factor,
                      const std::string& value, const std::vector<GnuplotPage>& pages);

}  // namespace mllm_npu
