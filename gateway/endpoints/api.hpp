/** The endpoints: the global API and the gateway in one. */
#pragma once

#include <string>
#include <vector>

#include "gateway/access/api_keys.hpp"
#include "gateway/endpoints/catalog.hpp"
#include "gateway/endpoints/objects.hpp"
#include "gateway/http/message.hpp"

namespace aex::gateway {

/** What the endpoints speak for. Borrowed. */
struct ApiParts {
  const ApiKeys& keys;
  const Catalog& catalog;
  Experiments& experiments;
  Objects& objects;
  Desk& desk;
  Journal& journal;
};

class Api final : public Handler {
 public:
  /** `capabilities` is the answer to cloudcaps. */
  Api(const ApiParts& parts, std::string public_key_pem, codec::Json capabilities)
      : parts_(parts),
        public_key_pem_(std::move(public_key_pem)),
        capabilities_(std::move(capabilities)) {}

  Answer answer(const Request& request) override;
  void completed(const std::string& method, const std::string& path, int status,
                 std::uint64_t duration_ms) override;

 private:
  struct Endpoint;
  static const std::vector<Endpoint>& endpoints();

  Response call(const Endpoint& endpoint, const Request& request);
  Response user(const Request& request);
  Response channel_list(const Request& request);
  Response gateway_by_channel(const Request& request);
  Response worker_status(const Request& request);
  Response capabilities(const Request& request);
  Response create_urls(const Request& request);
  Response admit(Experiment experiment);
  Result<Response> signed_urls(const std::string& id);

  ApiParts parts_;
  std::string public_key_pem_;
  codec::Json capabilities_;
};

}  // namespace aex::gateway
