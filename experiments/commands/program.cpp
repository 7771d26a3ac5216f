#include "experiments/commands/program.h"

#include "experiments/commands/command_line.h"
#include "experiments/revision.h"

namespace mllm_npu {

int run_program(int argc, const char* const* argv) {
  CommandLine program(
      "mllm-npu",
      "Reproduces mllm-NPU (llm.npu): LLM prefill on a simulated phone NPU, beside baselines,\n"
      "with every technique an option. Times and energies are simulated; `mllm-npu calibrate`\n"
      "shows what the simulation's constants were fitted to. Logits are really computed.",
      revision());
  add_reproduce(program);
  add_prefill(program);
  add_list(program);
  add_plot(program);
  add_explain_gap(program);
  add_claims(program);
  add_calibrate(program);
  add_prepare(program);
  add_generate(program);
  add_perplexity(program);
  add_accuracy(program);
  add_logits(program);
  add_export(program);
  add_train_reference_model(program);
  return program.parse(argc, argv);
}

}  // namespace mllm_npu
