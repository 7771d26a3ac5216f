#pragma once

namespace mllm_npu {

class CommandLine;

// Parses the command line and runs the command. Returns the exit code: 0. Errors: InputError for a
// flag or value that is wrong.
int run_program(int argc, const char* const* argv);

// One .cpp each: adds the command to the program.
void add_reproduce(CommandLine& program);
void add_list(CommandLine& program);
void add_prefill(CommandLine& program);
void add_claims(CommandLine& program);
void add_plot(CommandLine& program);
void add_explain_gap(CommandLine& program);
void add_calibrate(CommandLine& program);
void add_prepare(CommandLine& program);
void add_generate(CommandLine& program);
void add_perplexity(CommandLine& program);
void add_accuracy(CommandLine& program);
void add_logits(CommandLine& program);
void add_export(CommandLine& program);
void add_train_reference_model(CommandLine& program);

}  // namespace mllm_npu
