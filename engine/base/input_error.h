#pragma once

#include <stdexcept>
#include <string>

namespace mllm_npu {

// The user's file or flag is wrong. The only exception that this project throws: `main` catches
// it, prints what() as one line and exits with 2. A bug of ours is a failed check instead
// (check.h).
//
// what() reads "FILE: KEY: expected EXPECTED, found FOUND"; a part that is empty is left out,
// control characters are replaced, and KEY and FOUND (untrusted text) are bounded, so that the
// message stays one readable line.
class InputError : public std::runtime_error {
 public:
  // `file`: path, or the flag's group such as "command line"; `key`: JSON path or flag name.
  InputError(std::string file, std::string key, std::string expected, std::string found);

  const std::string& file() const { return file_; }
  const std::string& key() const { return key_; }
  const std::string& expected() const { return expected_; }
  const std::string& found() const { return found_; }

 private:
  std::string file_;
  std::string key_;
  std::string expected_;
  std::string found_;
};

}  // namespace mllm_npu
