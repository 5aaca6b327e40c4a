/** What the gateway offers: channels, tools versions and cores. */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "codec/json.hpp"
#include "package/core.hpp"

namespace aex::gateway {

class Catalog {
 public:
  /** `channels` are "channel:region". Code::invalid_argument for one that is not; for no core. */
  static Result<Catalog> from(const std::vector<std::string>& channels,
                              std::vector<package::Core> cores);

  bool has_channel(std::string_view channel) const;
  bool has_region(std::string_view channel, std::string_view region) const;
  bool has_core(std::string_view name) const;
  const std::vector<package::Core>& cores() const { return cores_; }

  /** {"channels":[{"name":…,"regions":"[\"…\"]"}]}: `regions` is a string that holds JSON. */
  codec::Json channel_list() const;
  /** One entry a tools version, each with all cores and the package formats to send. Both are read
   *  in any case; but a client that is told of v2 takes no v1 result, so where results are v1 only
   *  v1 is told. */
  Result<codec::Json> capabilities(int result_version) const;

 private:
  struct Channel {
    std::string name;
    std::vector<std::string> regions;
  };
  const Channel* find(std::string_view channel) const;

  std::vector<Channel> channels_;
  std::vector<package::Core> cores_;
};

}  // namespace aex::gateway
