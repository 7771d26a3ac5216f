#pragma once

// The life of an NPU (Fig. 2): set up the environment, build graphs, optimise them, execute, free.
// Each step has its price, and the rules of a real runtime are enforced: a broken rule is an
// InputError that names the graph, never a slow path.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/graph/npu_graph.h"
#include "engine/soc/latency_model.h"

namespace mllm_npu {

class NpuRuntime {
 public:
  using GraphId = std::size_t;
  using SessionId = std::size_t;

  explicit NpuRuntime(const NpuSpec& spec) : spec_(spec) {}

  // Must come first; a second call is an error.
  SimTime set_up_environment();

  // A session maps at most `address_window` bytes of weights (§4). REQUIRES: environment set up.
  SessionId open_session();
  // Bytes of weights that a session can still map. Errors: no such session.
  Bytes room(SessionId session) const;

  // Builds a graph in a session. Graphs of one name that differ in their rows share the weights.
  // Errors: the session's window cannot hold the weights; the environment is not set up.
  GraphId build(NpuGraph graph, SessionId session);
  // Price of build(): grows with the number of operators that hold weights.
  SimTime build_price(const NpuGraph& graph) const;

  // Optimises a built graph; a graph is optimised once.
  void optimize(GraphId graph);
  // Price of optimize(): grows faster than the weights of a linear, as layouts are searched.
  SimTime optimize_price(const NpuGraph& graph) const;

  // Checks that the graph may run with `rows` tokens. Errors: not built, not optimised, freed, or
  // other rows than it was built for (static shapes only).
  void execute(GraphId graph, std::int64_t rows) const;

  // Frees all graphs and sessions.
  SimTime free_all();

  // Errors: not built, or freed.
  const NpuGraph& graph(GraphId id) const;
  Bytes mapped_weights() const;

 private:
  struct Session {
    std::map<std::string, Bytes> weights;  // by graph name
    Bytes mapped;
  };
  struct BuiltGraph {
    NpuGraph graph;
    bool optimized = false;
  };

  void require_environment() const;

  NpuSpec spec_;
  bool environment_ = false;
  std::vector<Session> sessions_;
  std::vector<BuiltGraph> graphs_;
};

}  // namespace mllm_npu
