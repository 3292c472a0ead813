#include "http/client/easy.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <cstdlib>
#include <new>

#include "core/error.h"
#include "core/text.h"
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

void append(List& list, const std::string& line) {
  auto* longer = curl().slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(longer);
}

}  // namespace

Handles::Handles() : plain(curl().multi_init()), secure(curl().multi_init()), easy(curl().easy_init()) {
  if (!plain || !secure || !easy) throw std::bad_alloc();
}

auto Handles::multi_for(std::string_view url) const -> CURLM* {
  return origin_of(url).starts_with("https:") ? secure.get() : plain.get();
}

auto lines_of(const core::Headers& headers, std::initializer_list<const char*> unsaid) -> List {
  List list;
  for (const auto& header : headers) {
    if (core::iequals(header.name, "Content-Length")) continue;
    append(list, header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
  }
  for (const char* name : unsaid) {
    if (core::find_header(headers, name) == nullptr) append(list, std::string(name) + ":");
  }
  return list;
}

void set_route(CURL* easy, const std::string& url, const std::string& proxy, curl_slist* lines, bool fresh) {
  curl().easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl().easy_setopt(easy, CURLOPT_PROXY, proxy.c_str());
  curl().easy_setopt(easy, CURLOPT_NOPROXY, "");
  curl().easy_setopt(easy, CURLOPT_HTTPHEADER, lines);
  curl().easy_setopt(easy, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
  curl().easy_setopt(easy, CURLOPT_FORBID_REUSE, fresh ? 1L : 0L);
}

auto carry(CURLM* multi, CURL* easy, const std::function<bool()>& goes_on) -> CURLcode {
  curl().multi_add_handle(multi, easy);
  CURLcode code = CURLE_OK;
  int running = 0;
  do {
    if (curl().multi_perform(multi, &running) != CURLM_OK) code = CURLE_FAILED_INIT;
  } while (running > 0 && code == CURLE_OK && goes_on());
  int left = 0;
  while (const auto* message = curl().multi_info_read(multi, &left)) {
    if (message->msg == CURLMSG_DONE && message->easy_handle == easy) code = message->data.result;
  }
  curl().multi_remove_handle(multi, easy);
  return code;
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
