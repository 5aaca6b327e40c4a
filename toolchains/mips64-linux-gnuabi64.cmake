# MIPS64 R2, big-endian, n64.
set(aex_triplet mips64-linux-gnuabi64)
set(aex_processor mips64)
set(aex_qemu qemu-mips64-static)
include("${CMAKE_CURRENT_LIST_DIR}/host.cmake")
