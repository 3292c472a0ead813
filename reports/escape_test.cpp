#include "reports/escape.h"

#include <gtest/gtest.h>

namespace vidspec::reports {
namespace {

TEST(Escape, ShowsWhatATerminalWouldObey) {
  EXPECT_EQ(for_terminal("\x1b[31mred\x07"), "\\x1b[31mred\\x07");
  EXPECT_EQ(for_terminal("a\nb\r\tc"), "a\\nb\\r\\tc");
  EXPECT_EQ(for_terminal("\xc2\x9b"
                         "31m"),
            "\\u{009b}31m")
      << "the one-byte CSI of C1";
  EXPECT_EQ(for_terminal("gnp.\xe2\x80\xae"
                         "exe"),
            "gnp.\\u{202e}exe")
      << "right-to-left override";
  EXPECT_EQ(for_terminal("a\xe2\x80\x8b"
                         "b"),
            "a\\u{200b}b")
      << "zero-width space";
  EXPECT_EQ(for_terminal(std::string_view("a\0b", 3)), "a\\x00b");
}

TEST(Escape, ShowsInvalidUtf8AsBytes) {
  EXPECT_EQ(visible("\xff\xfe"), "\\xff\\xfe");
  EXPECT_EQ(visible("\xc0\xaf"), "\\xc0\\xaf") << "overlong";
  EXPECT_EQ(visible("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "surrogate";
  EXPECT_EQ(visible("\xe2\x82"), "\\xe2\\x82") << "cut short";
  EXPECT_EQ(visible("视频 ✔ \xf0\x9f\x8e\xac"), "视频 ✔ \xf0\x9f\x8e\xac") << "ordinary text stays";
}

TEST(Escape, KeepsLinesOnlyWhereAsked) {
  EXPECT_EQ(visible("a\nb", true), "a\nb");
  EXPECT_EQ(visible("a\nb"), "a\\nb");
}

TEST(Escape, TerminalLinesAreNoWorkflowCommands) {
  EXPECT_EQ(for_terminal("x ##[error]no"), "x #\\x23[error]no");
  EXPECT_EQ(for_terminal("##vso[task.complete]"), "#\\x23vso[task.complete]");
}

TEST(Escape, MarkupCannotBegin) {
  EXPECT_EQ(for_html("<script>alert('x')</script>&\""), "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;");
  EXPECT_EQ(for_xml("]]><a b='\x01'/>"), "]]&gt;&lt;a b=&#39;\\x01&#39;/&gt;");
  EXPECT_EQ(for_script(R"({"a":"</script><!--"})"), R"({"a":"\u003c/script>\u003c!--"})");
}

TEST(Escape, MarkdownIsPlainText) {
  EXPECT_EQ(for_markdown("| a\n**b** |"), "\\| a\\\\n\\*\\*b\\*\\* \\|");
  EXPECT_EQ(for_markdown("@team #4 <img src=x>"), "@&#8288;team \\#&#8288;4 &lt;img src\\=x&gt;");
  EXPECT_EQ(for_markdown("see http://a.b"), "see ht&#116;p\\://a\\.b");
  EXPECT_EQ(markdown_code("a|b`c`<d>"), "<code>a&#124;b&#96;c&#96;&#60;d&#62;</code>");
  EXPECT_EQ(markdown_code("![x](http://a) www.b"), "<code>&#33;&#91;x&#93;(ht&#116;p://a) ww&#119;.b</code>");
}

TEST(Escape, WorkflowMessagesAreOneCommand) {
  EXPECT_EQ(for_workflow("50%\n::error::x\r"), "50%25%0A::error::x\\r");
  EXPECT_EQ(for_workflow_property("a:b,c"), "a%3Ab%2Cc");
}

TEST(Escape, CountsColumns) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("视频"), 4U);
  EXPECT_EQ(display_width("e\xcc\x81"), 1U) << "combining accent";
  EXPECT_EQ(padded("视", 4), "视  ");
  EXPECT_EQ(clipped("视频接口", 5), "视频…");
  EXPECT_EQ(clipped("short", 5), "short");
}

TEST(Escape, WrapsAtBlanksAndBetweenWideCharacters) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(wrapped("a short text", 80), Lines{"a short text"});
  EXPECT_EQ(wrapped("one two three four", 9), (Lines{"one two", "three", "four"}));
  EXPECT_EQ(wrapped("one two", 0), Lines{"one two"});
  EXPECT_EQ(wrapped("a https://relay.example/v1 b", 8), (Lines{"a", "https://relay.example/v1", "b"}))
      << "words stay whole";
  EXPECT_EQ(wrapped("目标无法连，请检查", 10), (Lines{"目标无法", "连，请检查"})) << "no line begins with a comma";
  for (const auto& line : wrapped("用 JSON 库序列化，编码为 UTF-8。再来一句很长的话", 12))
    EXPECT_LE(display_width(line), 12U);
  EXPECT_EQ(wrapped("", 5), Lines{""});
}

}  // namespace
}  // namespace vidspec::reports
