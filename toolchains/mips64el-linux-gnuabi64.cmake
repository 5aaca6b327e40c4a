# MIPS64 R2, little-endian, n64.
set(aex_triplet mips64el-linux-gnuabi64)
set(aex_processor mips64el)
set(aex_qemu qemu-mips64el-static)
include("${CMAKE_CURRENT_LIST_DIR}/host.cmake")
