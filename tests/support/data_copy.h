#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "tests/support/environment_variable.h"
#include "tests/support/temporary_folder.h"

namespace mllm_npu::support {

// The keys that lead to a value inside a card, e.g. {"facts", "npu.free", "unit"}: keys may hold
// dots.
using CardPath = std::vector<std::string>;

// A copy of the data folders of this repository, which is the data root while the object lives.
// What a test writes there is found as a stranger's card would be.
class DataCopy {
 public:
  DataCopy();

  const std::filesystem::path& root() const { return folder_.path(); }

  // Puts `value` at `path` of the card in `file`, below the root; missing keys are added.
  void set(const std::string& file, const CardPath& path, const boost::json::value& value) const;
  // Takes the member at `path` away. REQUIRES: it is there.
  void erase(const std::string& file, const CardPath& path) const;
  // Replaces the first `from` in `file` by `to`. REQUIRES: `file` is in the copy and holds `from`.
  void edit(const std::string& file, const std::string& from, const std::string& to) const;
  // Writes `text` to `file` of the copy.
  void write(const std::string& file, const std::string& text) const { folder_.write(file, text); }
  // Copies one card to another name, and puts that name into it.
  void clone(const std::string& file, const std::string& name) const;

 private:
  TemporaryFolder folder_;
  EnvironmentVariable root_;
};

// Folders of cards below the data root.
inline const std::string kSocFolder = "engine/soc/catalog/socs/";
inline const std::string kDeviceFolder = "engine/soc/catalog/devices/";
inline const std::string kProfileFolder = "engine/quant/catalog/";
inline const std::string kSystemFolder = "baselines/catalog/";

}  // namespace mllm_npu::support
