# What the toolchain files share; each sets aex_triplet, aex_processor and aex_qemu first.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR "${aex_processor}")
set(CMAKE_C_COMPILER "${aex_triplet}-gcc")
set(CMAKE_CXX_COMPILER "${aex_triplet}-g++")
set(CMAKE_LIBRARY_ARCHITECTURE "${aex_triplet}")

# Without a sysroot Debian's cross compilers take the headers of the machine that builds.
get_filename_component(aex_sysroot "${CMAKE_CURRENT_LIST_DIR}/../build/sysroot/${aex_triplet}"
                       ABSOLUTE)
set(AEX_SYSROOT "${aex_sysroot}" CACHE PATH "As toolchains/sysroot.sh makes it")
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES AEX_SYSROOT)
set(CMAKE_SYSROOT "${AEX_SYSROOT}")
set(CMAKE_FIND_ROOT_PATH "${AEX_SYSROOT}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_SYSROOT_DIR} "${AEX_SYSROOT}")
set(ENV{PKG_CONFIG_LIBDIR}
    "${AEX_SYSROOT}/usr/lib/${aex_triplet}/pkgconfig:${AEX_SYSROOT}/usr/lib/pkgconfig")

set(CMAKE_CROSSCOMPILING_EMULATOR "${aex_qemu};-L;${AEX_SYSROOT}")
