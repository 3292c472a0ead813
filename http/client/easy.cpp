#include "http/client/easy.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <cstdlib>
#include <new>

#include "core/error.h"
#include "http/client/library.h"
#include "http/message.h"

namespace vidspec::http {

namespace {

void check_authorities(const std::string& file, const char* where) {
  if (file.empty()) return;
  const std::unique_ptr<BIO, decltype(&BIO_free)> bytes(BIO_new_file(file.c_str(), "r"), BIO_free);
  const std::unique_ptr<X509, decltype(&X509_free)> first(
      bytes ? PEM_read_bio_X509_AUX(bytes.get(), nullptr, nullptr, nullptr) : nullptr, X509_free);
  ERR_clear_error();
  if (!first) throw core::InputError(where, "", file + " holds no certificate; give a PEM file of authorities");
}

}  // namespace

Handles::Handles() : plain(curl().multi_init()), secure(curl().multi_init()), easy(curl().easy_init()) {
  if (!plain || !secure || !easy) throw std::bad_alloc();
}

auto Handles::multi_for(std::string_view url) const -> CURLM* {
  return origin_of(url).starts_with("https:") ? secure.get() : plain.get();
}

void append(List& list, const std::string& line) {
  auto* longer = curl().slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(longer);
}

void set_rules(CURL* easy, const std::string& ca_file) {
  curl().easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl().easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl().easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl().easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl().easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl().easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl().easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl().easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl().easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
  curl().easy_setopt(easy, CURLOPT_BUFFERSIZE, 128L << 10);
  curl().easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl().easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  const char* from_environment = std::getenv("SSL_CERT_FILE");
  if (!ca_file.empty()) {
    curl().easy_setopt(easy, CURLOPT_CAINFO, ca_file.c_str());
  } else if (from_environment != nullptr && *from_environment != 0) {
    curl().easy_setopt(easy, CURLOPT_CAINFO, from_environment);
  }
}

void prepare_libcurl(const std::string& ca_file) {
  check_authorities(ca_file, "--ca-file");
  if (const char* file = std::getenv("SSL_CERT_FILE"); file != nullptr && ca_file.empty())
    check_authorities(file, "SSL_CERT_FILE");
}

}  // namespace vidspec::http
