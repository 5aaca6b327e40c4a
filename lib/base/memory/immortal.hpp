/** Objects that live as long as the process: none has a destructor that runs at its end, when other
 *  threads may still use it. */
#pragma once

#include <new>
#include <utility>

namespace aex {

/** Storage of one T, made with the first call of get(); it takes no memory of the heap itself. */
template <class T>
class Immortal {
 public:
  template <class... Arguments>
  explicit Immortal(Arguments&&... arguments) {
    new (bytes_) T(std::forward<Arguments>(arguments)...);
  }
  T& get() { return *std::launder(reinterpret_cast<T*>(bytes_)); }

 private:
  alignas(T) unsigned char bytes_[sizeof(T)];
};

}  // namespace aex
