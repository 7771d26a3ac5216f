#include "plots/draw_figures.h"

#include <algorithm>
#include <system_error>

#include "engine/base/input_error.h"
#include "plots/figure_catalog.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;

fs::path results_file(const fs::path& results_dir, const std::string& id) {
  return results_dir / (id + ".json");
}

bool has_results(const fs::path& results_dir, const std::string& id) {
  std::error_code ignored;
  return fs::exists(results_file(results_dir, id), ignored);
}

std::vector<Figure> asked_for(const std::vector<std::string>& ids) {
  for (const std::string& id : ids) find_figure(id);
  std::vector<Figure> figures;
  for (const Figure& figure : figure_catalog()) {
    if (std::find(ids.begin(), ids.end(), figure.id) != ids.end()) figures.push_back(figure);
  }
  return figures;
}

std::vector<Figure> with_results(const fs::path& results_dir) {
  std::vector<Figure> figures;
  for (const Figure& figure : figure_catalog()) {
    if (has_results(results_dir, figure.id)) figures.push_back(figure);
  }
  if (figures.empty()) {
    throw InputError(results_dir.string(), "", "results (`mllm-npu reproduce` makes them)", "none");
  }
  return figures;
}

std::vector<GnuplotPage> pages_of(const Figure& figure, const fs::path& file) {
  const ResultRecord record = read_result_record(file);
  if (record.experiment != figure.id) {
    throw InputError(file.string(), "experiment", figure.id, record.experiment);
  }
  try {
    return figure.draw(record);
  } catch (const InputError& error) {  // the figure knows the place in the record, not its file
    if (!error.file().empty()) throw;
    throw InputError(file.string(), error.key(), error.expected(), error.found());
  }
}

}  // namespace

std::vector<fs::path> draw_figures(const fs::path& results_dir, const fs::path& figures_dir,
                                   const std::vector<std::string>& ids) {
  std::vector<fs::path> pictures;
  for (const Figure& figure : ids.empty() ? with_results(results_dir) : asked_for(ids)) {
    const fs::path file = results_file(results_dir, figure.id);
    if (!has_results(results_dir, figure.id)) {
      throw InputError(file.string(), "",
                       "results (`mllm-npu reproduce " + figure.id + "` makes them)", "no file");
    }
    for (const GnuplotPage& page : pages_of(figure, file)) {
      for (fs::path& picture : page.write(figures_dir)) pictures.push_back(std::move(picture));
    }
  }
  return pictures;
}

}  // namespace mllm_npu
