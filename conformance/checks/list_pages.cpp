#include <algorithm>
#include <set>

#include "conformance/checks/common.h"
#include "conformance/checks/page.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

using core::Operation;

namespace {

void judge_limit(const Evidence& evidence, Out& out) {
  each_page(evidence, [&](const Page& page) {
    if (!page.limit || *page.limit == 0 || page.seen->intent() == "list-invalid") return;
    out.expect(page.items->size() <= *page.limit, *page.seen,
               {.pointer = "/data",
                .expected = "at most " + std::to_string(*page.limit) + " tasks",
                .actual = std::to_string(page.items->size()) + " tasks"});
  });
}

void judge_order(const Evidence& evidence, Out& out) {
  each_page(evidence, [&](const Page& page) {
    if (page.order != "asc" && page.order != "desc") return;
    std::optional<double> previous;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < page.items->size(); ++i) {
      const auto& item = (*page.items)[i];
      const auto* time = item.is_object() ? evidence.profile().field(item, "created_at") : nullptr;
      if (time == nullptr || !time->is_number()) continue;
      const double now = time->get<double>();
      if (previous && (page.order == "asc" ? now < *previous : now > *previous)) wrong = i;
      previous = now;
    }
    out.expect(wrong == 0, *page.seen,
               {.pointer = "/data/" + std::to_string(wrong),
                .expected = "created_at in order " + page.order,
                .actual = "a step in the other direction"});
  });
}

void expect_cursor(const Page& page, std::string_view pointer, const std::string& wanted, Out& out) {
  const auto* cursor = page.seen->at(pointer);
  if (cursor == nullptr || (!cursor->is_string() && !cursor->is_null())) return;
  const bool holds = page.items->empty() ? cursor->is_null() || text_of(cursor).empty() : text_of(cursor) == wanted;
  out.expect(holds, *page.seen,
             {.pointer = std::string(pointer),
              .expected = page.items->empty() ? "null on an empty page" : in_quotes(wanted),
              .actual = core::show(*cursor),
              .value = cursor});
}

void judge_cursors(const Evidence& evidence, Out& out) {
  each_page(evidence, [&](const Page& page) {
    const auto ids = ids_of(evidence, page);
    expect_cursor(page, "/first_id", ids.empty() ? "" : ids.front(), out);
    expect_cursor(page, "/last_id", ids.empty() ? "" : ids.back(), out);
  });
}

// Pairs of pages where the second was asked for after the last task of the first.
void each_turn(const Evidence& evidence, const std::function<void(const Page& first, const Page& next)>& judge) {
  std::vector<Page> earlier;
  each_page(evidence, [&](const Page& page) {
    const auto before = std::find_if(earlier.rbegin(), earlier.rend(), [&](const Page& other) {
      return !page.after.empty() && other.order == page.order && !other.items->empty() &&
             id_of(evidence, other.items->back()) == page.after;
    });
    if (before != earlier.rend()) judge(*before, page);
    earlier.push_back(page);
  });
}

void judge_has_more(const Evidence& evidence, Out& out) {
  each_turn(evidence, [&](const Page& first, const Page& next) {
    const auto* more = first.seen->at("/has_more");
    if (more == nullptr || !more->is_boolean()) return;
    const bool came = !next.items->empty();
    out.expect(more->get<bool>() == came, *first.seen,
               {.pointer = "/has_more",
                .expected = came ? "true: #" + std::to_string(next.seen->number()) + " brought more"
                                 : "false: nothing came after it in #" + std::to_string(next.seen->number()),
                .actual = core::show(*more)});
  });
}

void judge_after(const Evidence& evidence, Out& out) {
  each_turn(evidence, [&](const Page& first, const Page& next) {
    const auto before = ids_of(evidence, first);
    std::string repeated;
    for (const auto& id : ids_of(evidence, next)) {
      if (std::find(before.begin(), before.end(), id) != before.end()) repeated = id;
    }
    out.expect(repeated.empty(), *next.seen,
               {.pointer = "/data",
                .expected = "only tasks after " + in_quotes(next.after),
                .actual = in_quotes(repeated) + " again"});
  });
}

void judge_unique(const Evidence& evidence, Out& out) {
  each_page(evidence, [&](const Page& page) {
    std::set<std::string> met;
    std::string twice;
    for (const auto& id : ids_of(evidence, page)) {
      if (!id.empty() && !met.insert(id).second) twice = id;
    }
    out.expect(twice.empty(), *page.seen,
               {.pointer = "/data", .expected = "each task once", .actual = in_quotes(twice) + " twice"});
  });
}

auto has_list(const core::Profile& profile) -> bool { return offers(profile, Operation::list); }

constexpr core::Text paging_why = {"Paging loops miss tasks or never end.", "翻页循环会漏掉任务或永不结束。"};

const Check table[] = {
    {.id = "list.limit",
     .title = {"A page has no more tasks than asked for", "每页任务数不超过 limit"},
     .why = paging_why,
     .fix = {"Honour limit.", "遵守 limit。"},
     .conforming = "limit=1 → 1 task",
     .violating = "limit=1 → 20 tasks",
     .ops = "list",
     .probe = "list-page",
     .applies = has_list,
     .judge = judge_limit},
    {.id = "list.order",
     .title = {"A page is sorted by creation time as asked for", "列表按请求的顺序以创建时间排序"},
     .why = {"The newest task is not where clients look for it.", "最新任务不在客户端期望的位置。"},
     .fix = {"Honour order=asc and order=desc.", "遵守 order=asc 和 order=desc。"},
     .conforming = "order=desc → created_at 9, 7, 7, 3",
     .violating = "order=desc → created_at 3, 7, 9",
     .ops = "list",
     .probe = "list",
     .applies = has_list,
     .judge = judge_order},
    {.id = "list.cursors",
     .title = {"first_id and last_id are those of the page", "first_id 和 last_id 与本页一致"},
     .why = paging_why,
     .fix = {"Take both from the page that is answered.", "取自本页的第一个和最后一个任务。"},
     .conforming = R"({"data":[{"id":"a"},{"id":"b"}],"first_id":"a","last_id":"b"})",
     .violating = R"({"data":[{"id":"a"},{"id":"b"}],"first_id":"b","last_id":"a"})",
     .ops = "list",
     .probe = "list",
     .applies = has_list,
     .judge = judge_cursors},
    {.id = "list.has-more",
     .title = {"has_more says whether there are more tasks", "has_more 说明是否还有更多任务"},
     .why = paging_why,
     .fix = {"Ask the store for one task more than the page needs.", "多查询一条以判断是否还有。"},
     .conforming = "has_more true · the next page has tasks",
     .violating = "has_more false · the next page has tasks",
     .ops = "list",
     .probe = "list-page",
     .applies = has_list,
     .judge = judge_has_more},
    {.id = "list.after",
     .title = {"A page after a task brings only later ones", "after 之后的页只含其后的任务"},
     .why = paging_why,
     .fix = {"Honour after in the direction of order.", "按 order 的方向处理 after。"},
     .conforming = "after=b → c, d",
     .violating = "after=b → a, b, c",
     .ops = "list",
     .probe = "list-page",
     .applies = has_list,
     .judge = judge_after},
    {.id = "list.unique",
     .title = {"A page shows each task once", "每页中每个任务只出现一次"},
     .why = {"Counts and bills are wrong.", "计数和账单出错。"},
     .fix = {"Do not join tasks with their events.", "不要把任务与其事件做连接查询。"},
     .conforming = R"({"data":[{"id":"a"},{"id":"b"}]})",
     .violating = R"({"data":[{"id":"a"},{"id":"a"}]})",
     .ops = "list",
     .probe = "list",
     .applies = has_list,
     .judge = judge_unique},
};

}  // namespace

auto list_pages() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
