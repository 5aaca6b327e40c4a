/** The strict gateway (tests/strict_gateway) as a child process: a service that is not ours. */
#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "codec/json.hpp"
#include "config/settings.hpp"
#include "net/http.hpp"

namespace aex::testing {

class StrictGateway {
 public:
  explicit StrictGateway(const std::vector<std::string>& options) {
    std::vector<std::string> arguments = {"/usr/bin/python3",
                                          AEX_SOURCE_DIR "/tests/strict_gateway/strict_gateway.py"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    int from_child[2];
    if (::pipe(from_child) != 0) return;
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(from_child[1], 1);
      ::close(from_child[0]);
      ::close(from_child[1]);
      std::vector<char*> raw;
      for (std::string& argument : arguments) raw.push_back(argument.data());
      raw.push_back(nullptr);
      ::execv(raw[0], raw.data());
      ::_exit(127);
    }
    ::close(from_child[1]);
    for (char letter; ::read(from_child[0], &letter, 1) == 1 && letter != '\n';) url_ += letter;
    ::close(from_child[0]);
  }
  ~StrictGateway() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
  StrictGateway(const StrictGateway&) = delete;
  StrictGateway& operator=(const StrictGateway&) = delete;

  bool is_up() const { return !url_.empty(); }
  const std::string& url() const { return url_; }

  config::Settings settings() const {
    config::Settings settings;
    settings.api_key = Secret("0123456789abcdef");
    settings.channel = "development";
    settings.region = "us-west-2";
    settings.global_api = url_;
    settings.patience.retry_first_ms = 1;
    settings.patience.poll_first_ms = 20;
    settings.patience.acceptance_ms = 300;
    return settings;
  }

  /** What it had to complain of, as JSON: "[]" after a client without fault. */
  std::string complaints() const { return ask("/_complaints"); }
  /** The requests that came, as JSON. */
  std::string requests() const { return ask("/_requests"); }

 private:
  std::string ask(const std::string& path) const {
    auto transport = net::curl_transport({});
    if (!transport.ok()) return transport.error().message();
    net::Request request;
    request.url = url_ + path;
    MemorySink body(1u << 20);
    Control control;
    const auto response = transport.value()->perform(request, body, control);
    return response.ok() ? std::string(body.text()) : response.error().message();
  }

  pid_t child_ = -1;
  std::string url_;
};

}  // namespace aex::testing

/** Declares `name`, a running strict gateway, or skips where python3-cryptography is missing. */
#define AEX_STRICT_GATEWAY_OR_SKIP(name, ...)                       \
  const aex::testing::StrictGateway name(__VA_ARGS__);              \
  if (!name.is_up())                                                \
  GTEST_SKIP() << "the strict gateway needs /usr/bin/python3 with " \
                  "the package python3-cryptography"
