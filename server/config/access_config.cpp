#include "server/config/access_config.hpp"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "server/shop_api/access/jwt_key_file.hpp"

namespace aisle::server::config {
namespace {

constexpr auto kTokenOptions = std::to_array<std::string_view>({"jwt-algorithm", "jwt-audience", "jwt-issuer"});

/// All of the jwt options or none: half of them would verify less than was meant.
Status check_token_options(const Config& config) {
  const bool wanted = !config.text("jwt-key-file").empty();
  for (const std::string_view name : kTokenOptions) {
    const Setting& setting = config.setting(name);
    if (wanted && setting.value.empty()) {
      return Error(ErrorCode::invalid_argument, fmt::format("--jwt-key-file also needs {}: {}", flag_of(*setting.option),
                                                            setting.option->description));
    }
    if (!wanted && !setting.value.empty()) {
      return Error(ErrorCode::invalid_argument,
                   fmt::format("{}: {} has no effect without --jwt-key-file", setting.origin, flag_of(*setting.option)));
    }
  }
  return {};
}

Result<std::vector<shop_api::JwtAlgorithm>> pinned_algorithms(const Config& config) {
  std::vector<shop_api::JwtAlgorithm> pinned;
  for (const std::string& name : config.list("jwt-algorithm")) {
    auto algorithm = shop_api::jwt_algorithm_from(name);
    if (!algorithm) {
      return Error(ErrorCode::invalid_argument,
                   fmt::format("{}: {}", config.setting("jwt-algorithm").origin, algorithm.error().message));
    }
    pinned.push_back(*algorithm);
  }
  return pinned;
}

Result<std::optional<shop_api::JwtVerifier>> token_verifier(const Config& config) {
  using Verifier = std::optional<shop_api::JwtVerifier>;
  if (auto status = check_token_options(config); !status) return std::move(status).error();
  const auto file = config.text("jwt-key-file");
  if (file.empty()) return Verifier();
  auto pinned = pinned_algorithms(config);
  if (!pinned) return std::move(pinned).error();
  auto keys = shop_api::load_jwt_keys(file, *pinned);
  if (!keys) return std::move(keys).error();
  return Verifier(shop_api::JwtVerifier(*std::move(keys), {config.list("jwt-audience"), config.text("jwt-issuer")}));
}

Error refusal(const Config& config, const std::string& address) {
  return Error(ErrorCode::failed_precondition,
               fmt::format("refusing to listen on {}, which other machines can reach, without API keys: everyone would be "
                           "an administrator. Make a key and name its file:\n\n"
                           "  aisle api-key --id admin --roles admin >> aisle.keys\n"
                           "  aisle serve --listen {} --api-key-file aisle.keys\n\n"
                           "{}"
                           "Or listen on 127.0.0.1, or pass --allow-anonymous-remote if something in front checks who asks.",
                           address, config.text("listen"),
                           config.text("jwt-key-file").empty()
                               ? "To let shoppers sign in as well, add --jwt-key-file, --jwt-algorithm, --jwt-audience and "
                                 "--jwt-issuer.\n"
                               : "Tokens for shoppers are configured; keys are for services and operators.\n"));
}

}  // namespace

bool is_loopback(std::string_view address) { return address.starts_with("127.") || address == "::1"; }

Result<AccessSettings> access_config(const Config& config, const std::string& address) {
  AccessSettings access;
  if (const auto file = config.text("api-key-file"); !file.empty()) {
    auto keys = http::ApiKeys::load(file);
    if (!keys) return std::move(keys).error();
    access.api_keys = *std::move(keys);
  }
  auto tokens = token_verifier(config);
  if (!tokens) return std::move(tokens).error();
  access.tokens = *std::move(tokens);
  const bool open = access.api_keys.empty() && !is_loopback(address);
  if (open && !config.boolean("allow-anonymous-remote")) return refusal(config, address);
  return access;
}

}  // namespace aisle::server::config
