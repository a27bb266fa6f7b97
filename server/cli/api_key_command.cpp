// `aisle api-key`: a new secret, told once, and the line that lets it in.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <string>

#include "carts_orders/id.hpp"
#include "server/cli/commands.hpp"
#include "server/http/api_keys.hpp"

namespace aisle::server::cli {
namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kIdBytes = 6;
constexpr std::size_t kLongestId = 64;

constexpr const char* kHelp =
    "The line for the key file goes to stdout, the secret to stderr:\n"
    "  aisle api-key --id warehouse --roles inventory,fulfilment >> aisle.keys\n"
    "  aisle serve --api-key-file aisle.keys\n"
    "Roles: admin (everything), inventory (stock, prices, reservations), fulfilment (shipments),\n"
    "support (reads orders, cancels, refunds), search (reads the Elasticsearch endpoints).";

std::string base64(std::string_view bytes) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : bytes) {
    bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xFFFFU;
    for (held += 8; held >= 6; held -= 6) text += kLetters[(bits >> (held - 6)) & 63];
  }
  if (held > 0) text += kLetters[(bits << (6 - held)) & 63];
  while (text.size() % 4 != 0) text += '=';
  return text;
}

/// What neither the file's lines nor `Basic` can hold is left out: colons, blanks, controls, and '#' at the beginning.
bool is_key_id(std::string_view id) {
  return !id.empty() && id.size() <= kLongestId && id.front() != '#' &&
         std::ranges::all_of(id, [](char c) { return c > 0x20 && c < 0x7F && c != ':'; });
}

class ApiKeyCommand final : public Command {
 public:
  void add_to(CLI::App& program) override {
    app_ = program.add_subcommand("api-key", "Make an API key and the line for the file of --api-key-file.");
    app_->add_option("--id", id_, "the key's name, in logs and in what it owns [key-<random>]")->type_name("NAME");
    app_->add_option("--roles", roles_, "what it may do, with commas between [admin]")->type_name("ROLES");
    app_->footer(kHelp);
  }
  bool chosen() const override { return app_->parsed(); }
  int run() override;

 private:
  CLI::App* app_ = nullptr;
  std::string id_;
  std::string roles_ = "admin";
};

int fail(std::string_view why) {
  fmt::print(stderr, "aisle: {}\n", why);
  return kExitUsage;
}

int ApiKeyCommand::run() {
  shop::SystemEntropy entropy;
  const std::string id = id_.empty() ? "key-" + shop::new_token(entropy, kIdBytes) : id_;
  if (!is_key_id(id)) return fail("a key's id has 1 to 64 visible ASCII characters and no colon");
  const auto roles = http::parse_roles(roles_);
  if (!roles) return fail(roles.error().message);
  const std::string secret = shop::new_token(entropy, kSecretBytes);
  fmt::print(stderr, "secret   {}\nheader   Authorization: ApiKey {}\nIt is not stored and not told again; the line below goes into the key file.\n",
             secret, base64(id + ":" + secret));
  fmt::print("{}\n", http::key_line({id, sha256(secret), *roles}));
  return std::fflush(stdout) == 0 ? kExitOk : kExitFailure;
}

}  // namespace

std::unique_ptr<Command> api_key_command() { return std::make_unique<ApiKeyCommand>(); }

}  // namespace aisle::server::cli
