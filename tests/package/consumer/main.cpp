#include <cstring>
#include <iostream>

#include "engine/base/input_error.h"
#include "engine/base/units.h"

// A stranger's program: it sees what is installed and nothing else, and it links.
int main() {
  const mllm_npu::InputError error("phone.json", "power", "a number", "nothing");
  std::cout << error.what() << "\n";
  return std::strstr(error.what(), "phone.json") == nullptr ? 1 : 0;
}
