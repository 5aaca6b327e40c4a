# RISC-V RV64GC, lp64d.
set(aex_triplet riscv64-linux-gnu)
set(aex_processor riscv64)
set(aex_qemu qemu-riscv64-static)
include("${CMAKE_CURRENT_LIST_DIR}/host.cmake")
