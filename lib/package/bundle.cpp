#include "package/bundle.hpp"

#include "codec/gzip.hpp"
#include "codec/tar.hpp"

namespace aex::package {
namespace {

constexpr int kLevel = 6;

/** Passes a workload through and tells how much of the package has been read. */
class CountedSource final : public Source {
 public:
  CountedSource(Source& in, std::uint64_t& done, std::uint64_t total, Control& control)
      : in_(in), done_(done), total_(total), control_(control) {}

  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
    AEX_TRY(const std::size_t got, in_.read(out, capacity));
    done_ += got;
    AEX_CHECK(control_.report(Stage::package, done_, total_));
    return got;
  }

 private:
  Source& in_;
  std::uint64_t& done_;
  std::uint64_t total_;
  Control& control_;
};

}  // namespace

Status Bundle::write_to(Sink& out, Control& control) const {
  codec::GzipSink gzip(out, kLevel, max_threads_);
  codec::TarWriter tar(gzip);
  const ByteView config(config_json_.reveal());
  std::uint64_t done = 0;
  std::uint64_t total = config.size;
  for (const Workload& workload : workloads_) total += workload.size;

  MemorySource config_source(config);
  CountedSource counted_config(config_source, done, total, control);
  AEX_CHECK(tar.add("config.json", config.size, counted_config));
  for (const Workload& workload : workloads_) {
    AEX_TRY(const std::unique_ptr<os::ReadFile>& file, files_->open(workload.file()));
    CountedSource counted(*file, done, total, control);
    AEX_CHECK(tar.add(workload.name, workload.size, counted));
  }
  AEX_CHECK(tar.finish());
  return gzip.finish();
}

Result<Bundle> bundle(const Manifest& manifest, const Secret& api_key, os::Files& files,
                      unsigned max_threads) {
  AEX_TRY(Secret config, config_json(manifest, api_key));
  return Bundle(files, std::move(config), manifest.workloads, max_threads);
}

}  // namespace aex::package
