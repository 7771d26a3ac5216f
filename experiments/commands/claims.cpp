#include <iostream>
#include <memory>

#include "experiments/commands/command_line.h"
#include "experiments/commands/program.h"
#include "experiments/ledger/claim_report.h"

namespace mllm_npu {
namespace {

struct Flags {
  bool json = false;
  std::string results_dir = "results";
};

void print_claims(const Flags& flags) {
  const std::vector<Claim> claims = paper_claims();
  const PrintedNumbers printed = paper_numbers();
  const Records records = records_of(experiments_of(claims, claims_file().string()), read_world(),
                                     printed, flags.results_dir);
  const std::vector<Finding> findings = judge_all(claims, records, printed);
  std::cout << (flags.json ? to_text(claims_json(findings)) : claims_text(findings));
}

}  // namespace

void add_claims(CommandLine& program) {
  const auto flags = std::make_shared<Flags>();
  CommandLine command =
      program.command("claims", "Every claim of the paper: its value, ours, and the verdict",
                      [flags] { print_claims(*flags); });
  command.flag("--json", flags->json, "Prints JSON");
  command.text("--results-dir", flags->results_dir,
               "Where ID.json of experiments that ask models is read, as far as it is there; all "
               "others are computed");
}

}  // namespace mllm_npu
