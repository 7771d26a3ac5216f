#include "experiments/calibration/leave_one_out.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/paper/printed_numbers.h"

namespace mllm_npu {
namespace {

using ::testing::ElementsAre;

// llama.cpp only, whose three constants are fitted in no time.
PrintedNumber speed(const char* model, int prompt_length, double value) {
  PrintedNumber row;
  row.id = "fig14";
  row.factors = {{"device", "redmi-k70-pro"},
                 {"model", model},
                 {"system", "llama.cpp-cpu"},
                 {"prompt_length", prompt_length}};
  row.measure = "prefill_tokens_per_second";
  row.unit = "token/s";
  row.low = row.high = value;
  row.role = Role::kCalibration;
  return row;
}

std::vector<UnseenError> errors_with(double llama_speed) {
  return leave_one_model_out(
      read_world(), calibration_rows(PrintedNumbers({speed("qwen1.5-1.8b", 64, 68),
                                                     speed("qwen1.5-1.8b", 1024, 57),
                                                     speed("llama-2-7b", 256, llama_speed)})));
}

const UnseenError& error_of(const std::vector<UnseenError>& errors, const std::string& model) {
  for (const UnseenError& error : errors) {
    if (error.model == model && error.system == "llama.cpp-cpu") return error;
  }
  ADD_FAILURE() << "no error of " << model;
  return errors.front();
}

TEST(LeaveOneModelOut, HasAnErrorPerModelAndSystemThatHasRows) {
  std::vector<std::string> found;
  for (const UnseenError& error : errors_with(13)) {
    found.push_back(error.model + " " + error.system + " " + std::to_string(error.rows));
  }
  EXPECT_THAT(found, ElementsAre("qwen1.5-1.8b llama.cpp-cpu 2", "llama-2-7b llama.cpp-cpu 1"));
}

TEST(LeaveOneModelOut, TheFitDoesNotSeeTheModelThatIsLeftOut) {
  // A value far above any prediction p: the error is 1 - p / value, so p can be told.
  const auto prediction = [](double value) {
    return value * (1 - error_of(errors_with(value), "llama-2-7b").mean_absolute_error);
  };
  EXPECT_NEAR(prediction(1000), prediction(100), 1e-6);
}

TEST(LeaveOneModelOut, TheFitSeesTheOtherModels) {
  EXPECT_NE(error_of(errors_with(13), "qwen1.5-1.8b").mean_absolute_error,
            error_of(errors_with(26), "qwen1.5-1.8b").mean_absolute_error);
}

}  // namespace
}  // namespace mllm_npu
