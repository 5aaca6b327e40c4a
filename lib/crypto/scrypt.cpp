#include "crypto/scrypt.hpp"

#include <array>
#include <cstring>
#include <utility>

#include "base/endian.hpp"
#include "base/secret.hpp"
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

/* A step of Salsa20 waits for the one before it: a processor has room for a second derivation
 * beside the first. Blocks of N derivations are worked on in turns. */
template <std::size_t N>
struct Blocks {
  Lanes a[N], b[N], c[N], d[N];
};

/* One place in each derivation's memory. */
template <std::size_t N>
using Places = std::array<std::uint32_t*, N>;

template <std::size_t N>
inline Blocks<N> read(const Places<N>& from, std::size_t at) {
  Blocks<N> blocks = {};
  for (std::size_t k = 0; k < N; ++k) {
    std::memcpy(&blocks.a[k], from[k] + at, sizeof(Lanes));
    std::memcpy(&blocks.b[k], from[k] + at + 4, sizeof(Lanes));
    std::memcpy(&blocks.c[k], from[k] + at + 8, sizeof(Lanes));
    std::memcpy(&blocks.d[k], from[k] + at + 12, sizeof(Lanes));
  }
  return blocks;
}

template <std::size_t N>
inline void write(const Blocks<N>& blocks, const Places<N>& to, std::size_t at) {
  for (std::size_t k = 0; k < N; ++k) {
    std::memcpy(to[k] + at, &blocks.a[k], sizeof(Lanes));
    std::memcpy(to[k] + at + 4, &blocks.b[k], sizeof(Lanes));
    std::memcpy(to[k] + at + 8, &blocks.c[k], sizeof(Lanes));
    std::memcpy(to[k] + at + 12, &blocks.d[k], sizeof(Lanes));
  }
}

template <std::size_t N>
inline Blocks<N> exclusive_or(Blocks<N> x, const Blocks<N>& y) {
  for (std::size_t k = 0; k < N; ++k) {
    x.a[k] ^= y.a[k], x.b[k] ^= y.b[k], x.c[k] ^= y.c[k], x.d[k] ^= y.d[k];
  }
  return x;
}

/* The four quarter rounds of all lanes: of the columns, or of the rows with b and d exchanged. */
template <std::size_t N>
inline void quarters(Lanes (&a)[N], Lanes (&b)[N], Lanes (&c)[N], Lanes (&d)[N]) {
  for (std::size_t k = 0; k < N; ++k) b[k] ^= rotate(a[k] + d[k], 7);
  for (std::size_t k = 0; k < N; ++k) c[k] ^= rotate(b[k] + a[k], 9);
  for (std::size_t k = 0; k < N; ++k) d[k] ^= rotate(c[k] + b[k], 13);
  for (std::size_t k = 0; k < N; ++k) a[k] ^= rotate(d[k] + c[k], 18);
}

template <std::size_t N>
inline void exchange(Lanes (&b)[N], Lanes (&c)[N], Lanes (&d)[N]) {
  for (std::size_t k = 0; k < N; ++k) {
    b[k] = turn<3>(b[k]), c[k] = turn<2>(c[k]), d[k] = turn<1>(d[k]);
  }
}

template <std::size_t N>
inline Blocks<N> salsa20_8(const Blocks<N>& in) {
  Blocks<N> x = in;
  for (int round = 0; round < 8; round += 2) {
    quarters(x.a, x.b, x.c, x.d);
    exchange(x.b, x.c, x.d);
    quarters(x.a, x.d, x.c, x.b);
    exchange(x.d, x.c, x.b);
  }
  for (std::size_t k = 0; k < N; ++k) {
    x.a[k] += in.a[k], x.b[k] += in.b[k], x.c[k] += in.c[k], x.d[k] += in.d[k];
  }
  return x;
}

/* RFC 7914, section 4: what `block` gives for its 2r blocks, mixed; even ones go first. */
template <std::size_t N, class BlockAt>
inline void block_mix(BlockAt block, const Places<N>& out, std::size_t r) {
  Blocks<N> x = block((2 * r - 1) * kWords);
  for (std::size_t i = 0; i < 2 * r; ++i) {
    x = salsa20_8(exclusive_or(x, block(i * kWords)));
    write(x, out, (i / 2 + (i % 2) * r) * kWords);
  }
}

template <std::size_t N>
Places<N> beyond(Places<N> places, std::size_t words) {
  for (std::uint32_t*& place : places) place += words;
  return places;
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

/* RFC 7914, section 5. Each table has room for n + 2 times what its block is long. */
template <std::size_t N>
void ro_mix(const std::array<std::uint8_t*, N>& blocks, const ScryptCost& cost,
            const Places<N>& tables) {
  const std::size_t r = cost.r;
  const std::size_t words = 2 * r * kWords;
  Places<N> x = tables;
  for (std::size_t k = 0; k < N; ++k) load(blocks[k], tables[k], words);
  for (std::uint32_t i = 0; i < cost.n; ++i) {
    const Places<N> next = beyond(x, words);
    block_mix([&](std::size_t at) { return read(x, at); }, next, r);
    x = next;
  }
  Places<N> y = beyond(x, words);
  for (std::uint32_t i = 0; i < cost.n; ++i) {
    Places<N> v = tables;
    for (std::size_t k = 0; k < N; ++k) {
      v[k] += std::size_t(x[k][words - kWords] & (cost.n - 1)) * words;
    }
    block_mix([&](std::size_t at) { return exclusive_or(read(x, at), read(v, at)); }, y, r);
    std::swap(x, y);
  }
  for (std::size_t k = 0; k < N; ++k) store(x[k], blocks[k], words);
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

/* Fresh pages cost as much as a tenth of the work, and where a virtual machine has to ask its host
 * for them, more than all of it. */
Status Scrypt::take_memory(ScryptCost cost) {
  if (cost.n == cost_.n && cost.r == cost_.r && cost.p == cost_.p) return {};
  const std::size_t block_words = 2 * std::size_t{cost.r} * kWords;
  const std::uint64_t table_words = (std::uint64_t{cost.n} + 2) * block_words;
  if (table_words > SIZE_MAX / 8) return Error(Code::no_memory, "scrypt's table");
  cost_ = {};
  block_bytes_ = block_words * sizeof(std::uint32_t);
  table_bytes_ = std::size_t(table_words) * sizeof(std::uint32_t);
  table_.emplace(table_bytes_);
  blocks_.emplace(block_bytes_ * cost.p);
  if (table_->data() == nullptr || blocks_->data() == nullptr) {
    return Error(Code::no_memory, "scrypt's table");
  }
  cost_ = cost;
  return {};
}

Status Scrypt::begin(ByteView password, ByteView salt, ScryptCost cost) {
  AEX_CHECK(check(cost, 0));
  AEX_CHECK(take_memory(cost));
  return pbkdf2(password, salt, block(0), block_bytes_ * cost.p);
}

void Scrypt::clear_table() { wipe(table_->data(), table_bytes_); }

void Scrypt::clear_blocks() { wipe(blocks_->data(), block_bytes_ * cost_.p); }

std::uint8_t* Scrypt::block(std::uint32_t i) const {
  return static_cast<std::uint8_t*>(blocks_->data()) + i * block_bytes_;
}

std::uint32_t* Scrypt::table() const { return static_cast<std::uint32_t*>(table_->data()); }

void Scrypt::mix() {
  for (std::uint32_t i = 0; i < cost_.p; ++i) ro_mix<1>({block(i)}, cost_, {table()});
}

void Scrypt::mix_both(Scrypt& one, Scrypt& other) {
  const ScryptCost& cost = one.cost_;
  const ScryptCost& its = other.cost_;
  if (cost.n != its.n || cost.r != its.r || cost.p != its.p) {
    one.mix();
    other.mix();
    return;
  }
  for (std::uint32_t i = 0; i < cost.p; ++i) {
    ro_mix<2>({one.block(i), other.block(i)}, cost, {one.table(), other.table()});
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
