// Any bytes as a configuration file. What is accepted prints as a file that means the same.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "server/config/config.hpp"
#include "server/config/options.hpp"

using namespace aisle;
using namespace aisle::server::config;

namespace {

Result<Config> resolve(std::string text) {
  Sources sources;
  sources.variable = [](const std::string&) { return std::optional<std::string>(); };
  sources.file_name = "aisle.toml";
  sources.file_text = std::move(text);
  return Config::resolve(sources);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto config = resolve(std::string(reinterpret_cast<const char*>(data), size));
  if (!config) return 0;
  const auto again = resolve(config->print());
  if (!again) std::abort();
  for (const OptionSpec& option : option_table()) {
    const bool same = option.kind == Kind::list ? config->list(option.name) == again->list(option.name)
                                                : config->text(option.name) == again->text(option.name);
    if (!same) std::abort();
  }
  return 0;
}
