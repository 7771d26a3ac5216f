// The program mllm-npu.

#include <iostream>

#include "engine/base/input_error.h"
#include "experiments/commands/program.h"

int main(int argc, char** argv) {
  try {
    return mllm_npu::run_program(argc, argv);
  } catch (const mllm_npu::InputError& error) {
    std::cerr << "mllm-npu: " << error.what() << '\n';
    return 2;
  }
}
