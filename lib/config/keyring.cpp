#include "config/keyring.hpp"

#include "base/memory/immortal.hpp"
#include "os/environment.hpp"
#include "os/files.hpp"

#ifdef AEX_KEYRING
#include <dlfcn.h>

#include "config/libsecret.hpp"
#endif

namespace aex::config {
namespace {

#ifdef AEX_KEYRING

/* libsecret and GLib cost a program 10 ms at its start; few need them. */
struct Library {
  libsecret::Lookup lookup = nullptr;
  libsecret::Store store = nullptr;
  libsecret::Clear clear = nullptr;
  libsecret::Free free = nullptr;
  libsecret::FreeError free_error = nullptr;
};

template <class Function>
bool find_function(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

Result<Library> load() {
  void* const handle = ::dlopen("libsecret-1.so.0", RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return Error(Code::unsupported, "libsecret was not found");
  Library library;
  const bool whole =
      find_function(handle, "secret_password_lookup_nonpageable_sync", library.lookup) &&
      find_function(handle, "secret_password_store_sync", library.store) &&
      find_function(handle, "secret_password_clear_sync", library.clear) &&
      find_function(handle, "secret_password_free", library.free) &&
      find_function(handle, "g_error_free", library.free_error);
  if (!whole) return Error(Code::unsupported, "libsecret was too old");
  return library;
}

/* Never unloaded: GLib has threads of its own. */
const Result<Library>& library() {
  static Immortal<Result<Library>> loaded(load());
  return loaded.get();
}

/* Without a session GLib would start one, and wait. */
Status require_session() {
  const auto address = os::environment("DBUS_SESSION_BUS_ADDRESS");
  if (address && !address->empty()) return {};
  const auto folder = os::environment("XDG_RUNTIME_DIR");
  const bool has_bus = folder && os::system_files().info(os::join(*folder, "bus"), true).ok();
  if (has_bus) return {};
  return Error(Code::unsupported, "there was no session bus");
}

constexpr const char* kAttribute = "settings";

const libsecret::Schema& schema() {
  static const libsecret::Schema schema = [] {
    libsecret::Schema made = {};
    made.name = "com.mips.atlasexplorer.ApiKey";
    made.attributes[0].name = kAttribute;
    return made;
  }();
  return schema;
}

/** What came of a call; takes the service's error, whose text is left out: it is not ours. */
Status outcome(const Library& library, libsecret::GError* error) {
  if (error == nullptr) return {};
  library.free_error(error);
  return Error(Code::unsupported, "the Secret Service did not answer, or stayed locked");
}

class SecretService final : public Keyring {
 public:
  Result<std::optional<Secret>> find(const std::string& settings_path) override {
    AEX_TRY(const Library& library, ready());
    libsecret::GError* error = nullptr;
    char* const text = library.lookup(&schema(), nullptr, &error, kAttribute, settings_path.c_str(),
                                      static_cast<const char*>(nullptr));
    AEX_CHECK(outcome(library, error));
    if (text == nullptr) return std::optional<Secret>();
    std::optional<Secret> key(std::in_place, text);
    library.free(text);
    return key;
  }

  Status store(const std::string& settings_path, const Secret& key) override {
    AEX_TRY(const Library& library, ready());
    libsecret::GError* error = nullptr;
    library.store(&schema(), libsecret::kDefaultCollection, "Atlas Explorer API key",
                  key.reveal().c_str(), nullptr, &error, kAttribute, settings_path.c_str(),
                  static_cast<const char*>(nullptr));
    return outcome(library, error);
  }

  Status remove(const std::string& settings_path) override {
    AEX_TRY(const Library& library, ready());
    libsecret::GError* error = nullptr;
    library.clear(&schema(), nullptr, &error, kAttribute, settings_path.c_str(),
                  static_cast<const char*>(nullptr));
    return outcome(library, error);
  }

 private:
  static Result<Library> ready() {
    AEX_CHECK(require_session());
    return library();
  }
};

#else

class SecretService final : public Keyring {
 public:
  Result<std::optional<Secret>> find(const std::string&) override { return absent(); }
  Status store(const std::string&, const Secret&) override { return absent(); }
  Status remove(const std::string&) override { return absent(); }

 private:
  static Error absent() { return {Code::unsupported, "AEX_KEYRING is off"}; }
};

#endif

}  // namespace

Keyring& system_keyring() {
  static Immortal<SecretService> keyring;
  return keyring.get();
}

}  // namespace aex::config
