#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "engine/metrics/result_record.h"

namespace mllm_npu {

// What a run of experiments has already written, so that the next one goes on where it was stopped:
// DIR/unfinished.json, which is there only between the first experiment of a run and its end.
class UnfinishedRun {
 public:
  // `key` tells apart runs whose results may differ. Takes up a run of the same key that was
  // stopped in `results_dir`, if there is one; a file that is damaged or of another key counts as
  // none.
  UnfinishedRun(std::filesystem::path results_dir, std::string key);

  // The experiment's record, if the stopped run wrote it and its file has the same bytes still.
  std::optional<ResultRecord> record_of(const std::string& experiment) const;

  // The experiment's file stands. Errors: InputError when DIR cannot be written.
  void add(const std::string& experiment);
  // The run has come to its end.
  void finish();

 private:
  std::filesystem::path record_path(const std::string& experiment) const;
  std::filesystem::path path() const { return results_dir_ / "unfinished.json"; }

  std::filesystem::path results_dir_;
  std::string key_;
  std::map<std::string, std::string> hashes_;  // experiment → hash of its file
};

// FNV-1a of the bytes of the running program, of every card and of `options`: 16 hexadecimal
// digits.
// "" where the program's own file cannot be read.
std::string run_key(const ResultContext& context, const std::string& options);

}  // namespace mllm_npu
