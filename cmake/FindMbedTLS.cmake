# Finds MbedTLS where its package ships no CMake config. Defines MbedTLS::mbedcrypto.
find_path(MbedTLS_INCLUDE_DIR mbedtls/aes.h)
find_library(MbedTLS_LIBRARY mbedcrypto)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(MbedTLS REQUIRED_VARS MbedTLS_LIBRARY MbedTLS_INCLUDE_DIR)
if(MbedTLS_FOUND AND NOT TARGET MbedTLS::mbedcrypto)
  add_library(MbedTLS::mbedcrypto UNKNOWN IMPORTED)
  set_target_properties(MbedTLS::mbedcrypto PROPERTIES
    IMPORTED_LOCATION "${MbedTLS_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${MbedTLS_INCLUDE_DIR}")
endif()
mark_as_advanced(MbedTLS_INCLUDE_DIR MbedTLS_LIBRARY)
