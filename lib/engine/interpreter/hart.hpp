/** The registers of a hardware thread, and why it stops. */
#pragma once

#include <cstdint>

#include "engine/float/format.hpp"
#include "engine/isa/csr.hpp"
#include "engine/isa/instruction.hpp"

namespace aex::engine {

/** Why the interpreter came back. */
enum class Trap : std::uint8_t {
  slice_done,    /**< at the end of what it was asked to run */
  block_unknown, /**< at code that is not decoded, or to be watched */
  system_call,   /**< after an ecall */
  breakpoint,    /**< after an ebreak */
  fence_i,       /**< after a fence.i */
  idle,          /**< after a wfi: no interrupt will come */
  roi_begin,     /**< after the marker of a region of interest */
  roi_end,
  illegal,  /**< at an instruction that is not known or not allowed */
  bad_load, /**< at an access that the guest may not make */
  bad_store,
  bad_fetch, /**< at code that may not be executed */
};

struct Hart {
  std::uint64_t x[33] = {}; /**< x[kSink] takes writes to x0 */
  std::uint64_t f[32] = {}; /**< single precision is boxed */
  std::uint64_t pc = 0;
  std::uint64_t retired = 0; /**< instructions, since the start */
  std::uint8_t fflags = 0;
  std::uint8_t frm = 0;
  std::uint8_t host_float = 0; /**< bits of HostFloat */
  /** By the rounding field of an instruction: what of host_float gives the right result, if that
   *  is well inside the normal range; see settle_float(). */
  std::uint8_t trusted_host[8] = {};
  bool is_reserved = false; /**< by lr, until sc */
  std::uint64_t reservation = 0;
  std::uint64_t bad_address = 0; /**< of the access that trapped */
  bool is_bare_metal = false;    /**< it has shown that there is no operating system below it */
  std::uint64_t csrs[kStoredCsrs] = {}; /**< of machine mode, by stored_csr() */

  /** To be called when fflags, frm or host_float have changed. */
  void settle_float() {
    constexpr std::size_t kNearest = static_cast<std::size_t>(Rounding::nearest_even);
    trusted_host[kNearest] = (fflags & kInexact) != 0 ? host_float : 0;
    trusted_host[7] = frm == kNearest ? trusted_host[kNearest] : 0;
  }
};

/** Of a control register at an instruction before which `retired` have retired. False if there is
 *  no such register. Those of machine mode are there, as bare-metal start-up code expects: they
 *  keep what is written and have no effect. */
bool read_csr(Hart& hart, std::uint64_t number, std::uint64_t retired, std::uint64_t& value);

/** False if there is none, or it may not be written. */
bool write_csr(Hart& hart, std::uint64_t number, std::uint64_t value);

}  // namespace aex::engine
