/** The limits and waiting times among the settings: whole numbers, each with its two names. */
#pragma once

#include "config/sources.hpp"

namespace aex::config {

/** A number of the settings: `name` in the settings file, `variable` in the environment. */
struct Number {
  const char* name;
  const char* variable;
  std::uint64_t Limits::*limit = nullptr; /**< this, or `wait` */
  std::uint64_t Patience::*wait = nullptr;

  constexpr Number(const char* its_name, const char* its_variable, std::uint64_t Limits::*its_limit)
      : name(its_name), variable(its_variable), limit(its_limit) {}
  constexpr Number(const char* its_name, const char* its_variable,
                   std::uint64_t Patience::*its_wait)
      : name(its_name), variable(its_variable), wait(its_wait) {}

  std::uint64_t& of(Settings& settings) const {
    return limit ? settings.limits.*limit : settings.patience.*wait;
  }
  std::uint64_t of(const Settings& settings) const {
    return limit ? settings.limits.*limit : settings.patience.*wait;
  }
};

/** All kNumberCount of them. Static. */
const Number* all_numbers() noexcept;

/** Sets the number at `index` of all_numbers(). Code::config_invalid, naming it and its origin,
 *  for what is not a whole number. */
Status settle_number(const Candidate& candidate, std::size_t index, Settings& settings);

}  // namespace aex::config
