#include "tests/support/latency_contract.h"

#include <random>

namespace mllm_npu::support {
namespace {

constexpr int kDraws = 40;

void place(std::vector<Placement>& all, Processor processor, Dtype dtype,
           std::initializer_list<OperatorKind> kinds) {
  for (const OperatorKind kind : kinds) all.push_back({kind, dtype, processor});
}

class Checker {
 public:
  Checker(const LatencyModel& latency, std::uint64_t seed) : latency_(latency), random_(seed) {}

  std::vector<std::string> run() {
    for (const Placement& placement : placements()) {
      for (int draw = 0; draw < kDraws; ++draw) check(operator_of(placement), placement.processor);
    }
    for (const Processor processor :
         {Processor::kCpu, Processor::kGpu, Processor::kNpu, Processor::kFlash}) {
      expect(latency_.launch_seconds(processor) >= 0, "launch below 0", name_of(processor));
    }
    for (int draw = 0; draw < kDraws; ++draw) check_handover(Bytes{below(1 << 20)});
    return violations_;
  }

 private:
  std::int64_t below(std::int64_t bound) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound));
  }

  Operator operator_of(const Placement& placement) {
    Operator op{.kind = placement.kind,
                .dtype = placement.dtype,
                .rows = 1 + below(300),
                .inner = 1 + below(3000),
                .columns = 1 + below(3000)};
    if (op.kind == OperatorKind::kGroupLinear) op.groups = 1 + below(16);
    return op;
  }

  double seconds(const Operator& op, Processor processor) const {
    return latency_.operator_seconds(op, processor);
  }

  void check(const Operator& op, Processor processor) {
    const double price = seconds(op, processor);
    const std::string what =
        std::string(name_of(op.kind)) + " on " + std::string(name_of(processor));
    expect(price >= 0, "below 0", what);
    expect(seconds(op, processor) == price, "not the same twice", what);
    check_growth(op, processor, &Operator::rows, "rows");
    check_growth(op, processor, &Operator::inner, "inner");
    check_growth(op, processor, &Operator::columns, "columns");
  }

  void check_growth(const Operator& op, Processor processor, std::int64_t Operator::*dimension,
                    const std::string& name) {
    Operator larger = op;
    larger.*dimension += 1 + below(100);
    const std::string what =
        std::string(name_of(op.kind)) + " on " + std::string(name_of(processor));
    expect(seconds(larger, processor) >= seconds(op, processor), "smaller for more " + name, what);
  }

  void check_handover(Bytes bytes) {
    expect(latency_.handover_seconds(bytes) >= 0, "below 0", "handover");
    const Bytes more = bytes + Bytes{1 + below(1000)};
    expect(latency_.handover_seconds(more) >= latency_.handover_seconds(bytes),
           "smaller for more bytes", "handover");
  }

  void expect(bool holds, const std::string& rule, std::string_view what) {
    if (!holds) violations_.push_back(std::string(what) + ": " + rule);
  }

  const LatencyModel& latency_;
  std::mt19937_64 random_;
  std::vector<std::string> violations_;
};

}  // namespace

std::vector<Placement> placements() {
  std::vector<Placement> all;
  place(all, Processor::kNpu, Dtype::kInt8,
        {OperatorKind::kLinear, OperatorKind::kGroupLinear, OperatorKind::kActivation,
         OperatorKind::kMultiply});
  place(all, Processor::kNpu, Dtype::kFp16, {OperatorKind::kLinear});
  for (const Processor processor : {Processor::kCpu, Processor::kGpu}) {
    place(all, processor, Dtype::kFp32,
          {OperatorKind::kEmbedding, OperatorKind::kNorm, OperatorKind::kQuantize,
           OperatorKind::kDequantize, OperatorKind::kRope, OperatorKind::kKvAppend,
           OperatorKind::kAttention, OperatorKind::kActivation, OperatorKind::kMultiply,
           OperatorKind::kAdd, OperatorKind::kShadowGather, OperatorKind::kShadowAdd});
    place(all, processor, processor == Processor::kCpu ? Dtype::kInt8 : Dtype::kFp16,
          {OperatorKind::kLinear, OperatorKind::kGroupLinear, OperatorKind::kShadowLinear,
           OperatorKind::kLmHead});
  }
  place(all, Processor::kFlash, Dtype::kInt8, {OperatorKind::kFlashRead});
  return all;
}

std::vector<std::string> contract_violations(const LatencyModel& latency, std::uint64_t seed) {
  return Checker(latency, seed).run();
}

}  // namespace mllm_npu::support
