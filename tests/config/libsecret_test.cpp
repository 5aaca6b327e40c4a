/* What lib/config declares by itself, beside what the package declares. */
#include "config/libsecret.hpp"

#include <gtest/gtest.h>
#include <libsecret/secret.h>

#include <cstddef>
#include <type_traits>

namespace aex::config::libsecret {
namespace {

using Entry = SecretSchemaAttribute;

TEST(Libsecret, TheSchemaLiesInMemoryAsTheLibrarysOwn) {
  EXPECT_EQ(sizeof(Schema), sizeof(SecretSchema));
  EXPECT_EQ(offsetof(Schema, name), offsetof(SecretSchema, name));
  EXPECT_EQ(offsetof(Schema, flags), offsetof(SecretSchema, flags));
  EXPECT_EQ(offsetof(Schema, attributes), offsetof(SecretSchema, attributes));
  EXPECT_EQ(sizeof(Schema::attributes), sizeof(SecretSchema::attributes));
  EXPECT_EQ(sizeof(Schema::Attribute), sizeof(Entry));
  EXPECT_EQ(offsetof(Schema::Attribute, type), offsetof(Entry, type));
  EXPECT_EQ(sizeof(Schema::flags), sizeof(SecretSchemaFlags));
  EXPECT_EQ(sizeof(Schema::Attribute::type), sizeof(SecretSchemaAttributeType));
  EXPECT_EQ(SECRET_SCHEMA_ATTRIBUTE_STRING, 0);
  EXPECT_EQ(SECRET_SCHEMA_NONE, 0);
  EXPECT_STREQ(SECRET_COLLECTION_DEFAULT, kDefaultCollection);
}

/* Declared only, so that nothing has to be linked. */
template <class Ours, class Theirs>
std::is_same<Ours, Theirs> called_alike(Theirs);

/* Our types, with the library's names for what they point to. */
TEST(Libsecret, TheFunctionsAreCalledAsTheyAreDeclared) {
  using Where = const SecretSchema*;
  using Stop = ::GCancellable*;
  using Why = ::GError**;
  using Text = const char*;
  using Find = char* (*)(Where, Stop, Why, ...);
  using Keep = int (*)(Where, Text, Text, Text, Stop, Why, ...);
  using Drop = int (*)(Where, Stop, Why, ...);
  EXPECT_TRUE(decltype(called_alike<Find>(&::secret_password_lookup_nonpageable_sync))::value);
  EXPECT_TRUE(decltype(called_alike<Keep>(&::secret_password_store_sync))::value);
  EXPECT_TRUE(decltype(called_alike<Drop>(&::secret_password_clear_sync))::value);
  EXPECT_TRUE(decltype(called_alike<Free>(&::secret_password_free))::value);
  EXPECT_TRUE(decltype(called_alike<void (*)(::GError*)>(&::g_error_free))::value);
}

}  // namespace
}  // namespace aex::config::libsecret
