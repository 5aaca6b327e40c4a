/** The terminal, the standard streams and the signals: the system calls of the command. */
#pragma once

#include <string>
#include <string_view>

#include "base/control.hpp"
#include "base/secret.hpp"

namespace aex::cli {

bool stdin_is_terminal();
/** stderr is a terminal that can rewrite a line. */
bool stderr_is_live();
/** Columns of stderr; 80 when it does not tell. */
std::size_t stderr_columns();

/** `text` with control characters replaced by '?': what came from a file or a host must not
 *  steer the terminal. */
std::string harmless(std::string_view text);

void print(std::string_view text);
/** On stderr, in place of a line that show_line() left there. */
void print_error(std::string_view text);
/** Rewrites the live line at the bottom of stderr; `text` has no newline. */
void show_line(std::string_view text);
/** Code::io_failed when stdout did not take all that was printed; a closed pipe is no error. */
Status flush_output();

/** "\x1b[…m" on stderr if it may be coloured, else empty. */
enum class Colour { plain, red, dim, bold, yellow };
const char* colour(Colour colour);
/** The same on stdout. */
const char* output_colour(Colour colour);

/** "atlasexplorer: <message>" on stderr. */
void print_failure(const Error& error);

/** A line of stdin without its end. Code::cancelled at the end of the input or when interrupted;
 *  Code::invalid_argument above 4 KiB. */
Result<Secret> read_line();
/** The same while the terminal does not echo. */
Result<Secret> read_hidden_line();
/** All of stdin, at most 4 KiB. */
Result<Secret> read_stdin();

/** While it lives, SIGINT and SIGTERM cancel `control`; a second one ends the process. */
class Interrupt {
 public:
  explicit Interrupt(Control& control);
  ~Interrupt();
};

/** A closed pipe is an error of write(), not the end of the process. */
void ignore_broken_pipes();
/** Holds SIGINT and SIGTERM back in this thread and those it starts. */
void block_stop_signals();
/** Waits for one of them. */
void wait_for_stop_signal();

}  // namespace aex::cli
