/** The process environment: the one place that reads it. */
#pragma once

#include <optional>
#include <string>

namespace aex::os {

/** A variable of the environment; an empty one counts as set. */
std::optional<std::string> environment(const char* name);

/** The user's home folder: HOME, else the password database; empty if neither knows. */
std::string home_folder();

}  // namespace aex::os
