#include "http/client/failure.h"

#include "core/text.h"

namespace vidspec::http {

namespace {

using core::Failure;

auto mentions(std::string_view detail, std::string_view words) -> bool {
  return core::lower(detail).find(words) != std::string::npos;
}

// libcurl folds these into one code; its words tell them apart.
auto of_receive_error(std::string_view detail, bool head_complete) -> Failure {
  if (mentions(detail, "proxy") || mentions(detail, "connect tunnel")) return Failure::connect;
  if (mentions(detail, "chunk") || mentions(detail, "trailer")) return Failure::protocol;
  if (mentions(detail, "response header")) return Failure::too_large;
  // TLS that ends without a close_notify: within a body that is a cut body.
  if (mentions(detail, "unexpected eof")) return head_complete ? Failure::truncated : Failure::reset;
  return Failure::reset;
}

}  // namespace

auto failure_of(CURLcode code, std::string_view detail, bool head_complete) -> core::Failure {
  constexpr int too_large = 100;  // CURLE_TOO_LARGE, of libcurl 8.6 and later
  if (static_cast<int>(code) == too_large) return Failure::too_large;
  switch (code) {
    case CURLE_OK:
      return Failure::none;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return Failure::resolve;
    case CURLE_COULDNT_CONNECT:
    case CURLE_INTERFACE_FAILED:
    case CURLE_PROXY:
      return Failure::connect;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CLIENTCERT:
    case CURLE_USE_SSL_FAILED:
      return Failure::tls;
    case CURLE_OPERATION_TIMEDOUT:
      return Failure::timeout;
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_SEND_FAIL_REWIND:
      return Failure::reset;
    case CURLE_RECV_ERROR:
      return of_receive_error(detail, head_complete);
    case CURLE_PARTIAL_FILE:
      return head_complete ? Failure::truncated : Failure::reset;
    case CURLE_FILESIZE_EXCEEDED:
    case CURLE_OUT_OF_MEMORY:  // how libcurl says that a header line is beyond its own bound
      return Failure::too_large;
    case CURLE_ABORTED_BY_CALLBACK:
      return Failure::interrupted;
    case CURLE_URL_MALFORMAT:
    case CURLE_LOGIN_DENIED:
      return Failure::refused;
    default:
      return Failure::protocol;
  }
}

auto detail_of(CURLcode code, std::string_view detail) -> std::string {
  if (code == CURLE_OUT_OF_MEMORY) return "a line of the head is beyond the bound of 100 kB";
  return core::elide(core::trim(detail), 300);
}

}  // namespace vidspec::http
