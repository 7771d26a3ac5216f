#include "experiments/paper_claims.h"

#include <algorithm>
#include <utility>

namespace mllm_npu {
namespace {

bool is_value_of_a_row(const Claim& claim) {
  return claim.test && claim.compare == Compare::kValue && claim.test->as == ReadAs::kValue &&
         !claim.test->mean && claim.test->times == 1;
}

PrintedNumber moved(PrintedNumber printed, const Reading& home) {
  printed.id = home.id;
  printed.measure = home.measure;
  printed.factors = home.row;
  return printed;
}

bool is_known(const std::vector<PrintedNumber>& rows, const PrintedNumber& row) {
  return std::any_of(rows.begin(), rows.end(), [&](const PrintedNumber& each) {
    return each.id == row.id && each.measure == row.measure &&
           same_factors(each.factors, row.factors);
  });
}

}  // namespace

PrintedNumbers with_claims(const PrintedNumbers& printed, const std::vector<Claim>& claims) {
  std::vector<PrintedNumber> rows = printed.rows();
  for (const Claim& claim : claims) {
    if (!is_value_of_a_row(claim)) continue;
    for (const PrintedNumber& number : printed.rows("claim")) {
      if (number.measure != claim.id) continue;
      PrintedNumber row = moved(number, *claim.test);
      if (!is_known(rows, row)) rows.push_back(std::move(row));
    }
  }
  return PrintedNumbers(std::move(rows));
}

PrintedNumbers with_claims(const PrintedNumbers& printed) {
  return with_claims(printed, paper_claims());
}

}  // namespace mllm_npu
