#include "plots/page_name.h"

#include "engine/base/input_error.h"
#include "plots/text.h"

namespace mllm_npu {

std::string page_name(const std::string& figure, const std::string& factor,
                      const std::string& value, const std::vector<GnuplotPage>& pages) {
  const std::string name = figure + "-" + file_stem(value);
  for (const GnuplotPage& page : pages) {
    if (page.name() != name) continue;
    throw InputError("", "factors." + factor, "names that differ as file names", value);
  }
  return name;
}

}  // namespace mllm_npu
