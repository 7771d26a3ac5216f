#include "experiments/runner.h"

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "engine/base/data_root.h"
#include "engine/base/input_error.h"
#include "experiments/paper_claims.h"
#include "experiments/paper_values.h"
#include "experiments/revision.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;

struct CardFolder {
  const char* kind;
  const char* path;
};
constexpr CardFolder kCardFolders[] = {
    {"model", "engine/model/catalog"},  {"outliers", "engine/quant/catalog"},
    {"soc", "engine/soc/catalog/socs"}, {"device", "engine/soc/catalog/devices"},
    {"system", "baselines/catalog"},    {"workload", "datasets/workloads"},
    {"log", "datasets/public_logs"},    {"paper", "datasets/paper"}};

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw InputError(path.string(), "", "a readable file", "none");
  return {std::istreambuf_iterator<char>(file), {}};
}

// FNV-1a, 64 bit, as 16 hexadecimal digits: tells cards apart, guards against nobody.
std::string hash_of(const std::string& bytes) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char byte : bytes) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
  }
  std::string text(16, '0');
  for (std::size_t i = 0; i < text.size(); ++i) {
    text[i] = "0123456789abcdef"[(hash >> (60 - 4 * i)) & 15];
  }
  return text;
}

}  // namespace

ResultContext make_context(std::uint64_t seed) {
  ResultContext context{.revision = revision(), .cards = {}, .seed = seed};
  for (const CardFolder& folder : kCardFolders) {
    const fs::path path = data_root() / folder.path;
    for (const std::string& name : card_names(path)) {
      context.cards[folder.kind + ("/" + name)] = hash_of(bytes_of(card_path(path, name)));
    }
  }
  return context;
}

ResultRecord run_experiment(const Experiment& experiment, const World& world,
                            const PrintedNumbers& printed, const ResultContext& context,
                            const ExperimentOptions& options) {
  ResultRecord record{.experiment = experiment.id,
                      .title = experiment.title,
                      .context = context,
                      .rows = experiment.run(world, options)};
  attach_paper_values(record, with_claims(printed));
  if (experiment.asks_models) append_printed_rows(record, printed);
  return record;
}

}  // namespace mllm_npu
