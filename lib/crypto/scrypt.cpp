#include "crypto/scrypt.hpp"

#include <cstring>
#include <utility>

#include "base/endian.hpp"
#include "crypto/pbkdf2.hpp"

namespace aex::crypto {
namespace {

constexpr std::uint64_t kMaxMemory = std::uint64_t{1} << 30;
constexpr std::size_t kWords = 16; /* of a Salsa20 block */

/* Four words that are worked on alike: GCC's and Clang's vector extension, which both bring to any
 * processor, with or without vector instructions. */
typedef std::uint32_t Lanes __attribute__((vector_size(16)));

inline Lanes rotate(Lanes value, int bits) { return (value << bits) | (value >> (32 - bits)); }

template <int By>
inline Lanes turn(Lanes from) {
#if defined(__clang__) || __GNUC__ >= 12
  return __builtin_shufflevector(from, from, By, (By + 1) & 3, (By + 2) & 3, (By + 3) & 3);
#else
  return __builtin_shuffle(from, Lanes{By, (By + 1) & 3, (By + 2) & 3, (By + 3) & 3});
#endif
}

/* Blocks are kept with their diagonals as lanes, so that a round needs no gathering:
 * position i of a block holds word kDiagonal[i] of RFC 7914, section 3. */
constexpr std::uint8_t kDiagonal[kWords] = {0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11};

struct Block {
  Lanes a, b, c, d;
};

inline Block read(const std::uint32_t* from) {
  Block block;
  std::memcpy(&block, from, sizeof block);
  return block;
}

inline Block exclusive_or(const Block& x, const Block& y) {
  return {x.a ^ y.a, x.b ^ y.b, x.c ^ y.c, x.d ^ y.d};
}

inline Block salsa20_8(const Block& in) {
  Lanes a = in.a, b = in.b, c = in.c, d = in.d;
  for (int round = 0; round < 8; round += 2) {
    b ^= rotate(a + d, 7);
    c ^= rotate(b + a, 9);
    d ^= rotate(c + b, 13);
    a ^= rotate(d + c, 18);
    b = turn<3>(b), c = turn<2>(c), d = turn<1>(d);
    d ^= rotate(a + b, 7);
    c ^= rotate(d + a, 9);
    b ^= rotate(c + d, 13);
    a ^= rotate(b + c, 18);
    b = turn<1>(b), c = turn<2>(c), d = turn<3>(d);
  }
  return {a + in.a, b + in.b, c + in.c, d + in.d};
}

/* RFC 7914, section 4: what `block` gives for its 2r blocks, mixed; even ones go first. */
template <class BlockAt>
inline void block_mix(BlockAt block, std::uint32_t* out, std::size_t r) {
  Block x = block(2 * r - 1);
  for (std::size_t i = 0; i < 2 * r; ++i) {
    x = salsa20_8(exclusive_or(x, block(i)));
    std::memcpy(out + (i / 2 + (i % 2) * r) * kWords, &x, sizeof x);
  }
}

void mix(const std::uint32_t* in, std::uint32_t* out, std::size_t r) {
  block_mix([=](std::size_t i) { return read(in + i * kWords); }, out, r);
}

void mix_both(const std::uint32_t* a, const std::uint32_t* b, std::uint32_t* out, std::size_t r) {
  const auto block = [=](std::size_t i) {
    return exclusive_or(read(a + i * kWords), read(b + i * kWords));
  };
  block_mix(block, out, r);
}

void load(const std::uint8_t* bytes, std::uint32_t* words, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    words[i] = load_le<std::uint32_t>(bytes + 4 * (i - i % kWords + kDiagonal[i % kWords]));
  }
}

void store(const std::uint32_t* words, std::uint8_t* bytes, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    store_le(bytes + 4 * (i - i % kWords + kDiagonal[i % kWords]), words[i]);
  }
}

/* RFC 7914, section 5. `table` has room for n + 2 times what `block` is long. */
void ro_mix(std::uint8_t* block, std::uint32_t n, std::size_t r, std::uint32_t* table) {
  const std::size_t words = 2 * r * kWords;
  std::uint32_t* x = table + std::size_t(n) * words;
  std::uint32_t* y = x + words;
  load(block, table, words);
  for (std::size_t i = 0; i + 1 < n; ++i) mix(table + i * words, table + (i + 1) * words, r);
  mix(table + (std::size_t(n) - 1) * words, x, r);
  for (std::uint32_t i = 0; i < n; ++i) {
    const std::size_t j = x[words - kWords] & (n - 1);
    mix_both(x, table + j * words, y, r);
    std::swap(x, y);
  }
  store(x, block, words);
}

/* RFC 7914, section 2, and a bound on memory. */
Status check(const ScryptCost& cost, std::size_t size) {
  const std::uint64_t blocks = std::uint64_t{cost.r} * cost.p;
  const bool is_power = cost.n > 1 && (cost.n & (cost.n - 1)) == 0;
  if (!is_power || blocks == 0 || blocks >= (1u << 30) || (cost.r == 1 && cost.n >= (1u << 16)) ||
      size > UINT32_MAX) {
    return Error(Code::invalid_argument, "scrypt has no such cost");
  }
  if (128 * blocks > kMaxMemory || 128 * std::uint64_t{cost.n} * cost.r > kMaxMemory) {
    return Error(Code::invalid_argument, "scrypt of this cost needs more than 1 GiB");
  }
  return {};
}

}  // namespace

Status Scrypt::begin(ByteView password, ByteView salt, ScryptCost cost) {
  AEX_CHECK(check(cost, 0));
  const std::size_t block_words = 2 * std::size_t{cost.r} * kWords;
  const std::uint64_t table_words = (std::uint64_t{cost.n} + 2) * block_words;
  if (table_words > SIZE_MAX / 8) return Error(Code::no_memory, "scrypt's table");
  cost_ = cost;
  block_bytes_ = block_words * sizeof(std::uint32_t);
  table_.emplace(std::size_t(table_words) * sizeof(std::uint32_t));
  blocks_.emplace(block_bytes_ * cost.p);
  if (table_->data() == nullptr || blocks_->data() == nullptr) {
    return Error(Code::no_memory, "scrypt's table");
  }
  return pbkdf2(password, salt, static_cast<std::uint8_t*>(blocks_->data()), block_bytes_ * cost.p);
}

void Scrypt::mix() {
  auto* const bytes = static_cast<std::uint8_t*>(blocks_->data());
  for (std::uint32_t i = 0; i < cost_.p; ++i) {
    ro_mix(bytes + i * block_bytes_, cost_.n, cost_.r, static_cast<std::uint32_t*>(table_->data()));
  }
}

Status Scrypt::finish(ByteView password, std::uint8_t* out, std::size_t size) {
  AEX_CHECK(check(cost_, size));
  const ByteView mixed(static_cast<const std::uint8_t*>(blocks_->data()), block_bytes_ * cost_.p);
  return pbkdf2(password, mixed, out, size);
}

Status scrypt(ByteView password, ByteView salt, ScryptCost cost, std::uint8_t* out,
              std::size_t size) {
  AEX_CHECK(check(cost, size));
  Scrypt work;
  AEX_CHECK(work.begin(password, salt, cost));
  work.mix();
  return work.finish(password, out, size);
}

}  // namespace aex::crypto
