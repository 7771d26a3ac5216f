// A file of a benchmark, the first byte says which: either an InputError, or items with an answer.

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

#include "datasets/tasks/task_catalog.h"
#include "engine/base/input_error.h"
#include "engine/metrics/answer_f1.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const auto path =
      std::filesystem::temp_directory_path() / ("fuzz_" + std::to_string(::getpid()) + "_test.csv");
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::ofstream(path, std::ios::binary) << text;
  const auto names = mllm_npu::task_names();
  try {
    for (const auto& item : mllm_npu::open_task(names[data[0] % names.size()], path).items) {
      if (item.answer >= item.contexts.size() * item.continuations.size()) std::abort();
      const double f1 = mllm_npu::answer_f1(item.contexts.front(), item.continuations);
      if (!(f1 >= 0 && f1 <= 1)) std::abort();
    }
  } catch (const mllm_npu::InputError&) {
  }
  return 0;
}
