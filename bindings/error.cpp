#include <chrono>

#include "binding.hpp"

namespace aex::bindings {
namespace {

constexpr std::chrono::milliseconds kPatience(50);

py::dict describe(aex_code code) {
  py::dict row;
  row["code"] = code;
  row["name"] = aex_code_name(code);
  row["text"] = aex_code_text(code);
  row["remedy"] = aex_code_remedy(code);
  row["stage"] = aex_code_stage(code);
  row["python_class"] = aex_code_python_class(code);
  row["retryable"] = aex_code_retryable(code) != 0;
  row["exit_status"] = aex_code_exit_status(code);
  return row;
}

py::tuple codes() {
  py::tuple rows(aex_code_count());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = describe(aex_code_at(i));
  return rows;
}

}  // namespace

void settle(aex_code code, aex_error* error) {
  const Owned<aex_error> owned(error);
  if (code == AEX_OK) return;
  const py::object make = py::module_::import("atlasexplorer.exceptions").attr("_of_the_library");
  const py::object exception = make(describe(code), text(aex_error_message(error)),
                                    text(aex_error_detail(error)), aex_error_http_status(error));
  PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(exception.ptr())), exception.ptr());
  throw py::error_already_set();
}

py::str text(const char* utf8) {
  PyObject* made = PyUnicode_DecodeFSDefault(utf8 == nullptr ? "" : utf8);
  if (made == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::str>(made);
}

Text::Text(const py::handle& given) {
  if (given.is_none()) return;
  PyObject* bytes = nullptr;
  if (PyUnicode_FSConverter(given.ptr(), &bytes) == 0) throw py::error_already_set();
  bytes_ = py::reinterpret_steal<py::bytes>(bytes);
  is_given_ = true;
}

Turn::Taken::Taken(Turn& turn) : turn_(turn) {
  if (turn.owner_.load() == std::this_thread::get_id()) {
    throw std::runtime_error("a callback may not use the object whose call it serves");
  }
  for (bool is_mine = false; !is_mine;) {
    {
      const py::gil_scoped_release released;
      is_mine = turn.mutex_.try_lock_for(kPatience);
    }
    if (!is_mine && PyErr_CheckSignals() != 0) throw py::error_already_set();
  }
  turn.owner_ = std::this_thread::get_id();
}

Turn::Taken::~Taken() {
  turn_.owner_ = std::thread::id();
  turn_.mutex_.unlock();
}

void bind_errors(py::module_& module) {
  module.def("codes", &codes, "Every error code with what the table says about it.");
}

}  // namespace aex::bindings
