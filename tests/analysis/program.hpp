/** Programs of many shapes, built by the compilers of this machine while the tests run. */
#pragma once

#include <ostream>

#include "support/folder.hpp"
#include "support/toolchain.hpp"

namespace aex::testing {

/** How a program is built. */
struct Build {
  std::string compiler;
  unsigned version = 5; /**< of DWARF */
  bool is_64 = false;   /**< the DWARF format */
  std::string variant = "plain";

  std::string flags() const {
    std::string flags = "-gdwarf-" + std::to_string(version);
    if (is_64) flags += " -gdwarf64";
    if (variant == "zlib") flags += " -gz=zlib";
    if (variant == "split") flags += " -gsplit-dwarf";
    if (variant == "split_O2" || variant == "package") flags += " -gsplit-dwarf -O2";
    if (variant == "types") flags += " -fdebug-types-section -x c++";
    if (variant == "sections") flags += " -ffunction-sections -O2 -Wl,--gc-sections";
    if (variant == "relative") flags += " -fdebug-prefix-map=$PWD=.";
    return flags;
  }
  std::string name() const {
    std::string name = compiler + "_dwarf" + std::to_string(version) + (is_64 ? "_64_" : "_");
    name += variant;
    for (char& byte : name) {
      if (byte == '-') byte = '_';
    }
    return name;
  }
};

inline void PrintTo(const Build& build, std::ostream* out) { *out << build.name(); }

/** A program of several folders, of which `prog` in the folder is the linked file. The same
 *  without the GNU form of compression, which LLVM's tools no longer read, is `uncompressed`; the
 *  same code without split debug information, as far as that matters, is `whole`. */
class Program {
 public:
  /** `problem()` tells why there is none: no compiler, or one without these flags. */
  explicit Program(const Build& build) {
    write_sources();
    const std::string cc = build.compiler + " " + build.flags() + " -fno-pie ";
    if (find_tool({build.compiler}).empty()) {
      problem_ = build.compiler + " is not on this machine";
    } else if (const auto probe = run(cc + "-c -x c /dev/null -o probe.o"); !probe.ok()) {
      problem_ = build.name() + ": " + probe.output;
    } else {
      const CommandResult result = run(commands(cc, build.variant, build.version));
      EXPECT_TRUE(result.ok()) << build.name() << ": " << result.output;
    }
  }

  const std::string& problem() const { return problem_; }
  const std::string& folder() const { return folder_.path(); }
  std::string path() const { return folder_ / "prog"; }
  CommandResult run(const std::string& command) const { return run_command(folder(), command); }

 private:
  static std::string commands(const std::string& cc, const std::string& variant, unsigned version) {
    std::string line = "set -e; " + build(cc, "prog") + "cp prog uncompressed; cp prog whole; ";
    if (variant == "zdebug") line += "objcopy --compress-debug-sections=zlib-gnu prog; ";
    if (variant == "package") line += packing(version);
    if (variant == "package" || variant == "split_O2") {
      std::string whole = cc;
      whole.erase(whole.find("-gsplit-dwarf"), 13);
      line += build(whole, "whole");
    }
    return line + "true";
  }
  static std::string build(const std::string& cc, const std::string& name) {
    const std::string tail = name == "whole" ? ".whole.o" : ".o";
    return cc + "-c src/main.c -o main" + tail + "; " + cc + "-c $PWD/lib/other.c -o other" + tail +
           "; cd lib; " + cc + "-I../inc -c deep/third.c -o ../third" + tail + "; cd ..; " + cc +
           "-x none -nostdlib -static -no-pie -Wl,-e,main main" + tail + " other" + tail +
           " third" + tail + " -o " + name + "; ";
  }

  /* GNU's packer knows DWARF 4 only, and LLVM's crashes on some of GCC's files: then the files
   * stay single. */
  static std::string packing(unsigned version) {
    const std::string tool = version < 5 ? "dwp" : "llvm-dwp";
    return "if LLVM_DISABLE_CRASH_REPORT=1 LLVM_DISABLE_SYMBOLIZATION=1 timeout 20 " + tool +
           " main.dwo other.dwo third.dwo -o prog.dwp 2>&1 >crash.log; "
           "then rm *.dwo; else rm -f prog.dwp; fi; ";
  }

  void write_sources() {
    run_command(folder_.path(), "mkdir -p src/deep inc/sys lib/deep");
    folder_.write("src/main.c",
                  "#include \"../inc/shared.h\"\n#include \"deep/inner.h\"\n"
                  "int other(int);\nint third(int);\n"
                  "int unused(int n) {\n  return shared(n) * 77;\n}\n"
                  "int main(void) {\n  int sum = 0;\n"
                  "  for (int i = 0; i < 10; ++i) {\n    sum += shared(i) + inner(i);\n  }\n"
                  "  return sum + other(3) + third(4);\n}\n");
    folder_.write("src/deep/inner.h",
                  "struct inner { int a; struct inner* next; };\n"
                  "static inline __attribute__((always_inline)) int inner(int n) {\n"
                  "  volatile struct inner one = {n, 0};\n  return one.a * 3;\n}\n");
    folder_.write("inc/shared.h",
                  "#include \"sys/basic.h\"\n"
                  "static int shared(int n) {\n  struct basic one = {n};\n"
                  "  if (n > 3)\n    one.a += basic(n);\n  return one.a;\n}\n");
    folder_.write("inc/sys/basic.h",
                  "struct basic { int a; };\nstatic inline int basic(int n) {\n"
                  "  return n * 5;\n}\n");
    folder_.write("lib/other.c",
                  "#include \"../inc/./shared.h\"\nint other(int n) {\n  return shared(n);\n}\n"
                  "#line 7 \"made.y\"\nint made(int n) {\n  return n + 2;\n}\n"
                  "#line 9 \"C:\\\\proj\\\\win.c\"\nint win(int n) {\n  return n + 1;\n}\n");
    folder_.write("lib/deep/third.c",
                  "#include \"sys/basic.h\"\nint third(int n) {\n  return basic(n) - 1;\n}\n");
  }

  Folder folder_;
  std::string problem_;
};

/** Every compiler, version and variant that the tests cover. */
inline std::vector<Build> all_builds() {
  std::vector<Build> builds;
  for (unsigned version = 2; version <= 5; ++version) {
    for (const char* compiler : {"gcc", "clang"}) {
      for (const char* variant : {"plain", "zlib", "zdebug", "split", "types", "sections",
                                  "relative", "split_O2", "package"}) {
        if (version < 4 && variant == std::string("package")) continue;
        builds.push_back({compiler, version, false, variant});
      }
      if (version == 2 && compiler == std::string("clang")) continue;
      builds.push_back({compiler, version, true, "plain"});
      builds.push_back({compiler, version, true, "split"});
    }
    for (const char* target : {"riscv64", "mips", "mips64el"}) {
      const std::string abi = target == std::string("mips64el") ? "abi64" : "";
      const std::string compiler = std::string(target) + "-linux-gnu" + abi + "-gcc";
      builds.push_back({compiler, version, false, "plain"});
      builds.push_back({compiler, version, true, "plain"});
    }
  }
  return builds;
}

}  // namespace aex::testing
