/** The objects behind the classes of _core that more than one binding looks into. */
#pragma once

#include "binding.hpp"

namespace aex::bindings {

struct Settings {
  Owned<aex_settings> handle;
};

/** What was made from a client keeps it, for its log hook. */
struct Client {
  /** `log` is called with (level, text), or None. */
  explicit Client(py::object log_hook) : log(std::move(log_hook)) {}

  static void hook(aex_log_level level, const char* text, void* self);

  py::object log;
  Owned<aex_client> handle;
};

struct Experiment {
  std::shared_ptr<Client> client;
  Owned<aex_experiment> handle;
  Turn turn;
};

struct Job {
  Job(std::shared_ptr<Client> from, aex_job* made) : client(std::move(from)), handle(made) {}

  std::shared_ptr<Client> client;
  Owned<aex_job> handle;
  Turn turn;
};

struct Report {
  Owned<aex_report> handle;
};

/** A core, copied out of the list that it came in. */
struct Core {
  std::string name;
  int xlen = 0;
  int num_threads = 0;
  int num_cores = 0;
  std::string json;

  static Core of(const aex_core* core) {
    return {aex_core_name(core), aex_core_xlen(core), aex_core_num_threads(core),
            aex_core_num_cores(core), aex_core_json(core)};
  }
};

}  // namespace aex::bindings
