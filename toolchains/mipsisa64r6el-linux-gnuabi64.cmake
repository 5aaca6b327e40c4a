# MIPS64 R6, little-endian, n64.
set(aex_triplet mipsisa64r6el-linux-gnuabi64)
set(aex_processor mips64el)
set(aex_qemu qemu-mips64el-static;-cpu;I6400)
include("${CMAKE_CURRENT_LIST_DIR}/host.cmake")
