/* The C interface after headers that are full of short macros: no name may collide. */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <syslog.h>
#include <termios.h>
#include <unistd.h>

#include "atlasexplorer/atlasexplorer.h"

int aex_bad_company(void) { return AEX_E_ELF_NOT_ELF + (int)EM_RISCV; }
