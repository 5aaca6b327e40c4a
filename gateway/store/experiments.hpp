/** The experiments that the gateway knows, and their folders. */
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "gateway/store/calendar.hpp"
#include "os/files.hpp"

namespace aex::gateway {

enum class Phase : std::uint8_t {
  awaiting,  /**< its addresses were handed out; no package yet */
  uploading, /**< a package is coming in */
  accepted,  /**< the package is here; it waits or runs */
  ready,     /**< the result can be fetched */
  failed,
};

struct Experiment {
  std::string id;   /**< `exp-uuid`; also its folder's name */
  std::string name; /**< the header `workload` */
  std::string core;
  std::size_t owner = 0; /**< number of the API key */
  Phase phase = Phase::awaiting;
  std::uint64_t changed_s = 0; /**< since the epoch */
  std::string reason;          /**< of a failure; fit for its user */
};

struct StoreLimits {
  std::uint64_t keep_s = 24 * 60 * 60;
  std::uint64_t await_s = 60 * 60; /**< how long a package is waited for */
  std::size_t max_experiments = 10'000;
};

/** Whether an id may name a folder: 1 to 100 of A-Z a-z 0-9 _ - . and not a '.' or '-' first. */
bool is_experiment_id(std::string_view id) noexcept;

/** All functions may be called from any thread. */
class Experiments {
 public:
  Experiments(os::Files& files, const Calendar& calendar, std::string folder, StoreLimits limits)
      : files_(files), calendar_(calendar), folder_(std::move(folder)), limits_(limits) {}

  /** Takes over what an earlier gateway left: finished experiments that are not too old stay, an
   *  unfinished one has failed, everything else is removed. */
  Status load();

  enum class Admission : std::uint8_t { admitted, taken, full };
  /** A new experiment in phase `awaiting`; the same again while it awaits is `admitted`, too. */
  Admission admit(Experiment experiment);

  std::optional<Experiment> find(const std::string& id) const;

  /** awaiting → uploading, with a fresh folder. False when it is in another phase. */
  Result<bool> begin_upload(const std::string& id);
  /** uploading → awaiting; the folder is gone. */
  void abort_upload(const std::string& id);
  /** uploading → accepted. */
  void accept(const std::string& id);
  /** accepted → ready or failed, which survives a restart, as the result does. */
  Status finish(const std::string& id);
  void fail(const std::string& id, const std::string& reason);

  /** Forgets what is too old, at most once a minute. */
  void sweep();

  std::string folder(const std::string& id) const { return os::join(folder_, id); }
  std::string package_path(const std::string& id) const { return os::join(folder(id), "package"); }
  std::string result_path(const std::string& id) const { return os::join(folder(id), "result"); }

 private:
  using Entries = std::map<std::string, Experiment, std::less<>>;
  Status restore(const std::string& id);
  Status settle(Experiment experiment);
  Status write_state(const Experiment& experiment);
  void move_to(const std::string& id, Phase phase);
  bool is_stale(const Experiment& experiment, std::uint64_t now_s) const;
  bool make_room();
  Entries::iterator forget(Entries::iterator entry);

  os::Files& files_;
  const Calendar& calendar_;
  std::string folder_;
  StoreLimits limits_;
  mutable std::mutex mutex_;
  Entries entries_;
  std::uint64_t swept_s_ = 0;
};

}  // namespace aex::gateway
