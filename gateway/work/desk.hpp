/** Takes packages in and sees each through to its end. */
#pragma once

#include <memory>
#include <string>

#include "gateway/http/holds.hpp"
#include "gateway/http/message.hpp"
#include "gateway/journal.hpp"
#include "gateway/store/experiments.hpp"
#include "gateway/work/pool.hpp"
#include "gateway/work/runner.hpp"

namespace aex::gateway {

/** Where the upload of one package may end before its body is read. */
enum class Intake : std::uint8_t { taken, not_awaited, busy, failed };

class Desk {
 public:
  Desk(os::Files& files, Experiments& experiments, Pool& pool, const Runner& runner, Holds& holds,
       Journal& journal)
      : files_(files),
        experiments_(experiments),
        pool_(pool),
        runner_(runner),
        holds_(holds),
        journal_(journal) {}

  /** Whether one more experiment would find a place. */
  bool has_room() const { return pool_.has_room(); }
  bool is_open() const { return pool_.is_running(); }

  /** Opens the package file of an experiment that awaits it; `*reader` then streams exactly
   *  `bytes` into it and starts the run. A reader that goes early leaves nothing. */
  Intake receive(const std::string& id, std::uint64_t bytes, std::unique_ptr<BodyReader>* reader);

 private:
  friend class PackageReader;
  void see_through(const std::string& id, Control& control);
  void run(const std::string& id, Control& control);

  os::Files& files_;
  Experiments& experiments_;
  Pool& pool_;
  const Runner& runner_;
  Holds& holds_;
  Journal& journal_;
};

}  // namespace aex::gateway
