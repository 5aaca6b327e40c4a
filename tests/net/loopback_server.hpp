/** An HTTP/1.1 server on 127.0.0.1 whose answers a test scripts byte by byte. */
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace aex::net {

/** One request as it came over the wire. */
struct Received {
  std::string head; /**< request line and headers with their line ends, without the empty line */
  std::string body;
  int connection = 0; /**< counted from 1 */

  std::string line() const { return head.substr(0, head.find("\r\n")); }
  std::string target() const {
    const std::size_t first = head.find(' ') + 1;
    return head.substr(first, head.find(' ', first) - first);
  }
  bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
};

/** The server's end of a connection. */
class Wire {
 public:
  explicit Wire(int socket) : socket_(socket) {}

  bool send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(std::size_t(sent));
    }
    return true;
  }
  /** A whole answer with its Content-Length. */
  void answer(std::string_view status, std::string_view body, std::string_view headers = {}) {
    send("HTTP/1.1 " + std::string(status) + "\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n" + std::string(headers) + "\r\n" + std::string(body));
  }
  void redirect(const std::string& location) {
    answer("302 Found", "moved", "Location: " + location + "\r\n");
  }
  /** Waits until the client goes away. */
  void wait_for_close() {
    char byte;
    while (::recv(socket_, &byte, 1, 0) > 0) {
    }
    is_done_ = true;
  }
  void close() { is_done_ = true; }
  /** Closes with RST. */
  void reset() {
    const linger now = {1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    is_done_ = true;
  }
  bool receive(std::string& into) {
    char buffer[65536];
    const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
    if (got > 0) into.append(buffer, std::size_t(got));
    return got > 0;
  }
  bool is_done() const { return is_done_; }

 private:
  int socket_;
  bool is_done_ = false;
};

class LoopbackServer {
 public:
  using Script = std::function<void(const Received&, Wire&)>;

  /** With `reads_body` false the script runs as soon as a head has come. */
  explicit LoopbackServer(Script script, bool reads_body = true)
      : script_(std::move(script)), reads_body_(reads_body) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_, 16);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  ~LoopbackServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
    }
    for (std::thread& thread : threads_) thread.join();
    for (const int socket : sockets_) ::close(socket);
    ::close(listener_);
  }

  int port() const { return port_; }
  std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }
  int connections() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return int(sockets_.size());
  }
  std::vector<Received> received() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return received_;
  }

 private:
  void accept_all() {
    for (;;) {
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) return;
      const std::lock_guard<std::mutex> lock(mutex_);
      sockets_.push_back(socket);
      const int number = int(sockets_.size());
      threads_.emplace_back([this, socket, number] { serve(socket, number); });
    }
  }

  void serve(int socket, int number) {
    Wire wire(socket);
    std::string pending;
    while (!wire.is_done()) {
      Received request;
      request.connection = number;
      if (!take_request(wire, pending, request)) break;
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        received_.push_back(request);
      }
      script_(request, wire);
    }
    finish(socket);
  }

  /* The socket is shut here and its number freed in the destructor, so that none is used twice.
   * With SO_LINGER 0 connecting to AF_UNSPEC is what sends the RST. */
  static void finish(int socket) {
    linger now = {};
    socklen_t size = sizeof now;
    ::getsockopt(socket, SOL_SOCKET, SO_LINGER, &now, &size);
    if (now.l_onoff != 0) {
      sockaddr nowhere = {};
      nowhere.sa_family = AF_UNSPEC;
      ::connect(socket, &nowhere, sizeof nowhere);
    } else {
      ::shutdown(socket, SHUT_RDWR);
    }
  }

  bool take_request(Wire& wire, std::string& pending, Received& request) {
    std::size_t end;
    while ((end = pending.find("\r\n\r\n")) == std::string::npos) {
      if (!wire.receive(pending)) return false;
    }
    request.head = pending.substr(0, end + 2);
    pending.erase(0, end + 4);
    if (!reads_body_) return true;
    const std::size_t bytes = length_of(request.head);
    while (pending.size() < bytes) {
      if (!wire.receive(pending)) return false;
    }
    request.body = pending.substr(0, bytes);
    pending.erase(0, bytes);
    return true;
  }

  static std::size_t length_of(const std::string& head) {
    constexpr std::string_view kName = "\r\nContent-Length: ";
    const std::size_t at = head.find(kName);
    std::size_t bytes = 0;
    if (at == std::string::npos) return 0;
    std::from_chars(head.data() + at + kName.size(), head.data() + head.size(), bytes);
    return bytes;
  }

  Script script_;
  bool reads_body_;
  int listener_ = -1;
  int port_ = 0;
  std::mutex mutex_;
  std::vector<int> sockets_;
  std::vector<Received> received_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace aex::net
