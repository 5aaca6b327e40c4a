# Builds that nothing caches spend half of their time in the standard library's headers.
option(AEX_PRECOMPILE "Precompile the standard library's headers" OFF)
set(AEX_STANDARD_HEADERS <algorithm> <array> <cstdint> <cstring> <functional> <map> <memory> <mutex>
    <optional> <string> <string_view> <utility> <vector>)

# aex_own_strings(TARGET): all memory of its std::string passes through the library's own allocation
# functions (base/memory), and no symbol of it is unique in the whole program. The header comes
# before all others, precompiled ones included.
function(aex_own_strings target)
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  set(header "${PROJECT_SOURCE_DIR}/lib/base/memory/own_strings.hpp")
  if(AEX_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE "$<$<COMPILE_LANGUAGE:CXX>:${header}>")
  else()
    target_compile_options(${target} PRIVATE "SHELL:-include ${header}")
  endif()
endfunction()

# aex_precompile(TARGET [FROM]): with the headers of FROM where one is named; it has the same flags.
function(aex_precompile target)
  if(AEX_PRECOMPILE AND ARGN)
    target_precompile_headers(${target} REUSE_FROM ${ARGN})
  elseif(AEX_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE ${AEX_STANDARD_HEADERS})
  endif()
endfunction()
