/** The effects of a run with one fault in them: the k-th call dies, fails or does half its work. */
#pragma once

#include <signal.h>
#include <unistd.h>

#include <optional>

#include "base/entropy.hpp"
#include "net/http.hpp"
#include "os/clock.hpp"
#include "os/files.hpp"

namespace aex::testing {

enum class Fault : std::uint8_t {
  none,
  die_before, /**< SIGKILL before the call */
  die_inside, /**< after half of its bytes */
  die_after,  /**< when the call is done and nobody knows yet */
  fail,       /**< an error before the call: EIO, a connection that is refused */
  no_space,
  half,  /**< an error after half of its bytes: a short write, a reset */
  lost,  /**< the call is done, and an error comes all the same */
  stall, /**< of the network: the other end takes the connection and says nothing */
};

inline void die() {
  ::kill(::getpid(), SIGKILL);
  ::pause();
}

/** Counts calls, and says which one is hit. */
class Steps {
 public:
  Steps(Fault fault, int hit) : fault_(fault), hit_(hit) {}
  int count() const { return count_; }
  bool was_hit() const { return count_ > hit_; }
  Fault kind() const { return fault_; }
  /** Under which stage the call that was hit went out; nothing for a file. */
  std::optional<Stage> stage;
  /** What happens to the call that begins now. */
  Fault next() {
    const Fault fault = count_++ == hit_ ? fault_ : Fault::none;
    if (fault == Fault::die_before) die();
    return fault;
  }

 private:
  Fault fault_;
  int hit_;
  int count_ = 0;
};

class FaultyFiles final : public os::Files {
 public:
  explicit FaultyFiles(Steps& steps) : steps_(steps) {}

  Result<std::unique_ptr<os::ReadFile>> open(const std::string& path) override {
    AEX_TRY(std::unique_ptr<os::ReadFile> file,
            step([&] { return os::system_files().open(path); }));
    return std::unique_ptr<os::ReadFile>(new Reader(*this, std::move(file)));
  }
  Result<std::unique_ptr<os::WriteFile>> create(const std::string& path, os::Access a) override {
    AEX_TRY(std::unique_ptr<os::WriteFile> file,
            step([&] { return os::system_files().create(path, a); }));
    return std::unique_ptr<os::WriteFile>(new Writer(*this, std::move(file)));
  }
  Result<os::FileInfo> info(const std::string& path, bool follow) override {
    return step([&] { return os::system_files().info(path, follow); });
  }
  Status make_folder(const std::string& path, os::Access access, bool* existed) override {
    return step([&] { return os::system_files().make_folder(path, access, existed); });
  }
  Status sync(const std::vector<std::string>& paths) override {
    return step([&] { return os::system_files().sync(paths); });
  }
  Status rename(const std::string& from, const std::string& to) override {
    return step([&] { return os::system_files().rename(from, to); });
  }
  Status remove(const std::string& path) override {
    return step([&] { return os::system_files().remove(path); });
  }
  Status remove_tree(const std::string& path) override {
    return step([&] { return os::system_files().remove_tree(path); });
  }
  Result<std::vector<std::string>> list(const std::string& path) override {
    return step([&] { return os::system_files().list(path); });
  }
  Status restrict_to_owner(const std::string& path) override {
    return step([&] { return os::system_files().restrict_to_owner(path); });
  }
  Result<std::unique_ptr<os::FolderLock>> lock(const std::string& path) override {
    return step([&] { return os::system_files().lock(path); });
  }

 private:
  static Error error_of(Fault fault) {
    return {fault == Fault::no_space ? Code::no_space : Code::io_failed, "made to fail"};
  }

  /** `half` does half the work, if it can be halved. */
  template <class Call, class Half>
  auto step(Call call, Half half) -> decltype(call()) {
    if (steps_.kind() == Fault::stall) return call();
    const Fault fault = steps_.next();
    if (fault == Fault::none) return call();
    if (fault == Fault::fail || fault == Fault::no_space) return error_of(fault);
    if (fault == Fault::die_inside || fault == Fault::half) {
      half();
      if (fault == Fault::half) return error_of(fault);
      die();
    }
    auto outcome = call();
    if (fault == Fault::die_after) die();
    return error_of(fault);
  }
  template <class Call>
  auto step(Call call) -> decltype(call()) {
    return step(call, [] {});
  }

  class Reader final : public os::ReadFile {
   public:
    Reader(FaultyFiles& files, std::unique_ptr<os::ReadFile> file)
        : files_(files), file_(std::move(file)) {}
    Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
      return files_.step([&] { return file_->read(out, capacity); });
    }
    std::uint64_t size() const override { return file_->size(); }
    Status seek(std::uint64_t offset) override {
      return files_.step([&] { return file_->seek(offset); });
    }

   private:
    FaultyFiles& files_;
    std::unique_ptr<os::ReadFile> file_;
  };

  class Writer final : public os::WriteFile {
   public:
    Writer(FaultyFiles& files, std::unique_ptr<os::WriteFile> file)
        : files_(files), file_(std::move(file)) {}
    Status write(ByteView bytes) override {
      return files_.step([&] { return file_->write(bytes); },
                         [&] { (void)file_->write(bytes.slice(0, bytes.size / 2)).ok(); });
    }
    Status write_at(std::uint64_t offset, ByteView bytes) override {
      return files_.step([&] { return file_->write_at(offset, bytes); });
    }
    Status finish() override {
      return files_.step([&] { return file_->finish(); });
    }

   private:
    FaultyFiles& files_;
    std::unique_ptr<os::WriteFile> file_;
  };

  Steps& steps_;
};

class FaultyTransport final : public net::Transport {
 public:
  /** `silent` brings a request to where nobody answers, and soon gives up. */
  FaultyTransport(net::Transport& inner, net::Transport& silent, Steps& steps)
      : inner_(inner), silent_(silent), steps_(steps) {}

  Result<net::Response> perform(const net::Request& request, Sink& body,
                                Control& control) override {
    const Fault fault = steps_.next();
    if (fault != Fault::none) steps_.stage = request.stage;
    if (fault == Fault::stall) return silent_.perform(request, body, control);
    if (fault == Fault::fail || fault == Fault::no_space) {
      return Error(Code::gateway_unreachable, "made to fail");
    }
    const bool is_halved = fault == Fault::die_inside || fault == Fault::half;
    if (is_halved) return cut_short(request, body, control, fault == Fault::die_inside);
    Result<net::Response> response = inner_.perform(request, body, control);
    if (fault == Fault::die_after) die();
    if (fault == Fault::lost) return Error(Code::transfer_broken, "made to fail");
    return response;
  }

 private:
  /** Breaks off in the middle of the bytes, of the request if it has any. */
  class Cut final : public Source, public Sink {
   public:
    Cut(Source* source, Sink& sink, bool dies, std::uint64_t size)
        : source_(source), sink_(sink), dies_(dies), left_(size / 2) {}
    Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
      if (left_ == 0) return broken();
      AEX_TRY(const std::size_t got,
              source_->read(out, std::size_t(std::min<std::uint64_t>(capacity, left_))));
      left_ -= got;
      return got;
    }
    Status write(ByteView bytes) override {
      AEX_CHECK(sink_.write(bytes.slice(0, bytes.size / 2)));
      return broken();
    }

   private:
    Error broken() const {
      if (dies_) die();
      return {Code::transfer_broken, "made to fail"};
    }
    Source* source_;
    Sink& sink_;
    bool dies_;
    std::uint64_t left_;
  };

  Result<net::Response> cut_short(const net::Request& request, Sink& body, Control& control,
                                  bool dies) {
    Cut cut(request.body, body, dies, request.body_bytes);
    net::Request half = request;
    if (request.body != nullptr) half.body = &cut;
    Result<net::Response> response = inner_.perform(half, cut, control);
    if (dies) die();  // An answer without a body.
    if (response.ok()) return Error(Code::transfer_broken, "made to fail");
    return response;
  }

  net::Transport& inner_;
  net::Transport& silent_;
  Steps& steps_;
};

/** Randomness that fails; half of it is worse than none. */
class FaultyEntropy final : public Entropy {
 public:
  FaultyEntropy(Entropy& inner, Steps& steps) : inner_(inner), steps_(steps) {}
  Status fill(std::uint8_t* out, std::size_t size) override {
    if (steps_.kind() == Fault::stall) return inner_.fill(out, size);
    const Fault fault = steps_.next();
    if (fault == Fault::none) return inner_.fill(out, size);
    const bool is_halved = fault == Fault::die_inside || fault == Fault::half;
    if (is_halved) (void)inner_.fill(out, size / 2).ok();
    if (fault == Fault::lost || fault == Fault::die_after) (void)inner_.fill(out, size).ok();
    if (fault == Fault::die_inside || fault == Fault::die_after) die();
    return Error(Code::io_failed, "made to fail");
  }

 private:
  Entropy& inner_;
  Steps& steps_;
};

/** A clock that is turned at its k-th call, and goes on from there. */
class TurnedClock final : public os::Clock {
 public:
  enum class Turn : std::uint8_t {
    slept,  /**< an hour has passed, as for a machine that slept */
    past,   /**< the calendar goes back ten years */
    future, /**< and forth */
  };
  TurnedClock(Turn turn, int hit) : turn_(turn), hit_(hit) {}
  bool was_hit() const { return count_ > hit_; }

  std::uint64_t now_ms() override {
    const bool is_late = turn_ == Turn::slept && is_turned();
    return os::system_clock().now_ms() + (is_late ? 3'600'000 : 0);
  }
  os::LocalTime local_time() override { return os::system_clock().local_time(); }
  std::int64_t unix_ms() override {
    constexpr std::int64_t kTenYearsMs = std::int64_t{10} * 365 * 24 * 3'600'000;
    const bool is_wrong = turn_ != Turn::slept && is_turned();
    const std::int64_t off_ms = turn_ == Turn::past ? -kTenYearsMs : kTenYearsMs;
    return os::system_clock().unix_ms() + (is_wrong ? off_ms : 0);
  }
  void sleep_ms(std::uint64_t duration_ms) override { os::system_clock().sleep_ms(duration_ms); }

 private:
  bool is_turned() { return count_++ >= hit_; }
  Turn turn_;
  int hit_;
  int count_ = 0;
};

}  // namespace aex::testing
