// Asio and Beast, compiled once: every other file that includes them sees declarations only.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
