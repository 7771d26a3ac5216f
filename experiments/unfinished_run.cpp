#include "experiments/unfinished_run.h"

#include <span>
#include <utility>

#include "engine/base/fnv1a.h"
#include "engine/base/hexadecimal.h"
#include "engine/base/input_error.h"
#include "engine/base/json.h"

namespace mllm_npu {
namespace {

void add_text(Fnv1a& hash, const std::string& text) {
  hash.add(text.size());
  hash.add(std::as_bytes(std::span(text)));
}

std::string hash_of_file(const std::filesystem::path& path) {
  Fnv1a hash;
  add_text(hash, read_file(path));
  return hexadecimal(hash.value());
}

}  // namespace

UnfinishedRun::UnfinishedRun(std::filesystem::path results_dir, std::string key)
    : results_dir_(std::move(results_dir)), key_(std::move(key)) {
  std::error_code ignored;
  if (key_.empty() || !std::filesystem::exists(path(), ignored)) return;
  try {
    const boost::json::value json = read_json(path());
    const JsonReader reader(path().string(), "", json);
    if (reader.at("key").string() != key_) return;
    for (const auto& [name, hash] : reader.at("written").members()) hashes_[name] = hash.string();
  } catch (const InputError&) {
    hashes_.clear();  // then everything is computed, which is never wrong
  }
}

std::filesystem::path UnfinishedRun::record_path(const std::string& experiment) const {
  return results_dir_ / (experiment + ".json");
}

std::optional<ResultRecord> UnfinishedRun::record_of(const std::string& experiment) const {
  const auto hash = hashes_.find(experiment);
  if (hash == hashes_.end()) return std::nullopt;
  try {
    if (hash_of_file(record_path(experiment)) != hash->second) return std::nullopt;
    return read_result_record(record_path(experiment));
  } catch (const InputError&) {
    return std::nullopt;
  }
}

void UnfinishedRun::add(const std::string& experiment) {
  if (key_.empty()) return;
  hashes_[experiment] = hash_of_file(record_path(experiment));
  boost::json::object written;
  for (const auto& [name, hash] : hashes_) written[name] = hash;
  boost::json::object json;
  json["key"] = key_;
  json["written"] = std::move(written);
  write_file(path(), to_text(json));
}

void UnfinishedRun::finish() {
  std::error_code ignored;
  std::filesystem::remove(path(), ignored);
}

std::string run_key(const ResultContext& context, const std::string& options) {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return "";
  const std::uintmax_t size = std::filesystem::file_size(program, error);
  if (error) return "";
  const auto written = std::filesystem::last_write_time(program, error);
  if (error) return "";
  Fnv1a hash;
  hash.add(size);
  hash.add(static_cast<std::uint64_t>(written.time_since_epoch().count()));
  for (const auto& [name, card] : context.cards) {
    add_text(hash, name);
    add_text(hash, card);
  }
  hash.add(context.seed);
  add_text(hash, options);
  return hexadecimal(hash.value());
}

}  // namespace mllm_npu
