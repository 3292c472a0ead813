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
      return host + " answers with more than is read (" + reply.problem +
             "); is this the API, or something else on its port?";
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

auto unknown_url(Session& session, const std::string& base, int number) -> std::string {
  const auto url = session.ask("preflight", Operation::retrieve, session.requests().unknown_id(number)).request.url;
  return base + url.substr(session.options().base_url.size());
}

auto retrieve_unknown(Session& session, const std::string& base, int number) -> Reply {
  return get(session, unknown_url(session, base, number));
}

// An answer without what it repeats of the request, so that two can be compared.
auto without(std::string text, const std::vector<std::string>& echoed) -> std::string {
  for (const auto& part : echoed) {
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at)) text.erase(at, part.size());
  }
  return text;
}

/// A base URL that the user may have meant, and what the given one does wrong.
struct Meant {
  std::string url;
  std::string mistake;
};

// The path of the profile is missing or doubled, or a whole endpoint was given.
auto meant(const core::Profile& profile, const std::string& base) -> Meant {
  const auto* create = profile.operation(Operation::create);
  if (create != nullptr && base.ends_with(create->path)) {
    return {base.substr(0, base.size() - create->path.size()), "goes on with " + create->path};
  }
  const auto& path = profile.base_path;
  if (path.empty() || path == "/") return {};
  if (const auto twice = base.find(path + path); twice != std::string::npos) {
    return {base.substr(0, twice) + base.substr(twice + path.size()), "has " + path + " twice"};
  }
  return base.ends_with(path) ? Meant{} : Meant{base + path, "lacks " + path};
}

auto suggestion(Session& session) -> std::string {
  const auto& base = session.options().base_url;
  const auto [other, mistake] = meant(session.profile(), base);
  if (other.empty() || !is_routed(session, other, 110) || is_routed(session, base, 120)) return {};
  return "the base URL " + mistake + "; did you mean " + other + " ?";
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
  const auto wrong = get(session, unknown_url(session, session.options().base_url, 102), Key::wrong);
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
  // An invented word in place of the first step: just as deep, so that nothing shorter that exists is met instead.
  const auto by_id_url = unknown_url(session, base, number);
  const auto end = std::min(by_id_url.find_first_of("/?", base.size() + 1), by_id_url.size());
  const auto step = by_id_url.substr(base.size() + 1, end - base.size() - 1);
  const auto by_word_url = base + "/" + word + by_id_url.substr(end);
  const auto by_id = get(session, by_id_url);
  const auto by_word = get(session, by_word_url);
  if (!by_id.answered() || is_html(by_id)) return false;
  if (by_id.status != by_word.status) return true;
  return without(by_id.text, {std::string(http::path_of(by_id_url)), id, step}) !=
         without(by_word.text, {std::string(http::path_of(by_word_url)), id, step, word});
}

auto preflight(Session& session) -> Preflight {
  const auto& base = session.options().base_url;
  auto first = retrieve_unknown(session, base, 100);
  if (!first.answered() && first.failure == Failure::reset) first = retrieve_unknown(session, base, 101);
  if (session.interrupted()) return {CollectEnd::interrupted, "interrupted"};
  // Who answers elsewhere is there, and what becomes of unknown ids is judged.
  if (first.failure == Failure::reset) {
    const auto elsewhere = second_opinion(session);
    if (elsewhere.status == 401) return refused_key(session, elsewhere.status);
    if (elsewhere.answered() && !is_html(elsewhere)) return {};
  }
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
