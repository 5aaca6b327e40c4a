/* Compiled with -Wpadded for hosts of either width: a compiler lays out what is used only. */
#include "atlasexplorer/atlasexplorer.h"

aex_call_options aex_use_call_options;
aex_client_options aex_use_client_options;
aex_elf_image aex_use_elf_image;
aex_hooks aex_use_hooks;
aex_progress aex_use_progress;
aex_settings_options aex_use_settings_options;
aex_transport aex_use_transport;
aex_wait_options aex_use_wait_options;

#ifdef AEX_PADDED_ON_PURPOSE
struct padded {
  uint32_t narrow;
  uint64_t wide;
} aex_use_padded;
#endif
