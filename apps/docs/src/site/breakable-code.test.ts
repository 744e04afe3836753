import { createMarkdownRenderer } from "vitepress";
import { expect, it } from "vitest";
import { breakableCode } from "./breakable-code.ts";

it("a long name in a sentence can go on in the next line, between its words", async () => {
  const markdown = await createMarkdownRenderer(".");
  breakableCode(markdown);
  const html = (text: string) => /<code[^>]*>(.*)<\/code>/.exec(markdown.render(`\`${text}\``))?.[1];
  expect(html("SURREAL_MAX_TRANSACTIONS")).toBe("SURREAL_<wbr>MAX_<wbr>TRANSACTIONS");
  expect(html("ConnectionUnavailableError")).toBe("Connection<wbr>Unavailable<wbr>Error");
  expect(html("unix:///tmp/db.sock?mode=1")).toBe("unix:///<wbr>tmp/<wbr>db.<wbr>sock?<wbr>mode=<wbr>1");
  expect(html("transaction(fn)")).toBe("transaction(fn)");
  expect(html("Map<string, AVeryLongNameOfSomething>")).toBe(
    "Map&lt;string, AVery<wbr>Long<wbr>Name<wbr>Of<wbr>Something&gt;",
  );
});
