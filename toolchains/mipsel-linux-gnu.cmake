# MIPS32 R2, little-endian, o32.
set(aex_triplet mipsel-linux-gnu)
set(aex_processor mipsel)
set(aex_qemu qemu-mipsel-static)
include("${CMAKE_CURRENT_LIST_DIR}/host.cmake")
