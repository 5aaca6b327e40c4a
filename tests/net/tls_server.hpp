/** tls_server.py as a child process, and the certificates that it serves. */
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace aex::net {

/** Certificates in a new folder, which vanishes at the end. */
class Certificates {
 public:
  Certificates() {
    char folder[] = "/tmp/aex-certificates-XXXXXX";
    if (::mkdtemp(folder) == nullptr) return;
    folder_ = folder;
    const std::string script = std::string(AEX_SOURCE_DIR) + "/tests/net/make_certificates.sh";
    is_made_ = std::system(("sh " + script + " " + folder_ + " >/dev/null 2>&1").c_str()) == 0;
  }
  ~Certificates() {
    if (!folder_.empty() && std::system(("rm -rf " + folder_).c_str()) != 0) std::abort();
  }
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  bool is_made() const { return is_made_; }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }

 private:
  std::string folder_;
  bool is_made_ = false;
};

class TlsServer {
 public:
  TlsServer(const Certificates& made, const std::string& name, const char* flag = nullptr) {
    const std::string script = std::string(AEX_SOURCE_DIR) + "/tests/net/tls_server.py";
    const std::string cert = made.path(name + ".pem");
    const std::string key = made.path(name + ".key");
    int to_child[2];
    int from_child[2];
    if (::pipe(to_child) != 0 || ::pipe(from_child) != 0) return;
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(to_child[0], 0);
      ::dup2(from_child[1], 1);
      for (const int end : {to_child[0], to_child[1], from_child[0], from_child[1]}) ::close(end);
      ::execl("/usr/bin/python3", "python3", script.c_str(), cert.c_str(), key.c_str(), flag,
              nullptr);
      ::_exit(127);
    }
    ::close(to_child[0]);
    ::close(from_child[1]);
    stop_ = to_child[1];
    std::string line;
    for (char c; ::read(from_child[0], &c, 1) == 1 && c != '\n';) line += c;
    ::close(from_child[0]);
    port_ = line;
  }
  ~TlsServer() {
    ::close(stop_);
    if (child_ > 0) ::waitpid(child_, nullptr, 0);
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  bool is_up() const { return !port_.empty(); }
  std::string url(const std::string& host = "localhost") const {
    return "https://" + host + ":" + port_;
  }

 private:
  pid_t child_ = -1;
  int stop_ = -1;
  std::string port_;
};

}  // namespace aex::net
