/** Functions and what was inlined into them, found by address. */
#pragma once

#include <cstdint>
#include <vector>

namespace aex::analysis {

using ScopeId = std::uint32_t;
using NameId = std::uint32_t;
constexpr std::uint32_t kNoScope = UINT32_MAX;
constexpr std::uint32_t kNoPath = UINT32_MAX;

/** A function, or a call that was inlined. */
struct Scope {
  NameId name = 0;
  ScopeId caller = kNoScope; /**< of an inlined call: what it was inlined into */
  std::uint32_t depth = 0;   /**< 0: a mere symbol; 1: a function; more: inlined */
  std::uint32_t call_path = kNoPath;
  std::uint32_t call_line = 0;
  std::uint32_t call_column = 0;
};

/** Scopes with the addresses that they cover; the deepest one at an address is found. */
class ScopeMap {
 public:
  ScopeId add(const Scope& scope) {
    scopes_.push_back(scope);
    return ScopeId(scopes_.size() - 1);
  }
  void cover(ScopeId scope, std::uint64_t begin, std::uint64_t end) {
    pieces_.push_back({begin, end, scope});
  }
  /** Cuts what was covered into disjoint pieces. Nothing is found before. */
  void finish();

  /** kNoScope where nothing covers the address. */
  ScopeId find(std::uint64_t address) const;
  const Scope& operator[](ScopeId scope) const { return scopes_[scope]; }
  std::size_t size() const { return scopes_.size(); }
  std::size_t pieces() const { return pieces_.size(); }

  /** Calls `visit(begin, end, scope)` for the disjoint pieces, in order. */
  template <class Visit>
  void each(Visit&& visit) const {
    for (const Piece& piece : pieces_) visit(piece.begin, piece.end, piece.scope);
  }

 private:
  struct Piece {
    std::uint64_t begin;
    std::uint64_t end;
    ScopeId scope;
  };
  class Sweep;

  std::vector<Scope> scopes_;
  std::vector<Piece> pieces_;
};

}  // namespace aex::analysis
