/** What every fuzz target defines: takes any bytes, and returns 0. A defect is a crash, a report of
 *  a sanitizer, or a time out. */
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);
