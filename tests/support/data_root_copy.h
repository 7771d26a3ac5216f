#pragma once

#include <string>

#include "tests/support/environment_variable.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu::support {

// A copy of the data folders of this repository, which data_root() is until the object goes.
class DataRootCopy {
 public:
  DataRootCopy();

  const std::filesystem::path& path() const { return folder_.path(); }

  // Replaces the first `from` in `file` by `to`. REQUIRES: `file` is in the copy and holds `from`.
  void edit(const std::string& file, const std::string& from, const std::string& to) const;
  // Writes `text` to `file` of the copy.
  void write(const std::string& file, const std::string& text) const { folder_.write(file, text); }

 private:
  TemporaryFolder folder_;
  EnvironmentVariable data_;
};

}  // namespace mllm_npu::support
