#pragma once

#include "datasets/paper/claims.h"
#include "experiments/ledger/records.h"

namespace mllm_npu::support {

// The paper claims `value` [`unit`]; the measure "gain" of fig9's row model=ant tests it. It is
// committed as a match.
inline Claim toy_claim(double value, const std::string& unit) {
  Claim claim;
  claim.id = "toy";
  claim.text = "Ants gain";
  claim.where = "section 9";
  claim.low = claim.high = value;
  claim.unit = unit;
  claim.test = Reading{.id = "fig9", .measure = "gain", .row = {{"model", "ant"}}};
  claim.verdict = ClaimVerdict::kMatch;
  return claim;
}

// fig9 with the gains of an ant and of a bee.
inline Records toy_records(double ant, double bee, const std::string& unit) {
  ResultRecord record;
  record.experiment = "fig9";
  record.rows = {{.factors = {{"model", "ant"}}, .measures = {{"gain", ant, unit}}},
                 {.factors = {{"model", "bee"}}, .measures = {{"gain", bee, unit}}}};
  return {{"fig9", record}};
}

}  // namespace mllm_npu::support
