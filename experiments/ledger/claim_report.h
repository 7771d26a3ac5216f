#pragma once

#include <string>
#include <vector>

#include <boost/json.hpp>

#include "experiments/ledger/judge.h"

namespace mllm_npu {

// The ledger for a terminal: claims that something tests, conflicts, claims that nothing tests, and
// how many of each verdict. A verdict that is not the committed one is followed by that.
std::string claims_text(const std::vector<Finding>& findings);

// The same in Markdown, with the claims in words: the section of REPRODUCE.md. Same findings, same
// text.
std::string claims_markdown(const std::vector<Finding>& findings);

// {"claims": [...]}: each with what the file says and what was found; "ours" is a number or [low,
// high], null where it is not at hand.
boost::json::object claims_json(const std::vector<Finding>& findings);

}  // namespace mllm_npu
