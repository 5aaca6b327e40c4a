/* Sending a package that is not sealed does not compile. */
#include "cloud/transfer.hpp"

using namespace aex;

Result<cloud::Uploaded> send(const package::Bundle& bundle, const package::SealedBundle& sealed,
                             net::Transport& transport, os::Files& files, Control& control) {
  const Secret url("https://store.example/x");
#ifdef AEX_BAD
  return cloud::upload(bundle, url, transport, files, control);
#else
  (void)bundle;
  return cloud::upload(sealed, url, transport, files, control);
#endif
}
