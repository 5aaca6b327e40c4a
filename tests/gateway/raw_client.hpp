/** An HTTP client that sends what it is told, byte by byte, however wrong. */
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <string>

namespace aex::gateway {

struct RawReply {
  int status = 0;                             /**< 0: the connection ended before an answer */
  std::map<std::string, std::string> headers; /**< names in lower case */
  std::string body;
};

using RawHeaders = std::map<std::string, std::string>;

/** One connection to 127.0.0.1. A read that takes longer than a minute ends it. */
class RawClient {
 public:
  explicit RawClient(const std::string& url) {
    sockaddr_in where = {};
    where.sin_family = AF_INET;
    where.sin_port = htons(static_cast<std::uint16_t>(std::atoi(&url[url.rfind(':') + 1])));
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    const timeval limit = {60, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    is_open_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&where), sizeof where) == 0;
  }
  ~RawClient() { close(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool is_open() const { return is_open_; }
  void close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }

  void send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  RawReply receive() {
    RawReply reply;
    std::size_t end;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!fill()) return reply;
    }
    read_head(reply, buffer_.substr(0, end + 2));
    buffer_.erase(0, end + 4);
    const std::string length = reply.headers["content-length"];
    const std::size_t size = static_cast<std::size_t>(std::atoll(length.c_str()));
    while (buffer_.size() < size && fill()) continue;
    reply.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return reply;
  }

  /** Whether the other side has closed the connection. */
  bool is_at_end() { return buffer_.empty() && !fill(); }

  RawReply ask(const std::string& method, const std::string& target, const RawHeaders& headers = {},
               const std::string& body = "") {
    std::string text = method + " " + target + " HTTP/1.1\r\nHost: gateway\r\n";
    for (const auto& header : headers) text += header.first + ": " + header.second + "\r\n";
    if (!body.empty() || method == "PUT") {
      text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    send(text + "\r\n" + body);
    return receive();
  }

 private:
  bool fill() {
    char part[16384];
    const ssize_t got = ::recv(socket_, part, sizeof part, 0);
    if (got > 0) buffer_.append(part, static_cast<std::size_t>(got));
    return got > 0;
  }

  static void read_head(RawReply& reply, const std::string& head) {
    reply.status = std::atoi(head.c_str() + head.find(' '));
    for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
      const std::size_t end = head.find("\r\n", at);
      const std::size_t colon = head.find(':', at);
      std::string name = head.substr(at, colon - at);
      for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
      const std::size_t begin = head.find_first_not_of(' ', colon + 1);
      reply.headers[name] = head.substr(begin, end - begin);
      at = end + 2;
    }
  }

  int socket_ = -1;
  bool is_open_ = false;
  std::string buffer_;
};

}  // namespace aex::gateway
