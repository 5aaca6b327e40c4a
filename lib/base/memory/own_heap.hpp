/** Memory for a process that is a copy of another. */
#pragma once

namespace aex {

/** From here on memory comes from pages that this process alone takes from the system, one thread
 *  at a time. A thread that was not copied may hold a lock of malloc's, or of the host's own
 *  allocator, for ever. What was allocated before stays and is never released. */
void use_own_heap() noexcept;

}  // namespace aex
