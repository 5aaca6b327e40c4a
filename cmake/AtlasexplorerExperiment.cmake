#[[
atlasexplorer_add_experiment(TARGET CORE name
                             [NAME test] [GATE "metric op number"...] [OPTIONS option...])

Adds a test that runs the RISC-V program TARGET on a core, after it was linked. The test fails if the
run does, or if a gate does not hold: `metric` is a metric's name as the report tells it, `op` is
<= or >=, `number` an integer. By default the engine of the command runs it; with AEX_EXPERIMENTS=cloud
in the cache the service does. OPTIONS go to `atlasexplorer run`.

  enable_testing()
  add_executable(filter filter.c)
  atlasexplorer_add_experiment(filter CORE "I8500_(1_thread)"
                               GATE "Total Cycles Consumed <= 120000")
]]
set(AEX_EXPERIMENTS local CACHE STRING "Who runs experiments: local or cloud")

function(atlasexplorer_add_experiment target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "CORE;NAME" "GATE;OPTIONS")
  if(NOT TARGET ${target} OR NOT arg_CORE OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "atlasexplorer_add_experiment(TARGET CORE name ...): see ${CMAKE_CURRENT_FUNCTION_LIST_FILE}")
  endif()
  if(NOT arg_NAME)
    set(arg_NAME "experiment.${target}")
  endif()
  if(TARGET atlasexplorer::command)
    set(command "$<TARGET_FILE:atlasexplorer::command>")
    get_target_property(is_imported atlasexplorer::command IMPORTED)
    if(NOT is_imported)
      add_dependencies(${target} atlasexplorer::command)
    endif()
    # A guest's project has an emulator of guests; a command of this machine needs none.
    get_target_property(processor atlasexplorer::command AEX_PROCESSOR)
    if(CMAKE_CROSSCOMPILING_EMULATOR AND processor AND
       NOT processor STREQUAL CMAKE_HOST_SYSTEM_PROCESSOR)
      list(PREPEND command ${CMAKE_CROSSCOMPILING_EMULATOR})
    endif()
  else()
    find_program(ATLASEXPLORER_COMMAND atlasexplorer REQUIRED)
    set(command "${ATLASEXPLORER_COMMAND}")
  endif()
  foreach(gate ${arg_GATE})
    if(NOT gate MATCHES "^.+ (<=|>=) [0-9]+$")
      message(FATAL_ERROR "a gate is \"metric <= number\" or \"metric >= number\", not \"${gate}\"")
    endif()
  endforeach()
  if(AEX_EXPERIMENTS STREQUAL "local")
    list(PREPEND arg_OPTIONS --local)
  endif()
  string(REPLACE ";" "|" command "${command}")
  string(REPLACE ";" "|" gates "${arg_GATE}")
  string(REPLACE ";" "|" options "${arg_OPTIONS}")
  add_test(NAME "${arg_NAME}" COMMAND "${CMAKE_COMMAND}" "-Dcommand=${command}" "-Dcore=${arg_CORE}"
           "-Delf=$<TARGET_FILE:${target}>" "-Dgates=${gates}" "-Doptions=${options}"
           "-Dfolder=${CMAKE_CURRENT_BINARY_DIR}/experiments/${arg_NAME}"
           -P "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/AtlasexplorerGate.cmake")
endfunction()
