# cmake --install: headers, both libraries, atlasexplorer.pc and the CMake package.
include(CMakePackageConfigHelpers)
set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/atlasexplorer")

install(TARGETS atlasexplorer atlasexplorer_static EXPORT atlasexplorer
        RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}"
        LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/capi/include/atlasexplorer"
        DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.h")
install(FILES "${PROJECT_SOURCE_DIR}/capi/files/libelfin.hpp"
        DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/atlasexplorer/interop")
install(EXPORT atlasexplorer NAMESPACE atlasexplorer:: FILE atlasexplorerTargets.cmake
        DESTINATION "${package_folder}")

# What a static link needs after libatlasexplorer.a, as flags and as packages.
set(AEX_STATIC_LIBS "")
set(AEX_STATIC_PACKAGES "")
set(AEX_STATIC_REQUIRES "")  # of those whose own needs are many
foreach(library ${core_libraries})
  if(library MATCHES "^MbedTLS::(.*)$")
    string(APPEND AEX_STATIC_LIBS " -l${CMAKE_MATCH_1}")
    list(APPEND AEX_STATIC_PACKAGES MbedTLS)
  elseif(library STREQUAL "OpenSSL::Crypto")
    string(APPEND AEX_STATIC_LIBS " -lcrypto")
    list(APPEND AEX_STATIC_PACKAGES OpenSSL)
  elseif(library MATCHES "^CJSON::")
    string(APPEND AEX_STATIC_LIBS " -lcjson")
    list(APPEND AEX_STATIC_PACKAGES CJSON)
  elseif(library STREQUAL "ZLIB::ZLIB")
    string(APPEND AEX_STATIC_LIBS " -lz")
    list(APPEND AEX_STATIC_PACKAGES ZLIB)
  elseif(library STREQUAL "ZSTD::zstd")
    string(APPEND AEX_STATIC_LIBS " -lzstd")
    list(APPEND AEX_STATIC_PACKAGES ZSTD)
  elseif(library STREQUAL "CURL::libcurl")
    set(AEX_STATIC_REQUIRES "libcurl")
    list(APPEND AEX_STATIC_PACKAGES CURL)
  elseif(NOT library MATCHES "::")
    string(APPEND AEX_STATIC_LIBS " -l${library}")
  elseif(NOT library MATCHES "^Threads::")
    message(FATAL_ERROR "cmake/Install.cmake does not know how ${library} is found by users")
  endif()
endforeach()
list(REMOVE_DUPLICATES AEX_STATIC_PACKAGES)
string(APPEND AEX_STATIC_LIBS " -lstdc++ -lm -pthread")

file(RELATIVE_PATH AEX_PC_PREFIX "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
configure_file("${PROJECT_SOURCE_DIR}/cmake/atlasexplorer.pc.in"
               "${PROJECT_BINARY_DIR}/atlasexplorer.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/atlasexplorer.pc"
        DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/atlasexplorerConfig.cmake.in"
                              "${PROJECT_BINARY_DIR}/atlasexplorerConfig.cmake"
                              INSTALL_DESTINATION "${package_folder}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/atlasexplorerConfigVersion.cmake"
                                 COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)
install(FILES "${PROJECT_BINARY_DIR}/atlasexplorerConfig.cmake"
              "${PROJECT_BINARY_DIR}/atlasexplorerConfigVersion.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/AtlasexplorerExperiment.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/AtlasexplorerGate.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/FindMbedTLS.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/FindCJSON.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/FindZSTD.cmake"
        DESTINATION "${package_folder}")

# cpack: a Debian package and an archive.
if(PROJECT_IS_TOP_LEVEL)
  set(CPACK_GENERATOR DEB TGZ)
  set(CPACK_PACKAGE_NAME atlasexplorer)
  set(CPACK_PACKAGE_CONTACT "The atlasexplorer authors")
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
  set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
  set(CPACK_STRIP_FILES ON)
  set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${CMAKE_LIBRARY_OUTPUT_DIRECTORY}")
  # Loaded by name, seen by no tool.
  if(AEX_HTTP STREQUAL "curl" AND AEX_CURL_LINK STREQUAL "lazy")
    list(APPEND loaded_packages "libcurl4 (>= 7.66)")
  endif()
  if(AEX_BUILD_GATEWAY AND NOT AEX_CURL_LINK STREQUAL "direct")
    list(APPEND loaded_packages "libmicrohttpd12 (>= 0.9.75)")
  endif()
  list(JOIN loaded_packages ", " CPACK_DEBIAN_PACKAGE_DEPENDS)
  include(CPack)
endif()
