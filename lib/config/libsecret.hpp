/** What is called of libsecret 1 (0.18.6 or newer), as its ABI has it: the library is looked for
 * when it is needed, and no package is needed to build. Private to keyring.cpp. */
#pragma once

namespace aex::config::libsecret {

struct Schema {
  struct Attribute {
    const char* name;
    int type; /**< 0: a string */
  };
  const char* name;
  int flags;
  Attribute attributes[32];
  int reserved;
  void* more_reserved[7];
};

/** The collection that is opened with the session. */
constexpr char kDefaultCollection[] = "default";

struct GError;
struct GCancellable;

/* The dots are names of attributes with their values, and a null pointer. */

using Lookup = char* (*)(const Schema*, GCancellable*, GError**, ...);
using Store = int (*)(const Schema*, const char* collection, const char* label,
                      const char* password, GCancellable*, GError**, ...);
using Clear = int (*)(const Schema*, GCancellable*, GError**, ...);
using Free = void (*)(char*);
using FreeError = void (*)(GError*);

}  // namespace aex::config::libsecret
