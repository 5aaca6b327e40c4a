/** Stages 1 to 5 of a run, which a later process may take up again. */
#pragma once

#include "experiment/run.hpp"

namespace aex::experiment {

/** Brings a prepared or sealed job into the backend's hands; any other is there already. The caller
 *  holds the job. */
Status hand_over(job::Job& job, job::Backend& backend, Effects effects, Control& control);

/** The same error, told where the run can be taken up again. */
Error with_way_on(const Error& error, const job::Job& job);
/** The same of an error that a later try may not meet; any other as it is. */
Error with_hope(const Error& error, const job::Job& job);

}  // namespace aex::experiment
