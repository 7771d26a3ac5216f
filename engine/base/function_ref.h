#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace mllm_npu {

template <class Signature>
class FunctionRef;

// A function object that somebody else owns: for a parameter that is called before the call it was
// passed to returns. Unlike std::function it never allocates.
template <class Result, class... Arguments>
class FunctionRef<Result(Arguments...)> {
 public:
  template <class Function>
  requires(!std::is_same_v<std::remove_cvref_t<Function>, FunctionRef>)
      FunctionRef(Function&& function)  // implicit: lambdas are passed as they are
      : function_(const_cast<void*>(static_cast<const void*>(std::addressof(function)))),
        call_([](void* f, Arguments... arguments) -> Result {
          return (*static_cast<std::remove_reference_t<Function>*>(f))(
              std::forward<Arguments>(arguments)...);
        }) {}

  Result operator()(Arguments... arguments) const {
    return call_(function_, std::forward<Arguments>(arguments)...);
  }

 private:
  void* function_;
  Result (*call_)(void*, Arguments...);
};

}  // namespace mllm_npu
