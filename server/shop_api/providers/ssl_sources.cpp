// Asio's TLS, compiled once: every other file that includes it sees declarations only.
#include <boost/asio/ssl/impl/src.hpp>
