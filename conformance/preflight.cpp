#include "conformance/probes.h"

namespace vidspec::conformance {

using core::Failure;
using core::Operation;

namespace {

auto is_html(const Reply& reply) -> bool {
  const auto type = core::media_type(core::header_or_empty(reply.headers, "Content-Type"));
  const auto text = core::trim(reply.text);
  return reply.body == nullptr && (type == "text/html" || (!text.empty() && text.front() == '<'));
}

auto no_connection(const Session& session, const Reply& reply, const std::string& host) -> std::string {
  switch (reply.failure) {
    case Failure::resolve:
      return "the name of " + host + " is not known; check the URL";
    case Failure::connect:
      return host + " does not take connections; is the server up, and is the port right?";
    case Failure::tls:
      return "no trusted TLS connection to " + host + "; check the certificate, or give its authority with --ca-file";
    case Failure::timeout:
      return host + " did not answer within " + std::to_string(session.options().request_timeout.count() / 1000) + " s";
    case Failure::protocol:
      return host + " does not speak HTTP; check scheme and port";
    case Failure::reset:
      return host + " closed the connection before it had answered";
    case Failure::truncated:
      return host + " cut its answer off; is a proxy in between, and does it see its backend?";
    case Failure::too_large:
      return host + " answers with a head or body that is too large to be read";
    default:
      return host + " gave no answer (" + std::string(core::name(reply.failure)) + ")";
  }
}

auto get(Session& session, const std::string& url, Key key = Key::own) -> Reply {
  Ask ask;
  ask.intent = "preflight";
  ask.key = key;
  ask.request.url = url;
  return session.send(std::move(ask));
}

auto retrieve_unknown(Session& session, const std::string& base, int number) -> Reply {
  const auto& options = session.options();
  auto url = session.ask("preflight", Operation::retrieve, session.requests().unknown_id(number)).request.url;
  return get(session, base + url.substr(options.base_url.size()));
}

// An answer without what it repeats of the request, so that two can be compared.
auto without(std::string text, const std::string& echoed) -> std::string {
  for (auto at = text.find(echoed); at != std::string::npos; at = text.find(echoed, at)) text.erase(at, echoed.size());
  return text;
}

// The base URL that the user may have meant: `/v1` added where it is missing, one taken off where it is doubled.
auto other_base(const core::Profile& profile, const std::string& base) -> std::string {
  const auto& path = profile.base_path;
  if (path.empty() || path == "/") return {};
  if (const auto twice = base.find(path + path); twice != std::string::npos) {
    return base.substr(0, twice) + base.substr(twice + path.size());
  }
  const bool there = base.size() >= path.size() && base.compare(base.size() - path.size(), path.size(), path) == 0;
  return there ? std::string() : base + path;
}

auto suggestion(Session& session) -> std::string {
  const auto& base = session.options().base_url;
  const auto other = other_base(session.profile(), base);
  if (other.empty() || !is_routed(session, other, 110) || is_routed(session, base, 120)) return {};
  const bool doubled = other.size() < base.size();
  return "the base URL " + std::string(doubled ? "has " : "lacks ") + session.profile().base_path +
         (doubled ? " twice" : "") + "; did you mean " + other + " ?";
}

// A second GET that must be understood by this API, for when the first leaves doubts.
auto second_opinion(Session& session) -> Reply {
  const auto* list = session.profile().operation(Operation::list);
  if (list != nullptr && list->probed) return session.send(session.ask("preflight", Operation::list, ""));
  const auto* create = session.profile().operation(Operation::create);
  return create == nullptr ? Reply{} : get(session, session.options().base_url + create->path);
}

auto code_of(const Reply& reply) -> core::Json {
  const auto* code = reply.body == nullptr ? nullptr : core::find_pointer(*reply.body, "/error/code");
  return code == nullptr ? core::Json() : *code;
}

// Whether a 401 or 403 is about the key and not about the id: the list does not open either, or an invented key meets
// the same refusal.
auto is_about_key(Session& session, const Reply& refusal) -> bool {
  const auto* list = session.profile().operation(Operation::list);
  if (list != nullptr && list->probed) {
    const auto opinion = second_opinion(session);
    if (opinion.succeeded()) return false;
    if (opinion.status == 401 || opinion.status == 403) return true;
  }
  if (session.options().api_key.empty()) return true;
  const auto url = session.ask("preflight", Operation::retrieve, session.requests().unknown_id(102)).request.url;
  const auto wrong = get(session, url, Key::wrong);
  return wrong.status == refusal.status && code_of(wrong) == code_of(refusal);
}

auto refused_key(const Session& session, int status) -> Preflight {
  const auto code = std::to_string(status);
  if (session.options().api_key.empty()) {
    return {CollectEnd::key_refused, "the target wants a key (" + code + "); put one into VIDSPEC_API_KEY"};
  }
  return {CollectEnd::key_refused,
          "the key was refused (" + code + "); check VIDSPEC_API_KEY and the account behind it"};
}

auto judge_html(Session& session, const Reply& first) -> Preflight {
  if (const auto hint = suggestion(session); !hint.empty()) return {CollectEnd::unreachable, hint};
  if (!first.succeeded()) {
    const auto second = second_opinion(session);
    if (second.body != nullptr) return {};
  }
  return {CollectEnd::unreachable, "the target answers HTML (" + std::to_string(first.status) +
                                       ") where the API answers JSON; the URL is a web page's or a gateway's"};
}

}  // namespace

auto is_routed(Session& session, const std::string& base, int number) -> bool {
  const auto id = session.requests().unknown_id(number);
  const auto word = session.requests().unknown_id(number + 1).substr(0, 18);
  const auto by_id = retrieve_unknown(session, base, number);
  const auto by_path = get(session, base + "/" + word);
  if (!by_id.answered() || is_html(by_id)) return false;
  if (by_id.status != by_path.status) return true;
  const auto path = std::string(http::path_of(base + "/" + word));
  const auto ids_path = std::string(http::path_of(session.ask("", Operation::retrieve, id).request.url));
  return without(without(by_id.text, ids_path), id) != without(without(by_path.text, path), word);
}

auto preflight(Session& session) -> Preflight {
  const auto& base = session.options().base_url;
  auto first = retrieve_unknown(session, base, 100);
  if (!first.answered() && first.failure == Failure::reset) first = retrieve_unknown(session, base, 101);
  if (session.interrupted()) return {CollectEnd::interrupted, "interrupted"};
  if (!first.answered()) return {CollectEnd::unreachable, no_connection(session, first, http::origin_of(base))};
  if (is_html(first)) return judge_html(session, first);
  if ((first.status == 401 || first.status == 403) && is_about_key(session, first)) {
    return refused_key(session, first.status);
  }
  if (first.status == 404 || first.status == 405) {
    if (const auto hint = suggestion(session); !hint.empty()) return {CollectEnd::unreachable, hint};
  }
  return {};
}

}  // namespace vidspec::conformance
