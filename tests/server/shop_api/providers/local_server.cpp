#include "tests/server/shop_api/providers/local_server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

namespace aisle::server::shop_api {
namespace {

std::string pem_of(const std::function<void(BIO*)>& write) {
  BIO* memory = BIO_new(BIO_s_mem());
  write(memory);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(memory);
  return text;
}

/// Reads and writes one plain connection.
struct PlainStream {
  int file;
  long read(char* to, std::size_t size) { return ::read(file, to, size); }
  void write(const std::string& text) { (void)!::write(file, text.data(), text.size()); }
};
struct TlsStream {
  SSL* ssl;
  long read(char* to, std::size_t size) { return SSL_read(ssl, to, static_cast<int>(size)); }
  void write(const std::string& text) { SSL_write(ssl, text.data(), static_cast<int>(text.size())); }
};

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// One request out of `heard`, when it is there whole.
bool take_request(std::string& heard, shop::HttpCall& call) {
  const std::size_t head_end = heard.find("\r\n\r\n");
  if (head_end == heard.npos) return false;
  call = {};
  std::size_t length = 0;
  std::size_t at = heard.find("\r\n") + 2;
  const std::string first = heard.substr(0, at - 2);
  call.method = first.substr(0, first.find(' '));
  call.url = first.substr(call.method.size() + 1, first.rfind(' ') - call.method.size() - 1);
  while (at < head_end) {
    const std::size_t end = heard.find("\r\n", at);
    const std::string line = heard.substr(at, end - at);
    const std::size_t colon = line.find(':');
    call.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    if (lower(line.substr(0, colon)) == "content-length") length = std::stoul(line.substr(colon + 2));
    at = end + 2;
  }
  if (heard.size() < head_end + 4 + length) return false;
  call.body = heard.substr(head_end + 4, length);
  heard.erase(0, head_end + 4 + length);
  return true;
}

}  // namespace

TestCertificate make_certificate(const std::string& name) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  const std::string alternative = (name.find_first_not_of("0123456789.") == name.npos ? "IP:" : "DNS:") + name;
  for (const auto& [nid, value] : {std::pair(NID_subject_alt_name, alternative), std::pair(NID_basic_constraints, std::string("CA:TRUE"))}) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }
  X509_sign(certificate, key, EVP_sha256());
  TestCertificate made;
  made.certificate = pem_of([&](BIO* to) { PEM_write_bio_X509(to, certificate); });
  made.key = pem_of([&](BIO* to) { PEM_write_bio_PrivateKey(to, key, nullptr, nullptr, 0, nullptr, nullptr); });
  X509_free(certificate);
  EVP_PKEY_free(key);
  return made;
}

struct LocalServer::Tls {
  explicit Tls(const TestCertificate& pem) : context(SSL_CTX_new(TLS_server_method())) {
    BIO* certificate_text = BIO_new_mem_buf(pem.certificate.data(), static_cast<int>(pem.certificate.size()));
    X509* certificate = PEM_read_bio_X509(certificate_text, nullptr, nullptr, nullptr);
    BIO* key_text = BIO_new_mem_buf(pem.key.data(), static_cast<int>(pem.key.size()));
    EVP_PKEY* key = PEM_read_bio_PrivateKey(key_text, nullptr, nullptr, nullptr);
    SSL_CTX_use_certificate(context, certificate);
    SSL_CTX_use_PrivateKey(context, key);
    X509_free(certificate);
    EVP_PKEY_free(key);
    BIO_free(certificate_text);
    BIO_free(key_text);
  }
  ~Tls() { SSL_CTX_free(context); }
  SSL_CTX* context;
};

LocalServer::LocalServer(Answer answer, const TestCertificate& certificate) : LocalServer(std::move(answer)) {
  // The thread looks at this at the first connection, which nobody makes before the constructor returned.
  tls_ = std::make_unique<Tls>(certificate);
}

LocalServer::LocalServer(Answer answer) : answer_(std::move(answer)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
  std::signal(SIGPIPE, SIG_IGN);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
  socklen_t size = sizeof address;
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  ::listen(listener_, 128);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

LocalServer::~LocalServer() {
  ::shutdown(listener_, SHUT_RDWR);
  hang_up();
  thread_.join();
  ::close(listener_);
}

std::string LocalServer::url(const std::string& host) const {
  return fmt::format("{}://{}:{}/path", tls_ ? "https" : "http", host, port_);
}

void LocalServer::hang_up() {
  if (open_ >= 0) ::shutdown(open_, SHUT_RDWR);
}

void LocalServer::serve() {
  for (;;) {
    open_ = ::accept(listener_, nullptr, nullptr);
    if (open_ < 0) return;
    ++connections_;
    if (tls_) {
      SSL* ssl = SSL_new(tls_->context);
      SSL_set_fd(ssl, open_);
      TlsStream stream{ssl};
      if (SSL_accept(ssl) == 1) converse(stream);
      SSL_free(ssl);
    } else {
      PlainStream stream{open_};
      converse(stream);
    }
    ::close(open_.exchange(-1));
  }
}

template <class Stream>
void LocalServer::converse(Stream& stream) {
  std::string heard;
  char block[4096];
  for (;;) {
    shop::HttpCall call;
    while (!take_request(heard, call)) {
      const long got = stream.read(block, sizeof block);
      if (got <= 0) return;
      heard.append(block, static_cast<std::size_t>(got));
    }
    const std::string said = answer_(call);
    if (said.empty()) return;
    stream.write(said);
  }
}

std::string http_answer(int status, const std::string& body, const std::string& more_headers) {
  return fmt::format("HTTP/1.1 {} X\r\nContent-Length: {}\r\n{}\r\n{}", status, body.size(), more_headers, body);
}

}  // namespace aisle::server::shop_api
