/** What is hot, as documents: JSON for programs, a page of HTML for people. */
#pragma once

#include "analysis/hot/listing.hpp"

namespace aex::analysis {

/** What a document says of itself. */
struct HotTitle {
  std::string workload; /**< the ELF file; may be empty */
  std::string counts;   /**< where the counts come from */
};

/** `top` bounds each list; 0 takes all. Percentages are rounded to 4 digits behind the point. */
std::string hot_json(const Hot& hot, const HotTitle& title, std::size_t top);

/** A page that needs nothing else: the tables, and the annotated source of the `top` hottest
 *  functions. */
std::string hot_page(const Hot& hot, const HotTitle& title, std::size_t top, SourceTexts& sources);

}  // namespace aex::analysis
