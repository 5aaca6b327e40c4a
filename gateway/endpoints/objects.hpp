/** The signed addresses, which answer as an object store does: packages in, status and results
 *  out. They take no API key. */
#pragma once

#include <mutex>
#include <string>

#include "gateway/access/signer.hpp"
#include "gateway/http/message.hpp"
#include "gateway/store/experiments.hpp"
#include "gateway/work/desk.hpp"

namespace aex::gateway {

struct ObjectLimits {
  std::uint64_t max_package_bytes = 0;
  std::uint64_t package_url_s = 60 * 60;     /**< how long an upload address is good */
  std::uint64_t result_url_s = 48 * 60 * 60; /**< status and result addresses */
};

class Objects {
 public:
  Objects(const Signer& signer, const Calendar& calendar, const Experiments& experiments,
          Desk& desk, os::Files& files, ObjectLimits limits)
      : signer_(signer),
        calendar_(calendar),
        experiments_(experiments),
        desk_(desk),
        files_(files),
        limits_(limits) {}

  /** What all addresses begin with; empty until publish(). Any thread. */
  std::string base_url() const;
  void publish(const std::string& base_url);

  /** A signed address of the experiment. */
  Result<std::string> url(Purpose purpose, const std::string& id) const;

  /** Nothing when the path is not one of a signed address. */
  std::optional<Answer> answer(const Request& request);

 private:
  Response put_package(const std::string& id, const Request& request,
                       std::unique_ptr<BodyReader>* reader);
  /** Held back while the experiment runs: its end is the next thing to say. */
  Answer get_status(const std::string& id) const;
  Response get_result(const std::string& id) const;

  const Signer& signer_;
  const Calendar& calendar_;
  const Experiments& experiments_;
  Desk& desk_;
  os::Files& files_;
  const ObjectLimits limits_;
  mutable std::mutex mutex_;
  std::string base_url_;
};

}  // namespace aex::gateway
