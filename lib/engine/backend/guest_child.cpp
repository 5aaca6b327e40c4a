#include "engine/backend/guest_child.hpp"

#include "codec/json.hpp"
#include "os/child/message.hpp"

namespace aex::engine {
namespace {

using os::Channel;

bool tell_progress(const Progress& progress, void* payload) {
  Channel& channel = *static_cast<Channel*>(payload);
  os::MessageWriter message;
  message.put(static_cast<std::uint64_t>(ChildWord::progress)).put(progress.done_bytes);
  if (!channel.send(ByteView(message.bytes()), Channel::kForever).ok()) return true;
  const Result<Bytes> answer = channel.receive(Channel::kForever);
  return !answer.ok() || os::MessageReader(ByteView(answer.value())).number() != 0;
}

bool tell_done(Channel& channel, const Status& status, const Progressed& progressed = {}) {
  os::MessageWriter message;
  message.put(static_cast<std::uint64_t>(ChildWord::done)).put_status(status);
  message.put(progressed.is_finished ? 1 : 0).put(progressed.retired);
  return channel.send(ByteView(message.bytes()), Channel::kForever).ok();
}

/* After its reports nothing is wanted of a child: it goes while the parent is busy with them. */
void report(Channel& channel, os::RemoteFiles& files, Engine& engine, const std::string& folder) {
  const Status written = engine.write_reports(folder);
  const Status arrived = files.settle();
  tell_done(channel, written.ok() ? arrived : written);
}

/* False if that was the last. */
bool obey(Channel& channel, os::RemoteFiles& files, Engine& engine, os::MessageReader command) {
  if (static_cast<ParentWord>(command.number()) == ParentWord::write_reports) {
    report(channel, files, engine, command.text());
    return false;
  }
  Control control(tell_progress, &channel);
  const Result<Progressed> progressed = engine.advance(command.number(), control);
  return progressed.ok() ? tell_done(channel, {}, progressed.value())
                         : tell_done(channel, progressed.error());
}

}  // namespace

void GuestChild::run(os::Channel& channel) {
  codec::use_library_memory_for_json();
  os::RemoteFiles files(channel);
  Result<Engine> engine = Engine::create(files, order_.workloads, order_.core, order_.limits);
  (void)files.settle();
  if (!engine.ok()) {
    (void)tell_done(channel, engine.error());
    return;
  }
  for (bool goes_on = tell_done(channel, {}); goes_on;) {
    const Result<Bytes> command = channel.receive(Channel::kForever);
    goes_on = command.ok() &&
              obey(channel, files, engine.value(), os::MessageReader(ByteView(command.value())));
  }
}

}  // namespace aex::engine
