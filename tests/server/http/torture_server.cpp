// A server for tests/server/http/run_corpus.py: answers 200 to GET and POST of every path, says its port on stdout, and
// ends when its stdin closes.
#include <cstdio>

#include "tests/server/http/test_server.hpp"

using namespace aisle::server::http;

int main() {
  Router router;
  for (const char* pattern : {"/", "/{a}", "/{a}/{b}"}) {
    router.add(Method::get, pattern, EndpointClass::light, aisle::server::http::testing::ok_handler());
    router.add(Method::post, pattern, EndpointClass::search, aisle::server::http::testing::echo_handler());
  }
  aisle::server::Metrics metrics;
  Health health;
  Server server(aisle::server::http::testing::test_options(), std::move(router), metrics, health);
  if (!server.start()) return 1;
  std::printf("%u\n", server.port());
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  return 0;
}
