#include "gateway/store/experiments.hpp"

#include <algorithm>

#include "codec/json.hpp"

namespace aex::gateway {
namespace {

constexpr const char* kStateFile = "state.json";
constexpr std::size_t kMaxStateBytes = 64 * 1024;
constexpr std::uint64_t kSweepEvery_s = 60;

bool is_id_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

bool is_final(const Experiment& experiment) {
  return experiment.phase == Phase::ready || experiment.phase == Phase::failed;
}

Result<Experiment> read_state(os::Files& files, const std::string& path) {
  AEX_TRY(const std::string& text, os::read_text(files, path, kMaxStateBytes));
  AEX_TRY(const codec::Json& json, codec::Json::parse(text));
  AEX_TRY(const os::FileInfo& info, files.info(path, false));
  Experiment experiment;
  experiment.name = json["name"].text();
  experiment.core = json["core"].text();
  experiment.phase = json["ready"].boolean() ? Phase::ready : Phase::failed;
  experiment.reason = json["reason"].text();
  experiment.changed_s = static_cast<std::uint64_t>(info.changed_ns / 1'000'000'000);
  return experiment;
}

}  // namespace

bool is_experiment_id(std::string_view id) noexcept {
  return !id.empty() && id.size() <= 100 && id.front() != '.' && id.front() != '-' &&
         std::all_of(id.begin(), id.end(), is_id_character);
}

Status Experiments::load() {
  AEX_CHECK(os::make_folders(files_, folder_, os::Access::owner));
  AEX_CHECK(files_.restrict_to_owner(folder_));
  AEX_TRY(const std::vector<std::string>& names, files_.list(folder_));
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const std::string& name : names) AEX_CHECK(restore(name));
  return {};
}

Status Experiments::restore(const std::string& id) {
  if (!is_experiment_id(id)) return files_.remove_tree(os::join(folder_, id));
  auto state = read_state(files_, os::join(folder(id), kStateFile));
  const bool was_kept = state.ok();
  Experiment experiment;
  if (was_kept) {
    experiment = std::move(state).value();
  } else {
    experiment.phase = Phase::failed;
    experiment.reason = "the gateway was restarted before the experiment was finished";
    experiment.changed_s = calendar_.now_s();
  }
  experiment.id = id;
  if (is_stale(experiment, calendar_.now_s())) return files_.remove_tree(folder(id));
  if (!was_kept) {
    AEX_CHECK(files_.remove_tree(folder(id)));
    AEX_CHECK(files_.make_folder(folder(id), os::Access::owner, nullptr));
    AEX_CHECK(write_state(experiment));
  }
  entries_.emplace(id, std::move(experiment));
  return {};
}

Experiments::Admission Experiments::admit(Experiment experiment) {
  const std::lock_guard<std::mutex> lock(mutex_);
  experiment.phase = Phase::awaiting;
  experiment.changed_s = calendar_.now_s();
  const auto known = entries_.find(experiment.id);
  if (known != entries_.end()) {
    const Experiment& entry = known->second;
    if (entry.phase != Phase::awaiting || entry.owner != experiment.owner) return Admission::taken;
  } else if (!make_room()) {
    return Admission::full;
  }
  const std::string id = experiment.id;
  entries_.insert_or_assign(id, std::move(experiment));
  return Admission::admitted;
}

bool Experiments::make_room() {
  if (entries_.size() < limits_.max_experiments) return true;
  auto oldest = entries_.end();
  for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
    if (!is_final(entry->second)) continue;
    if (oldest == entries_.end() || entry->second.changed_s < oldest->second.changed_s) {
      oldest = entry;
    }
  }
  if (oldest == entries_.end()) return false;
  (void)forget(oldest);
  return true;
}

std::optional<Experiment> Experiments::find(const std::string& id) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto entry = entries_.find(id);
  if (entry == entries_.end()) return std::nullopt;
  return entry->second;
}

Result<bool> Experiments::begin_upload(const std::string& id) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto entry = entries_.find(id);
  if (entry == entries_.end() || entry->second.phase != Phase::awaiting) return false;
  AEX_CHECK(files_.remove_tree(folder(id)));
  AEX_CHECK(files_.make_folder(folder(id), os::Access::owner, nullptr));
  entry->second.phase = Phase::uploading;
  return true;
}

void Experiments::abort_upload(const std::string& id) {
  (void)files_.remove_tree(folder(id));
  move_to(id, Phase::awaiting);
}

void Experiments::accept(const std::string& id) { move_to(id, Phase::accepted); }

void Experiments::move_to(const std::string& id, Phase phase) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto entry = entries_.find(id);
  if (entry == entries_.end()) return;
  entry->second.phase = phase;
  entry->second.changed_s = calendar_.now_s();
}

Status Experiments::finish(const std::string& id) {
  std::optional<Experiment> experiment = find(id);
  if (!experiment) return Error(Code::internal, "experiment " + id + " was forgotten");
  experiment->phase = Phase::ready;
  return settle(*std::move(experiment));
}

void Experiments::fail(const std::string& id, const std::string& reason) {
  std::optional<Experiment> experiment = find(id);
  if (!experiment) return;
  experiment->phase = Phase::failed;
  experiment->reason = reason;
  // Failing must not fail: without the file, a restart finds the experiment unfinished.
  (void)settle(*std::move(experiment));
}

Status Experiments::settle(Experiment experiment) {
  experiment.changed_s = calendar_.now_s();
  const Status written = write_state(experiment);
  if (!written.ok() && experiment.phase == Phase::ready) return written;
  const std::lock_guard<std::mutex> lock(mutex_);
  const std::string id = experiment.id;
  entries_.insert_or_assign(id, std::move(experiment));
  return {};
}

Status Experiments::write_state(const Experiment& experiment) {
  codec::Json state = codec::Json::object();
  state.add("ready", experiment.phase == Phase::ready)
      .add("name", experiment.name)
      .add("core", experiment.core)
      .add("reason", experiment.reason);
  std::vector<std::string> also;
  if (experiment.phase == Phase::ready) also.push_back(result_path(experiment.id));
  return os::write_atomically(files_, os::join(folder(experiment.id), kStateFile),
                              ByteView(state.dump()), os::Access::owner, also);
}

bool Experiments::is_stale(const Experiment& experiment, std::uint64_t now_s) const {
  if (experiment.phase == Phase::uploading || experiment.phase == Phase::accepted) return false;
  const std::uint64_t limit_s = is_final(experiment) ? limits_.keep_s : limits_.await_s;
  return now_s > experiment.changed_s && now_s - experiment.changed_s > limit_s;
}

Experiments::Entries::iterator Experiments::forget(Entries::iterator entry) {
  (void)files_.remove_tree(folder(entry->first));
  return entries_.erase(entry);
}

void Experiments::sweep() {
  const std::lock_guard<std::mutex> lock(mutex_);
  const std::uint64_t now_s = calendar_.now_s();
  if (now_s < swept_s_ + kSweepEvery_s) return;
  swept_s_ = now_s;
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    entry = is_stale(entry->second, now_s) ? forget(entry) : std::next(entry);
  }
}

}  // namespace aex::gateway
