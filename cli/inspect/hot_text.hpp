/** What is hot, on a terminal. */
#pragma once

#include "analysis/hot/listing.hpp"

namespace aex::cli {

/** The tables of functions, lines and blocks, `top` rows each (0: all). */
std::string hot_tables(const analysis::Hot& hot, std::size_t top);

/** The annotated source of one function. */
std::string hot_listing(const analysis::Hot& hot, std::uint32_t function,
                        analysis::SourceTexts& sources);

}  // namespace aex::cli
