/* Lists the source files that the debug information of an ELF file names: sources ELF */
#include <atlasexplorer/atlasexplorer.h>
#include <stdio.h>

int main(int argc, char** argv) {
  aex_error* error = NULL;
  aex_sources* sources = NULL;
  if (argc != 2) return 64;
  aex_code code = aex_sources_read(&sources, argv[1], 0, &error);
  if (code == AEX_E_DEBUG_INFO_MISSING)
    fprintf(stderr, "sources: %s was built without -g\n", argv[1]);
  else if (code != AEX_OK)
    fprintf(stderr, "sources: %s\n", aex_error_message(error));
  for (size_t i = 0; i < aex_sources_count(sources); ++i)
    printf("%s\n", aex_sources_path(sources, i));
  int status = aex_error_exit_status(error);
  aex_sources_free(sources), aex_error_free(error);
  return status;
}
