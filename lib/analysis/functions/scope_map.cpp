#include "analysis/functions/scope_map.hpp"

#include <algorithm>

namespace aex::analysis {

/* Goes over the addresses once; a heap holds what covers the present one, the deepest on top. */
class ScopeMap::Sweep {
 public:
  explicit Sweep(const std::vector<Scope>& scopes) : scopes_(&scopes) {}

  std::vector<Piece> run(const std::vector<Piece>& sorted) {
    for (const Piece& piece : sorted) {
      advance(piece.begin);
      open_.push_back(piece);
      std::push_heap(open_.begin(), open_.end(), below());
    }
    advance(UINT64_MAX);
    return std::move(out_);
  }

 private:
  struct Below {
    const std::vector<Scope>* scopes;
    bool operator()(const Piece& a, const Piece& b) const {
      const std::uint32_t left = (*scopes)[a.scope].depth;
      const std::uint32_t right = (*scopes)[b.scope].depth;
      return left != right ? left < right : a.scope > b.scope;
    }
  };
  Below below() const { return {scopes_}; }

  void advance(std::uint64_t to) {
    while (!open_.empty() && at_ < to) {
      const Piece top = open_.front();
      if (top.end > at_) emit(at_, std::min(top.end, to), top.scope);
      if (top.end > to) break;
      at_ = std::max(at_, top.end);
      std::pop_heap(open_.begin(), open_.end(), below());
      open_.pop_back();
    }
    at_ = to;
  }

  void emit(std::uint64_t begin, std::uint64_t end, ScopeId scope) {
    if (!out_.empty() && out_.back().scope == scope && out_.back().end == begin) {
      out_.back().end = end;
    } else {
      out_.push_back({begin, end, scope});
    }
  }

  const std::vector<Scope>* scopes_;
  std::vector<Piece> open_;
  std::vector<Piece> out_;
  std::uint64_t at_ = 0;
};

void ScopeMap::finish() {
  std::sort(pieces_.begin(), pieces_.end(), [](const Piece& a, const Piece& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.scope < b.scope;
  });
  pieces_ = Sweep(scopes_).run(pieces_);
}

ScopeId ScopeMap::find(std::uint64_t address) const {
  auto piece =
      std::upper_bound(pieces_.begin(), pieces_.end(), address,
                       [](std::uint64_t at, const Piece& other) { return at < other.begin; });
  if (piece == pieces_.begin() || address >= (--piece)->end) return kNoScope;
  return piece->scope;
}

}  // namespace aex::analysis
