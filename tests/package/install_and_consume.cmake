# Installs BUILD below WORK, then configures, builds and runs the project CONSUMER against it.
# Every step's output is shown when it fails.

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nended with ${status}:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE "${WORK}")
run(${CMAKE_COMMAND} --install "${BUILD}" --prefix "${WORK}/prefix")
run(${CMAKE_COMMAND} -G Ninja -S "${CONSUMER}" -B "${WORK}/build"
    "-DCMAKE_PREFIX_PATH=${WORK}/prefix"
    "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_FLAGS=${FLAGS}")
run(${CMAKE_COMMAND} --build "${WORK}/build" --parallel 2)
# Not from the source tree: a consumer has only what is installed.
run(${CMAKE_COMMAND} -E env "MLLM_NPU_DATA=${WORK}/prefix/share/mllm_npu" "${WORK}/build/consumer")
message(STATUS "${output}")
