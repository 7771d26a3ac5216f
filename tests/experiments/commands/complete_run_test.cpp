#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment_catalog.h"
#include "experiments/ledger/claim_report.h"
#include "experiments/report/results_report.h"
#include "plots/figure_catalog.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu {
namespace {

namespace fs = std::filesystem;
using support::bytes_of;
using support::ProgramRun;
using support::TemporaryFolder;
using ::testing::HasSubstr;

constexpr const char* kBegin = "# Kept\n<!-- results: begin -->\n";
constexpr const char* kBetween = "<!-- results: end -->\nkept\n<!-- claims: begin -->\n";
constexpr const char* kEnd = "<!-- claims: end -->\nkept\n";

// The report of the records that lie in `results`, and the claims that were held against them.
std::string report_of(const fs::path& results) {
  std::vector<ReportedExperiment> reported;
  Records records;
  for (const Experiment& experiment : experiment_catalog()) {
    const fs::path file = results / (std::string(experiment.id) + ".json");
    reported.push_back({experiment, read_result_record(file)});
    records[experiment.id] = reported.back().record;
  }
  return results_report(reported) + kBetween +
         claims_markdown(judge_all(paper_claims(), records, paper_numbers()));
}

// Pictures whose name begins with `id`; a figure may have several pages.
std::size_t pictures_of(const std::string& id, const fs::path& figures) {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(figures)) {
    if (entry.path().filename().string().starts_with(id)) ++count;
    EXPECT_GT(entry.file_size(), 1000U) << entry.path();
  }
  return count;
}

// One test, as a complete run takes longer than all others.
TEST(CompleteRun, DrawsEveryExperimentAndReportsWhatItsResultsSay) {
  const TemporaryFolder folder;
  const fs::path document = folder.write("doc.md", std::string(kBegin) + "old\n" + kBetween + kEnd);
  const ProgramRun run =
      support::run_program({"reproduce", "--document", "doc.md", "--items", "3"}, folder.path());
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("report    doc.md: ours beside the paper's\n"));
  EXPECT_EQ(bytes_of(document), kBegin + report_of(folder.path() / "results") + kEnd);
  for (const std::string& id : figure_ids()) {
    EXPECT_GE(pictures_of(id, folder.path() / "figures"), 3U) << id;
  }
}

}  // namespace
}  // namespace mllm_npu
