#include "engine/schedule/dispatcher.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "engine/base/check.h"
#include "engine/sim/event_queue.h"
#include "engine/sim/shared_bandwidth.h"

namespace mllm_npu {
namespace {

constexpr std::array<Processor, kProcessorCount> kProcessors = {Processor::kCpu, Processor::kGpu,
                                                                Processor::kNpu, Processor::kFlash};

std::vector<SimTime> node_durations(const SubgraphDag& dag, const std::vector<Price>& prices) {
  std::vector<SimTime> durations;
  durations.reserve(dag.nodes.size());
  for (const SubgraphNode& node : dag.nodes) {
    durations.push_back(prices[static_cast<std::size_t>(node.subgraph)].duration);
  }
  return durations;
}

class Dispatcher {
 public:
  Dispatcher(const SubgraphDag& dag, const std::vector<Price>& prices, const DispatchCosts& costs,
             SchedulingPolicy& policy)
      : dag_(dag),
        prices_(prices),
        costs_(costs),
        policy_(policy),
        first_pick_(policy.first_pick()),
        ready_(dag, node_durations(dag, prices), policy.release_rule()),
        ready_time_(dag.nodes.size()),
        memory_(costs.dram_bandwidth * 1e-9) {}

  Timeline run() {
    timeline_.spans.reserve(dag_.nodes.size());
    for (std::size_t i = 0; i < dag_.nodes.size(); ++i) {
      if (dag_.predecessor_count[i] == 0) ready_.enable(static_cast<SubgraphId>(i));
    }
    while (ready_.open_count() > 0) {
      fill_idle_processors();
      advance();
    }
    return std::move(timeline_);
  }

 private:
  void fill_idle_processors() {
    fill(first_pick_);
    for (const Processor processor : kProcessors) {
      if (processor != first_pick_) fill(processor);
    }
  }

  void fill(Processor processor) {
    if (memory_.running(index(processor)) || ready_.on(processor).empty()) return;
    const std::optional<SubgraphId> picked = policy_.pick(processor, ready_);
    if (picked) start(*picked, processor);
  }

  void start(SubgraphId id, Processor processor) {
    const Price& price = prices_[static_cast<std::size_t>(dag_.node(id).subgraph)];
    SimTime duration = price.duration;
    if (processor == Processor::kNpu) duration += switch_graph(id);
    const double work = static_cast<double>(duration.count());
    const double demand = work > 0 ? static_cast<double>(price.traffic.value) / work : 0;
    ready_.start(id);
    memory_.start(index(processor), work, demand);
    span_of_[index(processor)] = timeline_.spans.size();
    timeline_.spans.push_back(
        {.lane = static_cast<std::int32_t>(processor), .work = id, .start = now_, .end = now_});
  }

  // All chunks run the same graph of a layer; another layer or kind is another graph.
  SimTime switch_graph(SubgraphId id) {
    const std::pair graph{dag_.node(id).layer, dag_.subgraph_of(id).kind};
    const bool same = loaded_graph_ == graph;
    loaded_graph_ = graph;
    return same ? SimTime{} : costs_.graph_switch;
  }

  // To the next end of a work or the next time at which a subgraph becomes ready.
  void advance() {
    std::optional<SimTime> next;
    for (const Processor processor : kProcessors) {
      if (!memory_.running(index(processor))) continue;
      const SimTime end = end_of(processor);
      if (!next || end < *next) next = end;
    }
    if (!events_.empty() && (!next || events_.next_time() < *next)) next = events_.next_time();
    MLLM_NPU_CHECK(next.has_value(), std::to_string(ready_.open_count()) + " subgraphs never ran");
    step_to(*next);
  }

  void step_to(SimTime next) {
    std::array<bool, kProcessorCount> ends{};
    for (const Processor processor : kProcessors) {
      ends[index(processor)] = memory_.running(index(processor)) && end_of(processor) == next;
    }
    memory_.advance(static_cast<double>((next - now_).count()));
    now_ = next;
    for (const Processor processor : kProcessors) {
      if (ends[index(processor)]) finish(processor);
    }
    while (!events_.empty() && events_.next_time() == now_) ready_.enable(events_.pop());
  }

  SimTime end_of(Processor processor) const {
    // A rest below a thousandth of a nanosecond is rounding.
    const double left = std::ceil(memory_.time_left(index(processor)) - 1e-3);
    return now_ + SimTime{static_cast<SimTime::rep>(std::max(left, 0.0))};
  }

  void finish(Processor processor) {
    Span& span = timeline_.spans[span_of_[index(processor)]];
    span.end = now_;
    const SubgraphId id = span.work;
    memory_.stop(index(processor));
    const SimTime handover = prices_[static_cast<std::size_t>(dag_.node(id).subgraph)].handover;
    for (const SubgraphId successor : dag_.successors_of(id)) {
      SimTime& earliest = ready_time_[static_cast<std::size_t>(successor)];
      const bool crosses = needs_synchronization(processor, dag_.affinity_of(successor));
      earliest = std::max(earliest, now_ + (crosses ? handover : SimTime{}));
    }
    ready_.complete(id, [&](SubgraphId successor) {
      const SimTime earliest = ready_time_[static_cast<std::size_t>(successor)];
      if (earliest <= now_) {
        ready_.enable(successor);
      } else {
        events_.push(earliest, successor);
      }
    });
    policy_.completed(id, ready_);
  }

  static std::size_t index(Processor processor) { return static_cast<std::size_t>(processor); }

  const SubgraphDag& dag_;
  const std::vector<Price>& prices_;
  const DispatchCosts& costs_;
  SchedulingPolicy& policy_;
  Processor first_pick_;
  ReadySet ready_;
  std::vector<SimTime> ready_time_;
  SharedBandwidth<kProcessorCount> memory_;
  EventQueue<SubgraphId> events_;
  std::array<std::size_t, kProcessorCount> span_of_{};
  std::pair<std::int32_t, SubgraphKind> loaded_graph_{-2, SubgraphKind::kEmbedding};
  Timeline timeline_;
  SimTime now_{};
};

}  // namespace

Timeline dispatch(const SubgraphDag& dag, const std::vector<Price>& prices,
                  const DispatchCosts& costs, SchedulingPolicy& policy) {
  return Dispatcher(dag, prices, costs, policy).run();
}

}  // namespace mllm_npu
