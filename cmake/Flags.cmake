# aex_flags: what every target of the project is compiled with.
add_library(aex_flags INTERFACE)
target_compile_options(aex_flags INTERFACE -Wall -Wextra -Wpedantic)
# 64-bit file offsets on 32-bit hosts too.
target_compile_definitions(aex_flags INTERFACE _FILE_OFFSET_BITS=64)
if(AEX_WERROR)
  target_compile_options(aex_flags INTERFACE -Werror)
endif()
if(NOT AEX_EXCEPTIONS)
  target_compile_options(aex_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions -fno-rtti>)
endif()
# A program that links the static library with --gc-sections gets no more than it calls.
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_options(aex_flags INTERFACE -ffunction-sections -fdata-sections)
  target_link_options(aex_flags INTERFACE -Wl,--gc-sections)
endif()
# What -Os of GCC keeps on although it adds bytes here.
if(CMAKE_BUILD_TYPE STREQUAL "MinSizeRel" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(aex_flags INTERFACE -fno-tree-pre -fno-gcse -fno-ivopts -fno-shrink-wrap
    -fno-move-loop-invariants -fno-tree-loop-im -fno-caller-saves)
endif()
if(AEX_SANITIZE)
  target_compile_options(aex_flags INTERFACE -fsanitize=${AEX_SANITIZE} -fno-omit-frame-pointer
                                             -fno-sanitize-recover=all)
  # The check of a virtual call opens a pipe to see whether memory may be read, which a confined
  # process must not.
  if(AEX_SANITIZE MATCHES "undefined")
    target_compile_options(aex_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fno-sanitize=vptr>)
  endif()
  target_link_options(aex_flags INTERFACE -fsanitize=${AEX_SANITIZE})
endif()
# Sanitizers watch the real allocation functions; elsewhere than with ELF nothing could hide ours
# inside the static library.
set(AEX_OWN_MEMORY OFF)
if(NOT AEX_SANITIZE AND CMAKE_SYSTEM_NAME STREQUAL "Linux" AND CMAKE_OBJCOPY)
  set(AEX_OWN_MEMORY ON)
endif()
# 32-bit hosts without 64-bit atomic instructions.
include(CheckCXXSourceCompiles)
check_cxx_source_compiles("#include <atomic>
  #include <cstdint>
  std::atomic<std::uint64_t> n;
  int main() { return int(n.fetch_add(1)); }" AEX_HAS_ATOMIC64)
if(NOT AEX_HAS_ATOMIC64)
  target_link_libraries(aex_flags INTERFACE atomic)
endif()
