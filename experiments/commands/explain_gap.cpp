#include <iostream>
#include <memory>

#include "experiments/commands/command_line.h"
#include "experiments/commands/program.h"
#include "experiments/public_logs/gap_walk.h"
#include "experiments/text_table.h"

namespace mllm_npu {
namespace {

struct Flags {
  std::string report;
};

std::string range_of(const PublicLog& log) {
  const std::string low = rounded(log.low, 4);
  return (log.low < log.high ? low + " to " + rounded(log.high, 4) : low) + " token/s";
}

std::string walk_table(const std::vector<GapRow>& walk) {
  TextTable table({"step", "token/s", "s", "factor", "why"});
  for (std::size_t i = 0; i < walk.size(); ++i) {
    table.add({walk[i].step, rounded(walk[i].tokens_per_second, 4), rounded(walk[i].seconds, 4),
               i == 0 ? "" : rounded(factor_of(walk, i), 3), walk[i].why});
  }
  return table.text();
}

void print_list(const char* what, const std::vector<std::string>& sentences) {
  if (!sentences.empty()) std::cout << what << ":\n";
  for (const std::string& sentence : sentences) std::cout << "- " << sentence << ".\n";
}

void print_walk(const World& world, const PublicLog& log, const PrintedNumbers& printed) {
  const std::vector<GapRow> walk = walk_gap(world, log, printed);
  std::cout << log.name << ": https://github.com/" << log.repository << "/issues/" << log.issue
            << " (" << log.date << ")\n"
            << log.phone << "; " << log.model << ", " << log.prompt_length
            << " tokens: " << range_of(log) << '\n'
            << log.says << ".\n";
  print_list("Assumed", log.assumptions);
  std::cout << walk_table(walk) << "Reported over the paper's, the product of all factors: "
            << rounded(walk.back().tokens_per_second / walk.front().tokens_per_second, 3) << '\n';
  print_list("Seen in the code, without a price here", log.unpriced);
  std::cout << '\n';
}

void explain_gap(const Flags& flags) {
  std::vector<PublicLog> logs = public_logs();
  if (!flags.report.empty()) logs = {find_public_log(logs, "--report", flags.report)};
  const World world = read_world();
  const PrintedNumbers printed = paper_numbers();
  for (const PublicLog& log : logs) print_walk(world, log, printed);
}

}  // namespace

void add_explain_gap(CommandLine& program) {
  const auto flags = std::make_shared<Flags>();
  CommandLine command = program.command(
      "explain-gap",
      "From the paper's speed to what others report of the released code, one cause at a time",
      [flags] { explain_gap(*flags); });
  command.text("--report", flags->report, "One report, such as mllm-206 (all, unless given)");
}

}  // namespace mllm_npu
