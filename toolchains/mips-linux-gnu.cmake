# MIPS32 R2, big-endian, o32.
set(aex_triplet mips-linux-gnu)
set(aex_processor mips)
set(aex_qemu qemu-mips-static)
include("${CMAKE_CURRENT_LIST_DIR}/host.cmake")
