#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "experiments/calibration/calibrate.h"

namespace mllm_npu {

struct CardText {
  std::filesystem::path path;
  std::string text;  // what the file should hold
};

// The cards below data_root() with the fitted constants and their provenance; facts that are not
// fitted stay as they are. A SoC that is not the reference takes the reference's constants over;
// its own are its relative speeds. Errors: InputError for a faulty card.
std::vector<CardText> calibrated_cards(const Calibration& calibration);

}  // namespace mllm_npu
