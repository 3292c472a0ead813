#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "core/headers.h"
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

/// The lines of a request in their order, without Content-Length: libcurl frames the body. Those of `unsaid` that it
/// would add by itself are switched off where the request has none of its own. Throws std::bad_alloc.
auto lines_of(const core::Headers& headers, std::initializer_list<const char*> unsaid) -> List;

/// Where a request goes and with which lines, which must live until it has ended; `fresh`: over a connection that
/// serves this request alone, because libcurl by itself sends a request again when a kept one turns out to be closed.
void set_route(CURL* easy, const std::string& url, const std::string& proxy, curl_slist* lines, bool fresh);

/// Carries the request out until libcurl has ended, or `goes_on`, which does the waiting between two steps, says false.
auto carry(CURLM* multi, CURL* easy, const std::function<bool()>& goes_on) -> CURLcode;

/// What holds for every request of ours: http and https alone, HTTP/1.1 (never 0.9), no redirect followed, no signal,
/// TLS verified against `ca_file`, else SSL_CERT_FILE, else the system's authorities.
void set_rules(CURL* easy, const std::string& ca_file);

/// Throws core::InputError when `ca_file` or SSL_CERT_FILE holds no certificate.
void prepare_libcurl(const std::string& ca_file);

}  // namespace vidspec::http
