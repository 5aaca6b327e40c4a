#include <atomic>

#include "net/loopback_server.hpp"
#include "os/clock.hpp"
#include "support/exchange_of.hpp"

namespace aex::net {
namespace {

constexpr std::string_view kTenBytes = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";

/* Only of a connection that is there: a slow machine may take long to make one. */
TransportOptions impatient() {
  TransportOptions options;
  options.timeouts.connect_ms = 0;
  options.timeouts.stall_ms = 50;
  return options;
}

/* Nobody answers within this test: only what is tested can end the call. */
TransportOptions patient() {
  TransportOptions options;
  options.timeouts.connect_ms = 0;
  options.timeouts.stall_ms = 0;
  return options;
}

std::uint64_t now_ms(void*) { return os::system_clock().now_ms(); }

LoopbackServer::Script say_and_wait(std::string text) {
  return [text](const Received&, Wire& wire) {
    wire.send(text);
    wire.wait_for_close();
  };
}

LoopbackServer::Script say_and_close(std::string text) {
  return [text](const Received&, Wire& wire) {
    wire.send(text);
    wire.close();
  };
}

TEST(CurlFaults, ResetInTheBodyIsABrokenTransfer) {
  LoopbackServer server([](const Received&, Wire& wire) {
    wire.send(std::string(kTenBytes) + "half");
    wire.reset();
  });
  const Answer answer = perform(*transport(), get(server.origin() + "/x?s=secret"));
  EXPECT_EQ(answer.code(), Code::transfer_broken) << answer.message();
  EXPECT_NE(answer.message().find(server.origin()), std::string::npos) << answer.message();
  EXPECT_EQ(answer.message().find("secret"), std::string::npos) << answer.message();
}

TEST(CurlFaults, FewerBytesThanPromisedIsABrokenTransfer) {
  for (const std::string& text :
       {std::string(kTenBytes) + "half",
        std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")}) {
    LoopbackServer server(say_and_close(text));
    EXPECT_EQ(perform(*transport(), get(server.origin())).code(), Code::transfer_broken);
  }
}

TEST(CurlFaults, NoAnswerOrAnotherLanguageIsABrokenTransfer) {
  for (const char* text : {"", "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 abc\r\n\r\n"}) {
    LoopbackServer server(say_and_close(text));
    const Answer answer = perform(*transport(), get(server.origin()));
    EXPECT_EQ(answer.code(), Code::transfer_broken) << text << ": " << answer.message();
  }
}

TEST(CurlFaults, SilenceIsABrokenTransferWhereverItBegins) {
  for (const std::string& text :
       {std::string(), std::string("HTTP/1.1 200 OK\r\n"), std::string(kTenBytes) + "half"}) {
    LoopbackServer server(say_and_wait(text));
    const Answer answer = perform(*transport(impatient()), get(server.origin()));
    EXPECT_EQ(answer.code(), Code::transfer_broken) << answer.message();
    EXPECT_NE(answer.message().find("for 50 ms"), std::string::npos) << answer.message();
  }
}

TEST(CurlFaults, AnUploadThatNobodyReadsStalls) {
  std::atomic<bool> is_over{false};
  LoopbackServer server(
      [&](const Received&, Wire& wire) {
        while (!is_over) std::this_thread::yield();
        wire.close();
      },
      false);
  const std::string text(32 * 1024 * 1024, 'x');
  MemorySource source{ByteView(text)};
  const Answer answer = perform(*transport(impatient()), put(server.origin(), source, text.size()));
  is_over = true;
  EXPECT_EQ(answer.code(), Code::transfer_broken) << answer.message();
}

TEST(CurlFaults, DripsAreNotSilence) {
  LoopbackServer server([](const Received&, Wire& wire) {
    wire.send(std::string(kTenBytes));
    for (int i = 0; i < 10; ++i) {
      os::system_clock().sleep_ms(10);
      wire.send("x");
    }
  });
  TransportOptions options;
  options.timeouts.stall_ms = 10'000;
  EXPECT_EQ(perform(*transport(options), get(server.origin())).body, "xxxxxxxxxx");
}

TEST(CurlFaults, TheDeadlineEndsACallThatHangs) {
  for (const std::string& text : {std::string(), std::string(kTenBytes) + "half"}) {
    LoopbackServer server(say_and_wait(text));
    Control control;
    control.start(now_ms, nullptr, 100);
    const Answer answer = perform(*transport(patient()), get(server.origin()), control);
    EXPECT_EQ(answer.code(), Code::timeout) << answer.message();
  }
}

TEST(CurlFaults, TheDeadlineEndsAHandshakeThatHangs) {
  LoopbackServer server([](const Received&, Wire& wire) { wire.wait_for_close(); });
  Control control;
  control.start(now_ms, nullptr, 100);
  const std::string url = "https://127.0.0.1:" + std::to_string(server.port());
  EXPECT_EQ(perform(*transport(patient()), get(url), control).code(), Code::timeout);
}

TEST(CurlFaults, AnotherThreadCancelsACallThatHangs) {
  Control control;
  LoopbackServer server([&](const Received&, Wire& wire) {
    wire.send(std::string(kTenBytes) + "half");
    control.cancel();
    wire.wait_for_close();
  });
  EXPECT_EQ(perform(*transport(patient()), get(server.origin()), control).code(), Code::cancelled);
}

TEST(CurlFaults, TheHookCancelsBeforeAnythingIsSent) {
  LoopbackServer server(say_and_wait(""));
  Control control([](const Progress&, void*) { return true; }, nullptr);
  EXPECT_EQ(perform(*transport(), get(server.origin()), control).code(), Code::cancelled);
  EXPECT_EQ(server.connections(), 0);
}

TEST(CurlFaults, AfterAFaultTheTransportServesOn) {
  std::atomic<int> requests{0};
  LoopbackServer server([&](const Received&, Wire& wire) {
    if (++requests == 2) return wire.reset();
    wire.answer("200 OK", "hello");
  });
  const std::unique_ptr<Transport> client = transport();
  MemorySource source{ByteView("abc")};
  EXPECT_EQ(perform(*client, get(server.origin())).body, "hello");
  EXPECT_EQ(perform(*client, put(server.origin(), source, 3)).code(), Code::transfer_broken);
  EXPECT_EQ(perform(*client, get(server.origin())).body, "hello");
}

TEST(CurlFaults, UnreachableHostsAreNamed) {
  int free_port = 0;
  {
    LoopbackServer gone(say_and_close(""));
    free_port = gone.port();
  }
  const std::string origin = "http://127.0.0.1:" + std::to_string(free_port);
  const Answer refused = perform(*transport(), get(origin + "/x?s=secret"));
  EXPECT_EQ(refused.code(), Code::gateway_unreachable);
  EXPECT_NE(refused.message().find(origin + " ("), std::string::npos) << refused.message();
  EXPECT_EQ(refused.message().find("secret"), std::string::npos) << refused.message();
  const auto line = transport();
  for (int tries = 0; tries < 3; ++tries) {
    const Answer unknown = perform(*line, get("https://no-such-host.invalid/x"));
    EXPECT_EQ(unknown.code(), Code::gateway_unreachable) << unknown.message();
    EXPECT_NE(unknown.message().find("https://no-such-host.invalid ("), std::string::npos);
  }
}

TEST(CurlFaults, AHandshakeThatHangsIsUnreachable) {
  LoopbackServer server([](const Received&, Wire& wire) { wire.wait_for_close(); });
  const std::string url = "https://127.0.0.1:" + std::to_string(server.port());
  TransportOptions options;
  options.timeouts.connect_ms = 50;
  const Answer answer = perform(*transport(options), get(url));
  EXPECT_EQ(answer.code(), Code::gateway_unreachable) << answer.message();
}

class FullSink final : public Sink {
 public:
  Status write(ByteView) override { return Error(Code::no_space, "/disk/file"); }
};

class BrokenSource final : public Source {
 public:
  Result<std::size_t> read(std::uint8_t* out, std::size_t) override {
    if (was_read_) return Error(Code::io_failed, "/disk/file");
    was_read_ = true;
    *out = 'x';
    return std::size_t{1};
  }

 private:
  bool was_read_ = false;
};

TEST(CurlFaults, ErrorsOfSinkAndSourceComeBackUnchanged) {
  LoopbackServer server([](const Received&, Wire& wire) { wire.answer("200 OK", "hello"); }, true);
  const std::unique_ptr<Transport> client = transport();
  FullSink full;
  Control control;
  const Result<Response> response = client->perform(get(server.origin()), full, control);
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().code(), Code::no_space);
  EXPECT_EQ(response.error().detail(), "/disk/file");
  BrokenSource broken;
  const Answer answer = perform(*client, put(server.origin(), broken, 5));
  EXPECT_EQ(answer.code(), Code::io_failed);
  EXPECT_EQ(answer.response.error().detail(), "/disk/file");
}

TEST(CurlFaults, AShortSourceNeverCountsAsSent) {
  LoopbackServer server([](const Received&, Wire& wire) { wire.answer("200 OK", ""); });
  MemorySource source{ByteView("abc")};
  const Answer answer = perform(*transport(), put(server.origin(), source, 10));
  EXPECT_EQ(answer.code(), Code::io_failed) << answer.message();
  EXPECT_TRUE(server.received().empty());
}

TEST(CurlFaults, AnEarlyRefusalOfAnUploadIsItsAnswer) {
  LoopbackServer server(
      [](const Received&, Wire& wire) {
        wire.answer("403 Forbidden", "expired");
        wire.wait_for_close();
      },
      false);
  const std::string text(8 * 1024 * 1024, 'x');
  MemorySource source{ByteView(text)};
  const Answer answer = perform(*transport(), put(server.origin(), source, text.size()));
  ASSERT_TRUE(answer.response.ok()) << answer.message();
  EXPECT_EQ(answer.response.value().status, 403);
  EXPECT_EQ(answer.body, "expired");
}

TEST(CurlFaults, AnEarlySuccessOfAnUploadIsNone) {
  LoopbackServer server(
      [](const Received&, Wire& wire) {
        wire.answer("200 OK", "");
        wire.close();
      },
      false);
  const std::string text(64 * 1024 * 1024, 'x');
  MemorySource source{ByteView(text)};
  const Answer answer = perform(*transport(), put(server.origin(), source, text.size()));
  EXPECT_EQ(answer.code(), Code::transfer_broken) << answer.message();
}

TEST(CurlFaults, TooManyHeadersAreRefused) {
  LoopbackServer server([](const Received& request, Wire& wire) {
    const std::size_t size = request.target() == "/line" ? 150'000 : 1'000;
    wire.send("HTTP/1.1 200 OK\r\n");
    while (wire.send("A: " + std::string(size, 'x') + "\r\n")) {
    }
    wire.close();
  });
  EXPECT_EQ(perform(*transport(), get(server.origin() + "/many")).code(), Code::transfer_too_large);
  const Answer line = perform(*transport(), get(server.origin() + "/line"));
  EXPECT_EQ(line.code(), Code::transfer_too_large) << line.message();
}

}  // namespace
}  // namespace aex::net
