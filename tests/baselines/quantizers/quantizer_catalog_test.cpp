#include "baselines/quantizers/quantizer_catalog.h"

#include <limits>
#include <map>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/quant/products.h"
#include "tests/support/input_error_of.h"

namespace mllm_npu {
namespace {

using support::input_error_of;
using support::product_error;
using support::random_floats;

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const QuantizerEntry& entry : quantizer_catalog()) all.emplace_back(entry.name);
  return all;
}

TEST(QuantizerCatalog, HasTheOrderOfTheTables) {
  EXPECT_THAT(names(), ::testing::ElementsAre("fp16", "smooth-quant", "llm-int8", "k-quant-q8_0",
                                              "k-quant-q4_k", "awq", "per-tensor", "per-token",
                                              "smooth-quant-o1", "smooth-quant-o2", "hadamard"));
}

TEST(QuantizerCatalog, TellsTheNamesItKnows) {
  EXPECT_EQ(input_error_of([] { make_quantizer("fp8"); }),
            "quantizer: expected one of fp16, smooth-quant, llm-int8, k-quant-q8_0, k-quant-q4_k, "
            "awq, per-tensor, per-token, smooth-quant-o1, smooth-quant-o2, hadamard, found fp8");
}

TEST(QuantizerCatalog, RefusesOptionsOutOfRange) {
  const auto error = [](const QuantizerOptions& options) {
    return input_error_of([&] { make_quantizer("fp16", options); });
  };
  EXPECT_EQ(error({.migration_strength = 1.5}), "migration_strength: expected 0 to 1, found 1.5");
  EXPECT_EQ(error({.migration_strength = std::numeric_limits<double>::quiet_NaN()}),
            "migration_strength: expected 0 to 1, found no number");
  EXPECT_EQ(error({.outlier_threshold = 0}),
            "outlier_threshold: expected a number above 0, found 0");
  EXPECT_EQ(error({.awq_group_size = 0}), "awq_group_size: expected a number above 0, found 0");
  EXPECT_EQ(error({}), "no error");
}

TEST(QuantizerCatalog, HandsItsOptionsOn) {
  Matrix<float> x = random_floats(16, 128, 1);
  for (std::int64_t row = 0; row < x.rows(); ++row) x(row, 3) *= 20;
  const Matrix<float> weights = random_floats(24, 128, 2);
  const auto product = [&](const std::string& name, const QuantizerOptions& options) {
    return support::quantized_product(*make_quantizer(name, options), x, weights);
  };
  const auto changes = [&](const std::string& name, const QuantizerOptions& options) {
    return !support::same_bits(product(name, options), product(name, {}));
  };
  EXPECT_TRUE(changes("smooth-quant", {.migration_strength = 0.8}));
  EXPECT_TRUE(changes("smooth-quant-o1", {.migration_strength = 0.8}));
  EXPECT_TRUE(changes("smooth-quant-o2", {.migration_strength = 0.8}));
  EXPECT_TRUE(changes("llm-int8", {.outlier_threshold = 30}));
  EXPECT_TRUE(changes("k-quant-q4_k", {.short_super_blocks = true}));
  EXPECT_TRUE(changes("awq", {.awq_group_size = 32}));
  EXPECT_TRUE(changes("hadamard", {.seed = 7}));
  EXPECT_FALSE(changes("hadamard", {.seed = 1}));
}

TEST(QuantizerCatalog, TellsWhichOptionAMethodTakes) {
  std::map<std::string, QuantizerOptions> changed = {
      {"migration_strength", {.migration_strength = 0.8}},
      {"outlier_threshold", {.outlier_threshold = 30}},
      {"short_super_blocks", {.short_super_blocks = true}},
      {"awq_group_size", {.awq_group_size = 32}},
      {"seed", {.seed = 7}}};
  Matrix<float> x = random_floats(16, 128, 1);
  for (std::int64_t row = 0; row < x.rows(); ++row) x(row, 3) *= 20;
  const Matrix<float> weights = random_floats(24, 128, 2);
  for (const QuantizerEntry& entry : quantizer_catalog()) {
    const auto product = [&](const QuantizerOptions& options) {
      return support::quantized_product(*make_quantizer(entry.name, options), x, weights);
    };
    const auto usual = product({});
    for (const auto& [option, options] : changed) {
      EXPECT_EQ(!support::same_bits(product(options), usual), entry.option == option)
          << entry.name << ' ' << option;
    }
  }
}

// What every method promises, by its name.
class Quantizers : public ::testing::TestWithParam<std::string> {
 protected:
  const std::unique_ptr<Quantizer> quantizer_ = make_quantizer(GetParam());
};

TEST_P(Quantizers, KnowTheirName) { EXPECT_EQ(quantizer_->name(), GetParam()); }

TEST_P(Quantizers, ComputeTheFloatProductNearlyWithoutOutliers) {
  const Matrix<float> x = random_floats(33, 256, 1);
  const Matrix<float> weights = random_floats(40, 256, 2);
  const bool four_bits = GetParam() == "k-quant-q4_k" || GetParam() == "awq";
  for (const LinearRole role : {LinearRole::kQ, LinearRole::kDown}) {
    EXPECT_LT(product_error(*quantizer_, x, weights, role), four_bits ? 0.09 : 0.015);
  }
}

TEST_P(Quantizers, LoseFarLessThanNaiveQuantisationToAnOutlierChannel) {
  // Scales of a token, or of 256 of its numbers, are as wide for an outlier that all tokens have.
  for (const char* as_naive : {"per-tensor", "per-token", "k-quant-q4_k"}) {
    if (GetParam() == as_naive) return;
  }
  Matrix<float> x = random_floats(64, 256, 1);
  for (std::int64_t row = 0; row < x.rows(); ++row) x(row, 9) *= 100;
  Matrix<float> weights = random_floats(40, 256, 2);
  // The outlier itself is not what is lost: nobody reads it here.
  for (std::int64_t row = 0; row < weights.rows(); ++row) weights(row, 9) *= 0.01F;
  const double naive = product_error(*make_quantizer("per-tensor"), x, weights);
  EXPECT_GT(naive, 0.2);
  EXPECT_LT(product_error(*quantizer_, x, weights), 0.5 * naive);
}

TEST_P(Quantizers, TakeSizesThatFitNoBlock) {
  for (const std::int64_t inputs : {1, 3, 31, 33, 130}) {
    const Matrix<float> x = random_floats(5, inputs, 1);
    const Matrix<float> weights = random_floats(3, inputs, 2);
    EXPECT_LT(product_error(*quantizer_, x, weights), 0.25) << inputs;
  }
}

TEST_P(Quantizers, KeepZeros) {
  const Matrix<float> x(4, 64);
  const Matrix<float> weights = random_floats(8, 64, 1);
  EXPECT_THAT(support::numbers_of(support::quantized_product(*quantizer_, x, weights)),
              ::testing::Each(0));
  const Matrix<float> none(8, 64);
  EXPECT_THAT(
      support::numbers_of(support::quantized_product(*quantizer_, random_floats(4, 64, 1), none)),
      ::testing::Each(::testing::FloatNear(0, 1e-4F)));
}

TEST_P(Quantizers, ComputeTheSameOnSeveralThreadsAtOnce) {
  const Matrix<float> x = random_floats(17, 128, 1, 8);
  const Matrix<float> weights = random_floats(24, 128, 2);
  const auto linear = support::linear_of(*quantizer_, weights, support::statistics_of(x));
  const Matrix<float> alone = support::product_of(*linear, x, 24);
  std::vector<std::thread> threads;
  std::vector<int> same(3);
  for (int& result : same) {
    threads.emplace_back([&] {
      result = 1;
      for (int i = 0; i < 20; ++i) {
        result &= support::same_bits(support::product_of(*linear, x, 24), alone) ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(same, ::testing::Each(1));
}

INSTANTIATE_TEST_SUITE_P(All, Quantizers, ::testing::ValuesIn(names()), [](const auto& tested) {
  std::string name = tested.param;
  std::ranges::replace(name, '-', '_');
  return name;
});

}  // namespace
}  // namespace mllm_npu
