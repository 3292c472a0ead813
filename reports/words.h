#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "core/evidence.h"
#include "core/profile.h"
#include "core/text.h"
#include "reports/report.h"

namespace vidspec::reports {

/// Every string of our own that console, HTML and Markdown show, in both languages. A missing translation, or one with
/// another number of `{}`, does not compile.
namespace words {

consteval auto holes(std::string_view text) -> int {
  int count = 0;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) count += text[i] == '{' && text[i + 1] == '}' ? 1 : 0;
  return count;
}

consteval auto text(std::string_view en, std::string_view zh) -> core::Text {
  if (en.empty() || zh.empty()) throw "a string in one language only";
  if (holes(en) != holes(zh)) throw "the translation has another number of {}";
  return {en, zh};
}

// The whole.
inline constexpr auto conformant = text("CONFORMANT", "符合");
inline constexpr auto not_conformant = text("NOT CONFORMANT", "不符合");
inline constexpr auto incomplete = text("INCOMPLETE", "不完整");
inline constexpr auto our_error = text("ERROR", "内部错误");
inline constexpr auto exit_code = text("exit code {}", "退出码 {}");

inline constexpr auto meaning_with_code = text("{} (exit code {})", "{}（退出码 {}）");

// What an exit code means (docs/exit-codes.md).
inline constexpr auto exit_0 = text("every requirement that was judged holds", "所有已判定的要求均满足");
inline constexpr auto exit_1 = text("at least one MUST does not hold", "至少一项 MUST 要求不满足");
inline constexpr auto exit_1_baseline = text("the baseline needs repair", "基线需要修复");
inline constexpr auto exit_2 =
    text("usage: a flag, profile or file is wrong; nothing was sent", "用法错误：参数、方言或文件有误，未发送任何请求");
inline constexpr auto exit_3 =
    text("incomplete: not everything that was planned could be judged", "不完整：计划中的部分内容无法判定");
inline constexpr auto exit_4 =
    text("environment: the target could not be reached or refused the key", "环境问题：无法连接目标，或密钥被拒绝");
inline constexpr auto exit_5 = text("an error of vidspec itself; please report it", "vidspec 自身错误，请反馈");
inline constexpr auto exit_6 =
    text("the answer to a create was lost: a video may have been billed", "创建请求的应答丢失：可能已产生费用");
inline constexpr auto exit_16 = text("the two reports differ", "两份报告存在差异");
inline constexpr auto exit_130 =
    text("interrupted; the reports cover what was seen until then", "已中断；报告涵盖中断前的内容");

// Verdicts of checks.
inline constexpr auto pass = text("pass", "通过");
inline constexpr auto fail = text("fail", "失败");
inline constexpr auto warn = text("warn", "警告");
inline constexpr auto note = text("note", "提示");
inline constexpr auto not_applicable = text("not applicable", "不适用");
inline constexpr auto not_observed = text("not observed", "未观察到");
inline constexpr auto could_not_run = text("could not run", "无法执行");
inline constexpr auto waived = text("waived", "已豁免");
inline constexpr auto error = text("error", "内部错误");

// Head.
inline constexpr auto profile = text("profile", "方言");
inline constexpr auto requirements = text("requirements", "要求集");
inline constexpr auto suite = text("suite", "套件");
inline constexpr auto profile_digest = text("profile sha256", "方言 sha256");
inline constexpr auto operations = text("ops", "操作类别");
inline constexpr auto target = text("target", "目标");
inline constexpr auto evidence = text("evidence", "证据");
inline constexpr auto scope = text("scope", "范围");
inline constexpr auto exchanges = text("{} exchanges", "{} 次请求");
inline constexpr auto started = text("started", "开始时间");
inline constexpr auto duration = text("duration", "耗时");
inline constexpr auto notice = text("notice", "注意");

// Sections.
inline constexpr auto failures = text("Failures", "失败项");
inline constexpr auto warnings = text("Warnings", "警告项");
inline constexpr auto notes = text("Notes", "提示项");
inline constexpr auto not_judged = text("Could not run", "无法执行的检查");
inline constexpr auto errors_of_ours = text("Errors of vidspec", "vidspec 内部错误");
inline constexpr auto waivers = text("Known failures (baseline)", "已知失败（基线）");
inline constexpr auto tasks = text("Tasks", "任务");
inline constexpr auto checks = text("Checks", "检查项");

// A finding.
inline constexpr auto at = text("at", "位置");
inline constexpr auto expected = text("expected", "期望");
inline constexpr auto actual = text("actual", "实际");
inline constexpr auto why = text("why", "影响");
inline constexpr auto hint = text("fix", "建议");
inline constexpr auto source = text("source", "出处");
inline constexpr auto repro = text("repro", "复现");
inline constexpr auto explain = text("explain", "说明");
inline constexpr auto conforming = text("holds", "符合示例");
inline constexpr auto violating = text("does not hold", "违反示例");
inline constexpr auto kills = text("the self-test proves it with", "自测用以下故障验证");
inline constexpr auto reason = text("reason", "原因");
inline constexpr auto and_more_checks = text("and {} more checks", "以及另外 {} 项检查");
inline constexpr auto more_findings = text("and {} more findings of this check", "该检查另有 {} 处问题");
inline constexpr auto evidence_number = text("evidence #{}", "证据 #{}");
inline constexpr auto subjects = text("subjects", "判定对象数");
inline constexpr auto level = text("level", "级别");
inline constexpr auto provenance = text("provenance", "依据");
inline constexpr auto documented_ambiguity = text("the documentation contradicts itself here", "此处文档自相矛盾");
inline constexpr auto judged_with = text("class of operations (--ops)", "操作类别（--ops）");

// Where a requirement comes from.
inline constexpr auto from_required = text("listed as required by the schema", "文档 schema 标为必填");
inline constexpr auto from_typed = text("typed by the schema", "文档 schema 规定的类型");
inline constexpr auto from_prose = text("stated in the documentation", "文档正文说明");
inline constexpr auto from_example = text("shown by a documented example", "文档示例");
inline constexpr auto from_inferred = text("inferred from the reference interface", "由参考接口推断");

// Totals.
inline constexpr auto economy_one = text("{} checks on 1 video", "{} 项检查，共用 1 个视频");
inline constexpr auto economy_many = text("{} checks on {} videos", "{} 项检查，共用 {} 个视频");
inline constexpr auto economy_none = text("{} checks, no video spent", "{} 项检查，未消耗视频");
inline constexpr auto spent = text("spent {} of at most {} videos", "消耗 {} 个视频（上限 {}）");
inline constexpr auto spent_no_bound = text("videos spent: {}", "消耗 {} 个视频");
inline constexpr auto cost = text("about {} {}", "约 {} {}");
inline constexpr auto cost_unknown = text("cost unknown", "费用未知");
inline constexpr auto ambiguous_spend = text("AMBIGUOUS SPEND: {} create(s) without an answer may have been billed",
                                             "费用不明：{} 个创建请求未收到应答，可能已计费");
inline constexpr auto orphans = text("left behind on the target", "遗留在目标上的任务");
inline constexpr auto no_subject = text("not observed", "未观察到的检查");
inline constexpr auto more_ids = text("{} more", "另有 {} 项");
inline constexpr auto elided = text("{} more", "另外 {} 次");
inline constexpr auto seen_in_list = text("not created by this run", "非本次创建");
inline constexpr auto filtered =
    text("a filter, level or baseline cut what was judged", "过滤、级别或基线缩小了判定范围");
inline constexpr auto journal_incomplete =
    text("this is no complete journal: a footer that fits is missing", "这不是完整的日志：缺少与之相符的结尾");
inline constexpr auto nothing_judged = text("nothing was judged", "没有可判定的内容");
inline constexpr auto unchanged = text("{} checks unchanged", "{} 项检查无变化");
inline constexpr auto no_change = text("no check changed", "检查结果没有变化");
inline constexpr auto reports = text("reports", "报告");
inline constexpr auto spend = text("spend", "费用");

// While a run goes on.
inline constexpr auto started_run = text("vidspec run: {}, profile {}, {} checks, at most {} video(s)",
                                         "vidspec run：{}，方言 {}，{} 项检查，至多 {} 个视频");
inline constexpr auto through_proxy = text(", through the proxy {}", "，经由代理 {}");
inline constexpr auto progress = text("{} of {}  {}  ({} requests)", "{} / {}  {}  ({} 次请求)");
inline constexpr auto observing = text("observing {}", "正在观察 {}");
inline constexpr auto lost_create =
    text("a create of this run was not answered; look for its video in your account, it cannot be observed from here",
         "本次运行有一个创建请求未得到应答；请到账户中查找其视频，此处无法观察");
inline constexpr auto all_ended = text("every paid task of this run has ended; nothing is left to observe",
                                       "本次运行的付费任务均已结束；没有可观察的内容");
inline constexpr auto kept_earlier = text("kept the earlier journal as {}", "先前的日志已保留为 {}");
inline constexpr auto baseline = text("baseline", "基线");
inline constexpr auto repair = text("repair", "修复命令");
inline constexpr auto no_answer = text("no answer", "没有应答");

// The page.
inline constexpr auto page_title = text("conformance report of a video-generation API", "视频生成接口一致性报告");
inline constexpr auto to_fix = text("What to do", "待处理事项");
inline constexpr auto skip_to_checks = text("Skip to the checks", "跳到检查项");
inline constexpr auto areas = text("Areas", "检查领域");
inline constexpr auto search = text("Search ids, titles and findings", "搜索编号、标题和问题");
inline constexpr auto expand = text("Open or close all", "全部展开或收起");
inline constexpr auto shown = text("{} of {} checks", "显示 {} / {} 项");
inline constexpr auto copy = text("Copy", "复制");
inline constexpr auto copied = text("Copied", "已复制");
inline constexpr auto request = text("Request", "请求");
inline constexpr auto answer = text("Answer", "应答");
inline constexpr auto in_journal =
    text("See journal.jsonl: there is no room for it here.", "篇幅所限，详见 journal.jsonl。");
inline constexpr auto journal = text("journal", "日志");
inline constexpr auto documents = text("documents", "参考文档");

// Which dialect a server speaks.
inline constexpr auto dialect_holds = text("{} requirements hold", "满足 {} 项要求");
inline constexpr auto dialect_warned = text(", {} recommendations do not", "，{} 项建议不满足");
inline constexpr auto dialect_more = text("and {} more", "另有 {} 项");
inline constexpr auto dialect_reason = text("{}: {}, got {}", "{}：{}，实际为 {}");
inline constexpr auto dialect_place = text(" (#{} in {})", "（#{}，见 {}）");
inline constexpr auto dialect_speaks = text("It speaks {}.", "它使用 {}。");
inline constexpr auto dialect_possible =
    text("Nothing seen speaks against {}; that is no proof.", "所见证据与 {} 不矛盾；但这不构成证明。");
inline constexpr auto dialect_none = text("It speaks none of these dialects.", "它不使用其中任何一种方言。");
inline constexpr auto dialect_interrupted =
    text("Interrupted; this is what was seen until then.", "已中断；以上是此前所见。");
inline constexpr auto dialect_certain = text(" --max-videos 1 tells for certain: it pays for one video.",
                                             " --max-videos 1 可以确定：需要支付一个视频的费用。");
inline constexpr auto dialect_charged = text(" A create got no answer and may have been charged (ambiguous spend).",
                                             " 一次创建没有收到应答，可能已被计费（消费不明确）。");
inline constexpr auto dialect_code = text(" Exit code {}.", " 退出码 {}。");

// The plan of a run.
inline constexpr auto plan_title =
    text("Plan for {}, profile {}, requirements {}, {} checks", "{} 的计划，配置 {}，要求版本 {}，{} 项检查");
inline constexpr auto plan_free = text("free", "免费");
inline constexpr auto plan_paid = text("PAID", "付费");
inline constexpr auto plan_refuse = text("refuse", "应拒绝");
inline constexpr auto plan_videos = text("Videos  {} to {} (--max-videos {})", "视频  {} 到 {} 个（--max-videos {}）");
inline constexpr auto plan_cost = text("Cost    {} to {}", "费用  {} 到 {}");
inline constexpr auto plan_no_price =
    text("Cost    unknown (the profile knows no price: --price-per-second X --currency C)",
         "费用  未知（配置中没有价格：--price-per-second X --currency C）");
inline constexpr auto plan_proxy = text("Proxy   {}", "代理  {}");
inline constexpr auto plan_legend = text(
    "Nothing was sent. PAID: takes one of the videos. refuse: invalid on purpose, costs only where the target "
    "accepts it.",
    "未发送任何请求。付费：消耗一个视频。应拒绝：故意无效的请求，仅当目标接受时才会产生费用。");

inline constexpr auto timeline_of = text("Timeline of task {}: from {} to {}", "任务 {} 的时间线：从 {} 到 {}");

}  // namespace words

/// The template in that language with each `{}` replaced in turn.
auto fill(const core::Text& text, core::Language language, std::initializer_list<std::string_view> values)
    -> std::string;

/// Data text in that language, the other one where it is missing.
auto in(const core::LocalText& text, core::Language language) -> const std::string&;

auto word(Outcome outcome) -> const core::Text&;
auto word(Verdict verdict) -> const core::Text&;
auto word(core::Provenance provenance) -> const core::Text&;
/// What an exit code of a run means; unknown codes read as 5.
auto exit_meaning(int exit_code) -> const core::Text&;
/// The same for the exit code of a report: 1 with nothing that fails is a baseline that does not fit any more.
auto exit_meaning(const Report& report) -> const core::Text&;

/// A check area ("task", "errors") as a heading; areas without a word of their own keep their name.
auto area_title(std::string_view area, core::Language language) -> std::string;

/// The sign before a verdict: ✔ ✘ ! i - ○ ? ~ ‼.
auto symbol(Verdict verdict) -> std::string_view;

/// "850 ms", "12.3 s", "2 min 05 s".
auto show_duration(std::int64_t milliseconds) -> std::string;

/// A number without trailing zeros, at most four decimals.
auto show_number(double value) -> std::string;

/// "spent 1 of at most 2 videos · about USD 0.40".
auto show_spend(const core::Spend& spend, core::Language language) -> std::string;

/// "71 checks on 1 video": the checks that were judged and the videos that were paid for them.
auto show_economy(const Report& report, core::Language language) -> std::string;

/// "66 pass · 1 fail · …" of the verdicts that occur.
auto show_counts(const Report& report, core::Language language) -> std::string;

}  // namespace vidspec::reports
