#include "experiments/summary_readings.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <utility>

#include "experiments/text_table.h"

namespace mllm_npu {
namespace {

using Cells = std::vector<PairedCell>;

struct Group {
  Factors factors;
  Cells cells;
};

// How one factor splits cells: its name, and what a cell is called, besides "all" of them.
struct Axis {
  const char* name;
  std::function<std::vector<std::string>(const PairedCell&)> names;
  bool all_of_one = true;  // "all" is said as well where all cells are called the same
};

std::vector<std::string> baseline_names(const PairedCell& cell) {
  for (const char* processor : {"cpu", "gpu"}) {
    if (cell.baseline.ends_with(std::string("-") + processor)) return {processor, cell.baseline};
  }
  return {cell.baseline};
}

const Axis& baseline_axis() {
  static const Axis kAxis = {"baselines", baseline_names};
  return kAxis;
}

const Axis& length_axis() {
  static const Axis kAxis = {"lengths", [](const PairedCell& cell) {
                               return std::vector<std::string>{rounded(cell.tokens, 8)};
                             }};
  return kAxis;
}

const Axis& device_axis() {
  static const Axis kAxis = {
      "device", [](const PairedCell& cell) { return std::vector<std::string>{cell.device}; },
      false};
  return kAxis;
}

const Axis& model_axis() {
  static const Axis kAxis = {
      "model", [](const PairedCell& cell) { return std::vector<std::string>{cell.model}; }};
  return kAxis;
}

// In the order in which cells first have them, "all" before them.
std::vector<std::string> names_on(const Axis& axis, const Cells& cells) {
  std::vector<std::string> names;
  for (const PairedCell& cell : cells) {
    for (std::string& name : axis.names(cell)) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(std::move(name));
      }
    }
  }
  if (axis.all_of_one || names.size() > 1) names.insert(names.begin(), "all");
  return names;
}

Group part_of(const Group& group, const Axis& axis, const std::string& name) {
  Group part{.factors = group.factors, .cells = {}};
  part.factors.emplace_back(axis.name, name);
  std::copy_if(group.cells.begin(), group.cells.end(), std::back_inserter(part.cells),
               [&](const PairedCell& cell) {
                 const std::vector<std::string> names = axis.names(cell);
                 return name == "all" || std::find(names.begin(), names.end(), name) != names.end();
               });
  return part;
}

std::vector<Group> split(const std::vector<Group>& groups, const Axis& axis) {
  std::vector<Group> parts;
  for (const Group& group : groups) {
    for (const std::string& name : names_on(axis, group.cells)) {
      parts.push_back(part_of(group, axis, name));
    }
  }
  return parts;
}

std::vector<Group> by_support(const Cells& cells) {
  Group supported{.factors = {{"pairs", "supported"}}, .cells = cells};
  std::erase_if(supported.cells, [](const PairedCell& cell) { return !cell.supported; });
  return {supported, {.factors = {{"pairs", "all"}}, .cells = cells}};
}

double mean_over(const Cells& cells, const std::function<double(const PairedCell&)>& value) {
  double sum = 0;
  for (const PairedCell& cell : cells) sum += value(cell);
  return sum / static_cast<double>(cells.size());
}

double ratio(const PairedCell& cell) { return cell.theirs / cell.ours; }
double theirs(const PairedCell& cell) { return cell.theirs; }
double ours(const PairedCell& cell) { return cell.ours; }

struct Mean {
  const char* name;
  double (*of)(const Cells& cells);
  bool of_speeds = false;
};

constexpr Mean kMeans[] = {
    {"arithmetic", [](const Cells& cells) { return mean_over(cells, ratio); }},
    {"geometric",
     [](const Cells& cells) {
       return std::exp(
           mean_over(cells, [](const PairedCell& cell) { return std::log(ratio(cell)); }));
     }},
    {"ratio-of-means",
     [](const Cells& cells) { return mean_over(cells, theirs) / mean_over(cells, ours); }},
    {"ratio-of-mean-speeds",
     [](const Cells& cells) {
       return mean_over(cells, [](const PairedCell& cell) { return cell.tokens / cell.ours; }) /
              mean_over(cells, [](const PairedCell& cell) { return cell.tokens / cell.theirs; });
     },
     true}};

ResultRow row_of(Factors factors, const std::string& measure, double value, const Cells& cells) {
  return {
      .factors = std::move(factors),
      .measures = {{measure, value, "x"}, {"cells", static_cast<double>(cells.size()), "ratios"}}};
}

}  // namespace

std::vector<ResultRow> mean_readings(const std::string& measure,
                                     const std::vector<PairedCell>& cells, bool speeds,
                                     const std::string& source) {
  std::vector<Group> groups = by_support(cells);
  if (!source.empty()) groups = {{.factors = {{"source", source.c_str()}}, .cells = cells}};
  for (const Axis* axis : {&device_axis(), &length_axis(), &baseline_axis()}) {
    groups = split(groups, *axis);
  }
  std::vector<ResultRow> rows;
  for (const Group& group : groups) {
    if (group.cells.empty()) continue;
    for (const Mean& mean : kMeans) {
      if (mean.of_speeds && !speeds) continue;
      Factors factors = {{"mean", mean.name}};
      factors.insert(factors.end(), group.factors.begin(), group.factors.end());
      rows.push_back(row_of(std::move(factors), measure, mean.of(group.cells), group.cells));
    }
  }
  return rows;
}

std::vector<ResultRow> maximum_readings(const std::string& measure,
                                        const std::vector<PairedCell>& cells) {
  std::vector<Group> groups = by_support(cells);
  for (const Axis* axis : {&device_axis(), &model_axis(), &baseline_axis()}) {
    groups = split(groups, *axis);
  }
  std::vector<ResultRow> rows;
  for (const Group& group : groups) {
    if (group.cells.empty()) continue;
    double largest = 0;
    for (const PairedCell& cell : group.cells) largest = std::max(largest, ratio(cell));
    rows.push_back(row_of(group.factors, measure, largest, group.cells));
  }
  return rows;
}

}  // namespace mllm_npu
