#include "server/cli/banner.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "server/cli/version.hpp"
#include "server/log/log.hpp"

namespace aisle::server::cli {
namespace {

std::string url_of(const config::ServeSettings& settings, std::uint16_t port) {
  const std::string& address = settings.http.address;
  const bool any = address == "0.0.0.0" || address == "::";
  const bool v6 = address.find(':') != std::string::npos;
  return fmt::format("http://{}:{}", any ? "127.0.0.1" : v6 ? "[" + address + "]" : address, port);
}

std::string access_of(const config::ServeSettings& settings) {
  if (!settings.http.api_keys.empty()) {
    return settings.tokens ? "API key required; shoppers sign in with bearer tokens" : "API key required";
  }
  return config::is_loopback(settings.http.address) ? "open to this machine" : "open to everyone who can reach it";
}

}  // namespace

std::string banner(const config::ServeSettings& settings, std::uint16_t port, const std::vector<std::string>& lines,
                   double seconds, bool terminal, bool color) {
  const std::string_view paint = color ? "\033[1;32m" : "";
  const std::string_view reset = color ? "\033[0m" : "";
  const auto url = url_of(settings, port);
  std::string text;
  if (terminal) text += fmt::format("{}   ___ ___\n  / // / /  aisle{}\n", paint, reset);
  text += fmt::format("aisle {} ({}) ready in {:.2f} s\n", version(), commit(), seconds);
  text += fmt::format("config     {}\n", settings.config_file.empty() ? "none" : settings.config_file);
  text += fmt::format("data       {}\n", std::filesystem::absolute(settings.data_dir).lexically_normal().string());
  for (std::size_t i = 0; i < std::min<std::size_t>(4, lines.size()); ++i) text += lines[i] + "\n";
  text += fmt::format("access     {}\n", access_of(settings));
  text += fmt::format("listening  {}{}{}\n", paint, url, reset);
  text += fmt::format("next       curl '{}/readyz?verbose'\n", url);
  return text;
}

void print_banner(const config::ServeSettings& settings, std::uint16_t port, const std::vector<std::string>& lines,
                  double seconds) {
  const bool terminal = isatty(STDERR_FILENO) == 1;
  if (settings.log.format == log::Format::json) {
    log::info("ready", {{"version", version()},
                        {"url", url_of(settings, port)},
                        {"data_dir", settings.data_dir.string()},
                        {"seconds", seconds}});
    return;
  }
  const auto text = banner(settings, port, lines, seconds, terminal, log::stderr_has_color(settings.log.no_color));
  std::fputs(text.c_str(), stderr);
}

}  // namespace aisle::server::cli
