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
if(AEX_SANITIZE)
  target_compile_options(aex_flags INTERFACE -fsanitize=${AEX_SANITIZE} -fno-omit-frame-pointer
                                             -fno-sanitize-recover=all)
  target_link_options(aex_flags INTERFACE -fsanitize=${AEX_SANITIZE})
endif()
