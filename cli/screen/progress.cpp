#include "cli/screen/progress.hpp"

#include "cli/screen/table.hpp"
#include "cli/screen/terminal.hpp"

namespace aex::cli {
namespace {

constexpr std::uint64_t kRedrawMs = 100;

/** Stages whose bytes say how far they are. */
bool moves_bytes(Stage stage) {
  return (stage >= Stage::package && stage <= Stage::upload) ||
         (stage >= Stage::download && stage <= Stage::unpack);
}

std::string amount_text(const Progress& progress, bool is_instructions) {
  const bool tells = is_instructions || moves_bytes(progress.stage);
  if (!tells || (progress.done_bytes == 0 && progress.total_bytes == 0)) return "";
  if (is_instructions) return grouped(std::int64_t(progress.done_bytes)) + " instructions";
  std::string text = bytes_text(progress.done_bytes);
  if (progress.total_bytes == 0) return text;
  const double part = double(progress.done_bytes) / double(progress.total_bytes);
  text += " of " + bytes_text(progress.total_bytes);
  return text + " (" + std::to_string(int(part * 100)) + " %)";
}

std::string stage_text(Stage stage, bool is_local) {
  const bool is_engine = is_local && stage == Stage::poll;
  return "[" + std::to_string(int(stage)) + "/10] " + (is_engine ? "simulate" : stage_name(stage));
}

}  // namespace

ProgressDisplay::ProgressDisplay(bool is_local) : is_local_(is_local), is_live_(stderr_is_live()) {}

bool ProgressDisplay::hook(const Progress& progress, void* display) {
  static_cast<ProgressDisplay*>(display)->show(progress);
  return false;
}

void ProgressDisplay::show(const Progress& progress) {
  /* Stages overlap where they stream into each other: only the furthest one is shown. */
  if (progress.stage < last_.stage) return;
  const bool is_new = progress.stage > last_.stage;
  const bool tells_less = progress.done_bytes == 0 && progress.total_bytes == 0 && !is_new;
  const std::uint64_t elapsed_ms = progress.elapsed_ms;
  if (!tells_less) last_ = progress;
  last_.elapsed_ms = elapsed_ms;
  if (is_new && !is_live_) print_error(stage_text(progress.stage, is_local_) + "\n");
  if (is_live_ && (is_new || elapsed_ms >= drawn_ms_ + kRedrawMs)) redraw(last_);
}

void ProgressDisplay::redraw(const Progress& progress) {
  const bool is_instructions = is_local_ && progress.stage == Stage::poll;
  const std::string amount = amount_text(progress, is_instructions);
  std::string line = stage_text(progress.stage, is_local_);
  line += std::string(line.size() < 18 ? 18 - line.size() : 1, ' ');
  line += duration_text(progress.elapsed_ms) + (amount.empty() ? "" : "   " + amount);
  const std::size_t columns = stderr_columns();
  if (line.size() >= columns) line.resize(columns - 1);
  show_line(line);
  is_shown_ = true;
  drawn_ms_ = progress.elapsed_ms;
}

void ProgressDisplay::finish() {
  if (is_shown_) print_error("");
  is_shown_ = false;
}

}  // namespace aex::cli
