/* C++: virtual functions, exceptions, containers, streams, random numbers. */
#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

struct Shape {
  virtual ~Shape() = default;
  virtual int area(int size) const = 0;
};
struct Square : Shape {
  int area(int size) const override { return size * size; }
};
struct Odd : Shape {
  int area(int size) const override {
    if (size % 97 == 0) throw std::runtime_error("size " + std::to_string(size));
    return size + 1;
  }
};

}  // namespace

int main() {
  std::vector<std::unique_ptr<Shape>> shapes;
  for (int i = 0; i < 10; ++i) {
    if (i % 2 == 0) shapes.push_back(std::make_unique<Square>());
    if (i % 2 != 0) shapes.push_back(std::make_unique<Odd>());
  }
  long sum = 0;
  for (int i = 1; i < 1000; ++i) {
    try {
      sum += shapes[i % shapes.size()]->area(i);
    } catch (const std::exception& error) {
      sum += error.what()[5];
    }
  }
  std::map<std::string, int> ordered;
  std::unordered_map<int, std::string> hashed;
  std::mt19937_64 random(5);
  for (int i = 0; i < 500; ++i) {
    ++ordered["key " + std::to_string(random() % 100)];
    hashed[static_cast<int>(random() % 50)] += 'a';
  }
  std::vector<double> numbers(300);
  std::uniform_real_distribution<double> uniform;
  for (double& number : numbers) number = uniform(random);
  std::sort(numbers.begin(), numbers.end(), std::greater<>());
  std::ostringstream text;
  for (const auto& [key, count] : ordered) text << key << '=' << count << ' ';
  std::cout << sum << ' ' << text.str().size() << ' ' << numbers[0] << ' ' << numbers.back() << ' '
            << hashed.size() << ' ' << std::hex << 12345 << std::endl;
  return static_cast<int>(sum & 63);
}
