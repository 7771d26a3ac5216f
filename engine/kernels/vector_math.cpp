#include "engine/kernels/vector_math.h"

#include <cstddef>

#include "engine/kernels/highway_targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/vector_math.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace mllm_npu {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<float>;

// 2^i. REQUIRES: -127 < i < 128.
template <class DI, class VI>
HWY_INLINE auto power_of_two(DI di, VI i) {
  return hn::BitCast(hn::RebindToFloat<DI>(), hn::ShiftLeft<23>(hn::Add(i, hn::Set(di, 127))));
}

// Highway has an exp() too, which multiplies and adds in one step where the machine can, and so
// depends on the machine. x = n ln 2 + r with |r| <= ln 2 / 2; a Taylor polynomial, whose eighth
// term is below half a unit in the last place; times 2^n in two steps, as 2^n may be no number of
// its own. A NaN remains one.
template <class DF, class V>
HWY_INLINE V exp_of(DF d, V x) {
  const hn::RebindToSigned<DF> di;
  // exp is 0 below and infinite above.
  const V inside = hn::Min(hn::Max(x, hn::Set(d, -104.0F)), hn::Set(d, 89.0F));
  const V n = hn::Round(hn::Mul(inside, hn::Set(d, 1.44269504F)));
  // ln 2 in two parts; n times the first, of 9 bits, is exact.
  const V r = hn::Sub(hn::Sub(inside, hn::Mul(n, hn::Set(d, 0.693359375F))),
                      hn::Mul(n, hn::Set(d, -2.12194440e-4F)));
  V sum = hn::Set(d, 1.0F / 5040);
  for (const float coefficient : {1.0F / 720, 1.0F / 120, 1.0F / 24, 1.0F / 6, 0.5F, 1.0F, 1.0F}) {
    sum = hn::Add(hn::Mul(sum, r), hn::Set(d, coefficient));
  }
  const auto exponent = hn::ConvertTo(di, n);
  const auto half = hn::ShiftRight<1>(exponent);
  const V y =
      hn::Mul(hn::Mul(sum, power_of_two(di, half)), power_of_two(di, hn::Sub(exponent, half)));
  return hn::IfThenElse(hn::Eq(x, x), y, x);
}

// x / (1 + exp(-t))
template <class DF, class V>
HWY_INLINE V times_sigmoid(DF d, V x, V t) {
  return hn::Div(x, hn::Add(hn::Set(d, 1.0F), exp_of(d, hn::Neg(t))));
}

// Calls body(d, i) for all i < count: with whole vectors, then number by number.
template <class Body>
HWY_INLINE void for_each_vector(std::size_t count, const Body& body) {
  const D d;
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) body(d, i);
  for (; i < count; ++i) body(hn::CappedTag<float, 1>(), i);
}

// x[i] = function(d, x[i], i), as above.
template <class Function>
HWY_INLINE void replace_each(std::span<float> x, const Function& function) {
  for_each_vector(x.size(), [&](auto d, std::size_t i) HWY_ATTR {
    hn::StoreU(function(d, hn::LoadU(d, &x[i]), i), d, &x[i]);
  });
}

template <class DF>
HWY_INLINE void quantize_at(DF d, const float* x, float scale, std::int8_t* q) {
  const hn::Rebind<std::int8_t, DF> d8;
  const auto quotient = hn::Div(hn::LoadU(d, x), hn::Set(d, scale));
  const auto number = hn::IfThenElseZero(hn::Eq(quotient, quotient), quotient);
  const auto clipped = hn::Min(hn::Max(number, hn::Set(d, -128.0F)), hn::Set(d, 127.0F));
  hn::StoreU(hn::DemoteTo(d8, hn::NearestInt(clipped)), d8, q);
}

template <class DF>
HWY_INLINE auto scaled_at(DF d, const std::int32_t* sums, float scale) {
  const hn::RebindToSigned<DF> di;
  return hn::Mul(hn::ConvertTo(d, hn::LoadU(di, sums)), hn::Set(d, scale));
}

template <class DF>
HWY_INLINE void round_to_half_at(DF d, const float* x, std::uint16_t* y) {
  const hn::RebindToSigned<DF> di;
  const hn::Rebind<std::uint16_t, DF> d16;
  const auto bits = hn::BitCast(di, hn::LoadU(d, x));
  const auto magnitude = hn::And(bits, hn::Set(di, 0x7FFFFFFF));
  const auto sign = hn::ShiftLeft<15>(hn::And(hn::ShiftRight<31>(bits), hn::Set(di, 1)));
  const auto largest = hn::Set(di, 0x477FE000);   // 65504
  const auto infinite = hn::Set(di, 0x7F800000);  // bits of a NaN are above
  const auto finite = hn::Min(magnitude, largest);
  // Adding just below half a unit, or half of one to an odd number, carries where it rounds up.
  const auto odd = hn::And(hn::ShiftRight<13>(finite), hn::Set(di, 1));
  const auto rounded = hn::Add(hn::Add(finite, odd), hn::Set(di, 0xFFF - (112 << 23)));
  const auto normal = hn::ShiftRight<13>(rounded);
  // Where fp16 has no leading one, its unit is the last place of 0.5.
  const auto shifted = hn::Add(hn::BitCast(d, finite), hn::Set(d, 0.5F));
  const auto tiny = hn::Sub(hn::BitCast(di, shifted), hn::Set(di, 0x3F000000));
  const auto is_tiny = hn::Lt(finite, hn::Set(di, 0x38800000));  // 2^-14
  const auto number = hn::IfThenElse(is_tiny, tiny, normal);
  const auto half = hn::IfThenElse(hn::Gt(magnitude, infinite), hn::Set(di, 0x7E00), number);
  hn::StoreU(hn::DemoteTo(d16, hn::Or(half, sign)), d16, y);
}

}  // namespace

void quantize_all(std::span<const float> x, float scale, std::span<std::int8_t> q) {
  for_each_vector(x.size(),
                  [&](auto d, std::size_t i) HWY_ATTR { quantize_at(d, &x[i], scale, &q[i]); });
}

void dequantize_all(std::span<const std::int32_t> sums, float scale, std::span<const float> bias,
                    std::span<float> y) {
  if (bias.empty()) {
    for_each_vector(y.size(), [&](auto d, std::size_t i) HWY_ATTR {
      hn::StoreU(scaled_at(d, &sums[i], scale), d, &y[i]);
    });
  } else {
    for_each_vector(y.size(), [&](auto d, std::size_t i) HWY_ATTR {
      hn::StoreU(hn::Add(scaled_at(d, &sums[i], scale), hn::LoadU(d, &bias[i])), d, &y[i]);
    });
  }
}

float max_abs_all(std::span<const float> x) {
  const D d;
  auto largest = hn::Zero(d);
  float rest = 0;
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= x.size(); i += hn::Lanes(d)) {
    const auto next = hn::Abs(hn::LoadU(d, &x[i]));
    largest = hn::IfThenElse(hn::Gt(next, largest), next, largest);
  }
  for (; i < x.size(); ++i) {
    const float next = x[i] < 0 ? -x[i] : x[i];
    if (next > rest) rest = next;
  }
  const float most = hn::GetLane(hn::MaxOfLanes(d, largest));
  return most > rest ? most : rest;
}

void silu_all(std::span<float> x) {
  replace_each(x, [](auto d, auto v, std::size_t) HWY_ATTR { return times_sigmoid(d, v, v); });
}

// (1 + tanh(u)) / 2 = 1 / (1 + exp(-2 u))
void gelu_tanh_all(std::span<float> x) {
  replace_each(x, [](auto d, auto v, std::size_t) HWY_ATTR {
    const auto cubic = hn::Mul(hn::Mul(hn::Mul(v, v), v), hn::Set(d, 0.044715F));
    return times_sigmoid(d, v, hn::Mul(hn::Add(v, cubic), hn::Set(d, 1.59576912F)));
  });
}

void multiply_all(std::span<float> x, std::span<const float> y) {
  replace_each(
      x, [y](auto d, auto v, std::size_t i) HWY_ATTR { return hn::Mul(v, hn::LoadU(d, &y[i])); });
}

void add_all(std::span<float> x, std::span<const float> y) {
  replace_each(
      x, [y](auto d, auto v, std::size_t i) HWY_ATTR { return hn::Add(v, hn::LoadU(d, &y[i])); });
}

void scale_all(std::span<float> x, float factor) {
  replace_each(
      x, [factor](auto d, auto v, std::size_t) HWY_ATTR { return hn::Mul(v, hn::Set(d, factor)); });
}

void add_scaled_all(std::span<float> x, std::span<const float> y, float factor) {
  replace_each(x, [y, factor](auto d, auto v, std::size_t i) HWY_ATTR {
    return hn::Add(v, hn::Mul(hn::LoadU(d, &y[i]), hn::Set(d, factor)));
  });
}

void add_scaled_bytes(std::span<float> x, std::span<const std::int8_t> y, float factor) {
  replace_each(x, [y, factor](auto d, auto v, std::size_t i) HWY_ATTR {
    const hn::Rebind<std::int8_t, decltype(d)> d8;
    const hn::Rebind<std::int32_t, decltype(d)> d32;
    const auto wide = hn::ConvertTo(d, hn::PromoteTo(d32, hn::LoadU(d8, &y[i])));
    return hn::Add(v, hn::Mul(wide, hn::Set(d, factor)));
  });
}

void round_to_half_all(std::span<const float> x, std::span<Eigen::half> y) {
  auto* to = reinterpret_cast<std::uint16_t*>(y.data());
  for_each_vector(x.size(),
                  [&](auto d, std::size_t i) HWY_ATTR { round_to_half_at(d, &x[i], to + i); });
}

float softmax_all(std::span<float> scores, float scale, SoftmaxSums& sums) {
  const hn::CappedTag<float, SoftmaxSums::kLanes> d;
  auto most = hn::Set(d, sums.largest);
  for (std::size_t i = 0; i < scores.size(); i += hn::Lanes(d)) {
    const auto scaled = hn::Mul(hn::LoadU(d, &scores[i]), hn::Set(d, scale));
    hn::StoreU(scaled, d, &scores[i]);
    most = hn::Max(most, scaled);
  }
  most = hn::MaxOfLanes(d, most);
  const auto factor = exp_of(d, hn::Sub(hn::Set(d, sums.largest), most));
  sums.largest = hn::GetLane(most);
  for (std::size_t lane = 0; lane < SoftmaxSums::kLanes; lane += hn::Lanes(d)) {
    auto sum = hn::Mul(hn::Load(d, &sums.lanes[lane]), factor);
    for (std::size_t i = lane; i < scores.size(); i += SoftmaxSums::kLanes) {
      const auto weight = exp_of(d, hn::Sub(hn::LoadU(d, &scores[i]), most));
      hn::StoreU(weight, d, &scores[i]);
      sum = hn::Add(sum, weight);
    }
    hn::Store(sum, d, &sums.lanes[lane]);
  }
  return hn::GetLane(factor);
}

}  // namespace HWY_NAMESPACE
}  // namespace mllm_npu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mllm_npu {
HWY_EXPORT(quantize_all);
HWY_EXPORT(dequantize_all);
HWY_EXPORT(max_abs_all);
HWY_EXPORT(silu_all);
HWY_EXPORT(gelu_tanh_all);
HWY_EXPORT(multiply_all);
HWY_EXPORT(add_all);
HWY_EXPORT(scale_all);
HWY_EXPORT(add_scaled_all);
HWY_EXPORT(add_scaled_bytes);
HWY_EXPORT(round_to_half_all);
HWY_EXPORT(softmax_all);

void vector_quantize(std::span<const float> x, float scale, std::span<std::int8_t> q) {
  HWY_DYNAMIC_DISPATCH(quantize_all)(x, scale, q);
}

void vector_dequantize(std::span<const std::int32_t> sums, float scale, std::span<const float> bias,
                       std::span<float> y) {
  HWY_DYNAMIC_DISPATCH(dequantize_all)(sums, scale, bias, y);
}

float vector_max_abs(std::span<const float> x) { return HWY_DYNAMIC_DISPATCH(max_abs_all)(x); }

void vector_silu(std::span<float> x) { HWY_DYNAMIC_DISPATCH(silu_all)(x); }

void vector_gelu_tanh(std::span<float> x) { HWY_DYNAMIC_DISPATCH(gelu_tanh_all)(x); }

void vector_multiply(std::span<float> x, std::span<const float> y) {
  HWY_DYNAMIC_DISPATCH(multiply_all)(x, y);
}

void vector_add(std::span<float> x, std::span<const float> y) {
  HWY_DYNAMIC_DISPATCH(add_all)(x, y);
}

void vector_scale(std::span<float> x, float factor) { HWY_DYNAMIC_DISPATCH(scale_all)(x, factor); }

void vector_add_scaled(std::span<float> x, std::span<const float> y, float factor) {
  HWY_DYNAMIC_DISPATCH(add_scaled_all)(x, y, factor);
}

void vector_add_scaled(std::span<float> x, std::span<const std::int8_t> y, float factor) {
  HWY_DYNAMIC_DISPATCH(add_scaled_bytes)(x, y, factor);
}

void vector_round_to_half(std::span<const float> x, std::span<Eigen::half> y) {
  HWY_DYNAMIC_DISPATCH(round_to_half_all)(x, y);
}

float vector_softmax(std::span<float> scores, float scale, SoftmaxSums& sums) {
  return HWY_DYNAMIC_DISPATCH(softmax_all)(scores, scale, sums);
}

}  // namespace mllm_npu
#endif
