// The program mllm-npu.

#include <iostream>
#include <new>

#include "engine/base/input_error.h"
#include "experiments/commands/program.h"

int main(int argc, char** argv) {
  try {
    const int exit_code = mllm_npu::run_program(argc, argv);
    if (std::cout.flush()) return exit_code;
    throw mllm_npu::InputError("standard output", "", "room to write", "a write error");
  } catch (const mllm_npu::InputError& error) {
    std::cerr << "mllm-npu: " << error.what() << '\n';
    return 2;
  } catch (const std::bad_alloc&) {
    std::cerr << "mllm-npu: expected enough memory for what was asked, found too little\n";
    return 2;
  }
}
