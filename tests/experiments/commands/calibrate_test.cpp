#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/data_copy.h"
#include "tests/support/run_program.h"

namespace mllm_npu {
namespace {

using support::bytes_of;
using support::DataCopy;
using support::ProgramRun;
using support::TemporaryFolder;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

constexpr const char* kLlamaCppCard = "baselines/catalog/llama.cpp-cpu.json";

// Data whose paper prints two speeds of llama.cpp only, so that a fit takes no time.
class SmallData {
 public:
  SmallData() {
    data_.write("datasets/paper/numbers.json", R"({"paper": "A toy", "roles": {
"calibration": "fitted to", "mechanism": "stated", "validation": "compared"}, "rows": [
{"id": "fig14", "factors": {"device": "redmi-k70-pro", "model": "qwen1.5-1.8b",
 "system": "llama.cpp-cpu", "prompt_length": 64}, "measure": "prefill_tokens_per_second",
 "unit": "token/s", "value": 680, "source": "Fig. 14", "role": "calibration"},
{"id": "fig14", "factors": {"device": "redmi-k70-pro", "model": "llama-2-7b",
 "system": "llama.cpp-cpu", "prompt_length": 64}, "measure": "prefill_tokens_per_second",
 "unit": "token/s", "value": 140, "source": "Fig. 14", "role": "calibration"}]})");
  }

  ProgramRun calibrate(std::vector<std::string> flags = {}) const {
    flags.insert(flags.begin(), "calibrate");
    const TemporaryFolder folder;
    return support::run_program(flags, folder.path());
  }
  std::string card() const { return bytes_of(data_.root() / kLlamaCppCard); }
  std::string path() const { return (data_.root() / kLlamaCppCard).string(); }

 private:
  DataCopy data_;
};

TEST(CalibrateCommand, WritesTheCardsAndSaysSo) {
  const SmallData data;
  const std::string before = data.card();
  const ProgramRun run = data.calibrate();
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("\nwritten  " + data.path() + "\n"));
  EXPECT_NE(data.card(), before);
  EXPECT_THAT(data.card(), HasSubstr("\"fig14: 2 rows, device=redmi-k70-pro, "));
}

TEST(CalibrateCommand, ShowsConstantsResidualsAndErrorsOnUnseenModels) {
  const std::string out = SmallData().calibrate().out;
  EXPECT_THAT(out, HasSubstr("llama.cpp-cpu       linear_throughput"));
  EXPECT_THAT(out, ContainsRegex("\nllama.cpp: fig14, llama.cpp-cpu +2 "));
  EXPECT_THAT(out, HasSubstr("\nqwen1.5-1.8b    llama.cpp-cpu  1 "));
}

TEST(CalibrateCommand, ASecondRunWritesTheSameBytes) {
  const SmallData data;
  const std::string out = data.calibrate().out;
  const std::string card = data.card();
  EXPECT_EQ(data.calibrate().out, out);
  EXPECT_EQ(data.card(), card);
}

TEST(CalibrateCommand, ADryRunLeavesTheCards) {
  const SmallData data;
  const std::string before = data.card();
  const ProgramRun run = data.calibrate({"--dry-run"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("\nnot written  " + data.path() + "\n"));
  EXPECT_EQ(data.card(), before);
}

}  // namespace
}  // namespace mllm_npu
