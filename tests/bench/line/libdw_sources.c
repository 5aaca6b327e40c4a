/* The source files of a program by elfutils' libdw: libdw_sources FILE */
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <stdio.h>

int main(int count, char** words) {
  size_t total = 0;
  Dwarf* dwarf = dwarf_begin(open(words[count - 1], O_RDONLY), DWARF_C_READ);
  Dwarf_Off offset = 0, next = 0;
  size_t header = 0;
  while (dwarf_nextcu(dwarf, offset, &next, &header, NULL, NULL, NULL) == 0) {
    Dwarf_Die die;
    Dwarf_Files* files = NULL;
    size_t in_unit = 0;
    if (dwarf_offdie(dwarf, offset + header, &die) != NULL &&
        dwarf_getsrcfiles(&die, &files, &in_unit) == 0) {
      for (size_t i = 0; i < in_unit; ++i) total += dwarf_filesrc(files, i, NULL, NULL) != NULL;
    }
    offset = next;
  }
  printf("%zu\n", total);
  dwarf_end(dwarf);
  return 0;
}
