#include "atlasexplorer/experiment.h"

#include "capi/session/call.hpp"
#include "capi/session/handles.hpp"
#include "package/workload.hpp"

using namespace aex::capi;
using aex::experiment::Experiment;

struct aex_experiment {
  std::shared_ptr<Session> session;
  Experiment experiment;
};

namespace {

aex_code set(aex_experiment* experiment, std::string Experiment::*field, const char* text,
             const char* fallback, aex_error** error) {
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{experiment, "experiment"}}));
    const bool is_given = text != nullptr && *text != '\0';
    experiment->experiment.*field = is_given ? text : fallback;
    return {};
  });
}

}  // namespace

aex_code aex_experiment_new(aex_experiment** out, aex_client* client, aex_error** error) {
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{out, "out"}, {client, "client"}}));
    *out = new aex_experiment{client->session, Experiment()};
    return {};
  });
}

void aex_experiment_free(aex_experiment* experiment) { delete experiment; }

aex_code aex_experiment_set_name(aex_experiment* experiment, const char* name, aex_error** error) {
  return set(experiment, &Experiment::name, name, "", error);
}

aex_code aex_experiment_set_directory(aex_experiment* experiment, const char* directory,
                                      aex_error** error) {
  return set(experiment, &Experiment::directory, directory, ".", error);
}

aex_code aex_experiment_set_core(aex_experiment* experiment, const char* core, aex_error** error) {
  return set(experiment, &Experiment::core, core, "", error);
}

aex_code aex_experiment_add_workload(aex_experiment* experiment, const char* path,
                                     aex_error** error) {
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{experiment, "experiment"}, {path, "path"}}));
    experiment->experiment.workloads.emplace_back(path);
    return {};
  });
}

aex_code aex_experiment_check(const aex_experiment* experiment, aex_error** error) {
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{experiment, "experiment"}}));
    const auto checked =
        aex::package::check_workloads(system_effects().files, experiment->experiment.workloads,
                                      experiment->session->settings().limits.max_workload_bytes);
    if (!checked.ok()) return checked.error();
    return {};
  });
}

aex_code aex_experiment_submit(aex_job** out, aex_experiment* experiment,
                               const aex_call_options* options, aex_error** error) {
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{out, "out"}, {experiment, "experiment"}}));
    AEX_TRY(const aex_call_options& known, read_options(options, "options"));
    Call call(known);
    Session& session = *experiment->session;
    AEX_TRY(aex::job::Job job, aex::experiment::submit(experiment->experiment, session.settings(),
                                                       session, system_effects(), call.control()));
    *out = new aex_job(experiment->session, std::move(job));
    return {};
  });
}
