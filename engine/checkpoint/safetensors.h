#pragma once

// The safetensors format: eight bytes of header length, a JSON header, the tensors' numbers.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/base/output_file.h"
#include "engine/checkpoint/stored_tensor.h"

namespace mllm_npu {

struct SafetensorsEntry {
  std::string dtype;                // as the file says it: "F32", "BF16", "I64", ...
  std::vector<std::int64_t> shape;  // outermost first
  std::span<const std::byte> bytes{};
};

// The tensors of a file, which looks into `file`. `name` only names it in errors. Errors:
// InputError naming the tensor, for everything that the format's reference implementation refuses:
// a header that is too long or no JSON, an unknown type, a size that is not the shape's, tensors
// that overlap, leave a hole or leave the end of the file over.
std::map<std::string, SafetensorsEntry> read_safetensors(std::span<const std::byte> file,
                                                         const std::string& name);

// An entry to compute with. Errors: InputError naming `file` and the tensor, when its type is none
// of F32, F16 and BF16.
StoredTensor stored_tensor(const std::string& file, const std::string& tensor,
                           const SafetensorsEntry& entry);

// A tensor that is to be written.
struct SafetensorsPlan {
  std::string name;
  std::string dtype;  // "F32", "I8", ...
  std::vector<std::int64_t> shape;
};

// Writes the header, then takes the numbers of one tensor after another, in the plan's order; the
// whole model never stands in memory. The file has its name only after finish().
class SafetensorsWriter {
 public:
  // Errors, here and below: InputError when the file cannot be written.
  SafetensorsWriter(const std::filesystem::path& path, const std::vector<SafetensorsPlan>& plan);

  void append(std::span<const std::byte> bytes) { file_.append(bytes); }
  // REQUIRES: every tensor's bytes are there.
  void finish();

 private:
  OutputFile file_;
  std::uint64_t end_ = 0;
};

}  // namespace mllm_npu
