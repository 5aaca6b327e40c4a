#include "cli/screen/terminal.hpp"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <atomic>

#include "os/environment.hpp"

namespace aex::cli {
namespace {

constexpr std::size_t kMaxLineBytes = 4096;
constexpr const char* kEraseLine = "\r\x1b[K";

std::atomic<Control*> interrupted_control{nullptr};
static_assert(std::atomic<Control*>::is_always_lock_free, "the handler below may not lock");

extern "C" void on_stop_signal(int) {
  Control* control = interrupted_control.load(std::memory_order_relaxed);
  if (control != nullptr) control->cancel();
}

bool is_pipe_closed = false;
bool is_line_shown = false;

void write_all(FILE* stream, std::string_view text) {
  const bool is_whole = fwrite(text.data(), 1, text.size(), stream) == text.size();
  if (!is_whole && errno == EPIPE) is_pipe_closed = true;
}

bool is_set(const char* variable) {
  const auto value = os::environment(variable);
  return value && !value->empty();
}

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

class EchoOff {
 public:
  EchoOff() {
    is_changed_ = tcgetattr(STDIN_FILENO, &before_) == 0;
    if (!is_changed_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~EchoOff() {
    if (is_changed_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }

 private:
  termios before_ = {};
  bool is_changed_ = false;
};

/** Reads to the end, or to a newline; Code::cancelled if a line is interrupted. */
Result<Secret> read_input(bool one_line) {
  char text[kMaxLineBytes];
  std::size_t size = 0;
  ssize_t count = 0;
  bool is_done = false;
  while (!is_done && size < sizeof text) {
    count = read(STDIN_FILENO, text + size, 1);
    if (count > 0 && !(one_line && text[size] == '\n'))
      ++size;
    else
      is_done = true;
  }
  Secret secret{std::string_view(text, size)};
  wipe(text, sizeof text);
  if (!is_done) return Error(Code::invalid_argument, "the input was over 4 KiB");
  if (count < 0 && errno != EINTR) return Error(Code::io_failed, "stdin could not be read");
  const bool has_ended = one_line && count == 0 && size == 0;
  if (count < 0 || has_ended) return Error(Code::cancelled, "the question was not answered");
  return secret;
}

}  // namespace

bool stdin_is_terminal() { return isatty(STDIN_FILENO) == 1; }

bool stderr_is_live() {
  return isatty(STDERR_FILENO) == 1 && os::environment("TERM").value_or("dumb") != "dumb";
}

std::size_t stderr_columns() {
  winsize size = {};
  const bool is_known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return is_known ? size.ws_col : 80;
}

std::string harmless(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    const bool is_c1 =
        byte == 0xc2 && i + 1 < out.size() && static_cast<unsigned char>(out[i + 1]) < 0xa0;
    if (is_c1) out[i + 1] = '?';
    if (byte < 0x20 || byte == 0x7f || is_c1) out[i] = '?';
  }
  return out;
}

void print(std::string_view text) { write_all(stdout, text); }

void print_error(std::string_view text) {
  fflush(stdout);
  write_all(stderr, (is_line_shown ? std::string(kEraseLine) : std::string()).append(text));
  is_line_shown = false;
}

void show_line(std::string_view text) {
  write_all(stderr, std::string(kEraseLine).append(text));
  is_line_shown = true;
}

Status flush_output() {
  if (fflush(stdout) == 0 && ferror(stdout) == 0) return {};
  if (is_pipe_closed || errno == EPIPE) return {};
  return Error(Code::io_failed, "stdout did not take the whole output");
}

namespace {

const char* code_of(Colour colour) {
  switch (colour) {
    case Colour::yellow: return "\x1b[33m";
    case Colour::plain: return "\x1b[0m";
    case Colour::red: return "\x1b[31m";
    case Colour::dim: return "\x1b[2m";
    case Colour::bold: return "\x1b[1m";
  }
  return "";
}

}  // namespace

const char* colour(Colour colour) {
  static const bool is_coloured = stderr_is_live() && !is_set("NO_COLOR");
  return is_coloured ? code_of(colour) : "";
}

const char* output_colour(Colour colour) {
  static const bool is_coloured = isatty(STDOUT_FILENO) == 1 && !is_set("NO_COLOR") &&
                                  os::environment("TERM").value_or("dumb") != "dumb";
  return is_coloured ? code_of(colour) : "";
}

void print_failure(const Error& error) {
  print_error(std::string(colour(Colour::red)) + "atlasexplorer: " + harmless(error.message()) +
              colour(Colour::plain) + "\n");
}

Result<Secret> read_line() { return read_input(true); }

Result<Secret> read_hidden_line() {
  auto line = [] {
    const EchoOff quiet;
    return read_input(true);
  }();
  print_error("\n");
  return line;
}

Result<Secret> read_stdin() { return read_input(false); }

Interrupt::Interrupt(Control& control) {
  interrupted_control.store(&control);
  struct sigaction action = {};
  action.sa_handler = on_stop_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

Interrupt::~Interrupt() { interrupted_control.store(nullptr); }

void ignore_broken_pipes() { signal(SIGPIPE, SIG_IGN); }

void block_stop_signals() {
  const sigset_t set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

void wait_for_stop_signal() {
  const sigset_t set = stop_signals();
  int received = 0;
  while (sigwait(&set, &received) != 0) {
  }
}

}  // namespace aex::cli
