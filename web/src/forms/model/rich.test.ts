import { expect, test } from "vitest";
import { fillEditor, readEditor } from "./editor.ts";
import { blocksOf, htmlOf, wordsOf } from "./rich.ts";

const WHOLE =
  '<h3>清洗 &amp; 消毒</h3><p>先<strong>断电</strong>，<em>再</em>拆<br>刀</p><ul><li>刀片</li><li><strong><em>带</em></strong></li></ul><ol><li>看 <a href="https://a.cn/?x=1&amp;y=2">图</a></li></ol>';

test("what the server cleaned is read and written the same", () => {
  expect(htmlOf(blocksOf(WHOLE))).toBe(WHOLE);
  expect(wordsOf(WHOLE)).toBe("清洗 & 消毒 先断电，再拆 刀 刀片 带 看 图");
  expect(htmlOf(blocksOf(""))).toBe("");
});

test("an editor shows it and gives it back", () => {
  const box = document.createElement("div");
  fillEditor(box, WHOLE);
  expect(box.querySelectorAll("li")).toHaveLength(3);
  expect(htmlOf(readEditor(box))).toBe(WHOLE);
  fillEditor(box, "");
  expect(htmlOf(readEditor(box))).toBe("");
});

test("what else stands in an editor is left out", () => {
  const box = document.createElement("div");
  const script = document.createElement("script");
  script.append("alert(1)");
  const link = document.createElement("a");
  link.setAttribute("href", "javascript:alert(1)");
  link.append("x");
  const odd = document.createElement("font");
  odd.append(link, script, document.createElement("img"));
  box.append(odd, "<b>");
  expect(htmlOf(readEditor(box))).toBe("<p>x&lt;b&gt;</p>");
});

test.each(["<img src=x onerror=alert(1)>a", "<p onclick=x>a</p>", '<a href="javascript:alert(1)">a</a>', "<svg/onload=x>a", "<script>a</script>", "<p", "&lt;script&gt;"])(
  "hostile text %s is words at most",
  (html) => {
    for (const block of blocksOf(html)) for (const run of block.runs) expect(run.href ?? "").toBe("");
    expect(htmlOf(blocksOf(html))).not.toMatch(/<(?!\/?(p|a|li|ul|ol|em|strong|br|h2|h3)\b)|javascript|onerror=(?!alert)|<[^>]+\son/);
  },
);
