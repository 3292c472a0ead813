#include "core/journal_line.h"

#include "core/json_exact.h"
#include "core/text.h"
#include "core/utf8.h"

namespace vidspec::core {

auto line_of(const Json& json) -> std::string {
  return escape_json_controls(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

auto header_line(const JournalHeader& header) -> Json {
  return {{"kind", "header"},
          {"version", header.version},
          {"suite_version", header.suite_version},
          {"profile", header.profile},
          {"profile_sha256", header.profile_sha256},
          {"base_url", header.base_url},
          {"started", header.started},
          {"ops", header.ops},
          {"planned", header.planned},
          {"options", header.options},
          {"recorded_by", header.recorded_by}};
}

auto exchange_line(const Exchange& exchange) -> Json {
  Json line = exchange;
  line["kind"] = "exchange";
  return line;
}

auto gap_line(const Gap& gap) -> Json {
  return {{"kind", "gap"}, {"intent", gap.intent}, {"reason", gap.reason}, {"detail", gap.detail}};
}

auto footer_line(const Journal& journal, std::size_t lines) -> Json {
  const Spend spend = journal.spend.value_or(Spend{});
  return {{"kind", "footer"},
          {"lines", lines},
          {"sha256", journal.sha256},
          {"finished", journal.finished},
          {"interrupted", journal.interrupted},
          {"spend",
           {{"videos", spend.videos},
            {"max_videos", spend.max_videos},
            {"cost", spend.cost ? Json(*spend.cost) : Json()},
            {"currency", spend.currency},
            {"ambiguous", spend.ambiguous},
            {"orphans", spend.orphans}}}};
}

auto header_from(const Json& line) -> JournalHeader {
  JournalHeader header;
  take(line, "version", header.version);
  header.suite_version = line.value("suite_version", "");
  header.profile = line.value("profile", "");
  header.profile_sha256 = line.value("profile_sha256", "");
  header.base_url = line.value("base_url", "");
  header.started = line.value("started", "");
  header.ops = line.value("ops", header.ops);
  header.planned = line.value("planned", header.planned);
  header.options = line.value("options", Json());
  header.recorded_by = line.value("recorded_by", "");
  return header;
}

auto gap_from(const Json& line) -> Gap {
  return {line.value("intent", ""), line.value("reason", ""), line.value("detail", "")};
}

auto spend_from(const Json& footer) -> Spend {
  Spend spend;
  const Json& json = footer.at("spend");
  take(json, "videos", spend.videos);
  take(json, "max_videos", spend.max_videos);
  if (const auto cost = json.find("cost"); cost != json.end() && !cost->is_null()) spend.cost = cost->get<double>();
  spend.currency = json.value("currency", "");
  take(json, "ambiguous", spend.ambiguous);
  spend.orphans = json.value("orphans", spend.orphans);
  return spend;
}

auto reason_of(const std::exception& exception) -> std::string {
  const std::string_view text = exception.what();
  const auto end = text.starts_with("[json.exception") ? text.find("] ") : std::string_view::npos;
  return elide(end == std::string_view::npos ? text : text.substr(end + 2), 200);
}

}  // namespace vidspec::core
