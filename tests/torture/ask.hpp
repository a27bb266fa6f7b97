#pragma once
// What a client of the torture shop asks, as one line of text from which the same request can be made again after a crash.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "carts_orders/catalog/catalog_port.hpp"
#include "carts_orders/machine/command.hpp"

namespace aisle::torture {

/// `words[0]` is the verb:
///   reserve <sku*n,...> <lease ms> | commit <reservation> | release <reservation> | extend <reservation>
///   adjust <sku> <delta> | price <sku> <minor units>
///   create_cart <user> | put_line, add_line <user> <cart> <sku> <n> | checkout <user> <cart> <sku,...>
///   cancel <user> <order> | refund <order> <minor units>
struct Ask {
  std::string key;  ///< the idempotency key
  std::vector<std::string> words;

  const std::string& verb() const { return words.front(); }
  std::string text() const;
};

/// Splits at spaces; none within words.
std::vector<std::string> split(std::string_view text, char separator);

/// REQUIRES: `ask` was written by this program.
shop::Request to_request(const Ask& ask, const shop::CatalogPort& catalog);

}  // namespace aisle::torture
