/** The verbs of the command. Each prints its result on stdout; an error is printed by main(). */
#pragma once

#include "cli/arguments.hpp"

namespace aex::cli {

Status configure(const Arguments& arguments);
Status cores(const Arguments& arguments);
Status run(const Arguments& arguments);
Status resume(const Arguments& arguments);
Status report(const Arguments& arguments);
Status trace(const Arguments& arguments);
Status validate(const Arguments& arguments);
Status serve(const Arguments& arguments);
Status hot(const Arguments& arguments);
Status elf(const Arguments& arguments);
Status sources(const Arguments& arguments);
Status jobs(const Arguments& arguments);
Status cancel(const Arguments& arguments);
Status clean(const Arguments& arguments);

}  // namespace aex::cli
