# Writes OUTPUT from revision.cpp.in when the revision has changed. Run at every build, as a commit
# changes no source. REPRODUCE.md is written by `make reproduce` itself and does not count.
#   cmake -D SOURCE=... -D OUTPUT=... -D VERSION=... -P revision.cmake
find_program(GIT git)
set(REVISION "${VERSION}")
if(GIT AND EXISTS "${SOURCE}/.git")
  execute_process(COMMAND ${GIT} rev-parse --short=12 HEAD WORKING_DIRECTORY "${SOURCE}"
                  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET
                  RESULT_VARIABLE failed)
  if(NOT failed)
    set(REVISION "${commit}")
    execute_process(COMMAND ${GIT} diff --quiet HEAD -- . ":(exclude)REPRODUCE.md"
                    WORKING_DIRECTORY "${SOURCE}" ERROR_QUIET RESULT_VARIABLE changed)
    if(changed)
      string(APPEND REVISION "-changed")
    endif()
  endif()
endif()
configure_file("${SOURCE}/experiments/revision.cpp.in" "${OUTPUT}" @ONLY)
