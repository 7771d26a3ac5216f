#pragma once

namespace CLI {
class App;
}

namespace mllm_npu {

// Parses the command line and runs the command. Returns the exit code: 0. Errors: InputError for a
// flag or value that is wrong.
int run_program(int argc, const char* const* argv);

// One .cpp each: adds the command to the program.
void add_reproduce(CLI::App& program);
void add_list(CLI::App& program);
void add_prefill(CLI::App& program);
void add_plot(CLI::App& program);
void add_calibrate(CLI::App& program);
void add_generate(CLI::App& program);
void add_perplexity(CLI::App& program);
void add_logits(CLI::App& program);
void add_export(CLI::App& program);

}  // namespace mllm_npu
