#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "http/client/library.h"

namespace vidspec::http {

struct CloseEasy {
  void operator()(CURL* easy) const { curl().easy_cleanup(easy); }
};
struct CloseMulti {
  void operator()(CURLM* multi) const { curl().multi_cleanup(multi); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl().slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, CloseEasy>;
using Multi = std::unique_ptr<CURLM, CloseMulti>;
using List = std::unique_ptr<curl_slist, FreeList>;

/// What requests of one client are made with, one after the other.
struct Handles {
  /// Throws std::bad_alloc.
  Handles();
  /// Carries a request to `url` and keeps the connection. One for each scheme: libcurl 8.14 would send a request for
  /// http over a TLS connection that it has kept to the same host and port.
  [[nodiscard]] auto multi_for(std::string_view url) const -> CURLM*;

  Multi plain, secure;
  Easy easy;
};

/// One more line at the end of a list. Throws std::bad_alloc.
void append(List& list, const std::string& line);

/// What holds for every request of ours: http and https alone, HTTP/1.1 (never 0.9), no redirect followed, no signal,
/// TLS verified against `ca_file`, else SSL_CERT_FILE, else the system's authorities.
void set_rules(CURL* easy, const std::string& ca_file);

/// Throws core::InputError when `ca_file` or SSL_CERT_FILE holds no certificate.
void prepare_libcurl(const std::string& ca_file);

}  // namespace vidspec::http
