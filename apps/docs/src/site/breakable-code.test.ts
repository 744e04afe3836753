import { createMarkdownRenderer } from "vitepress";
import { expect, it } from "vitest";
import { breakableCode } from "./breakable-code.ts";

it("a long name in a sentence can go on in the next line, between its words", async () => {
  const markdown = await createMarkdownRenderer(".");
  breakableCode(markdown);
  const html = (text: string) => /<code[^>]*>(.*)<\/code>/.exec(markdown.render(`\`${text}\``))?.[1];
  expect(html("SURREAL_MAX_OPEN_TRANSACTIONS")).toBe("SURREAL_<wbr>MAX_<wbr>OPEN_<wbr>TRANSACTIONS");
  expect(html("AsyncEmbeddedSurrealConnection")).toBe("Async<wbr>Embedded<wbr>Surreal<wbr>Connection");
  expect(html("unix:///tmp/db.sock?mode=message")).toBe("unix:///<wbr>tmp/<wbr>db.<wbr>sock?<wbr>mode=<wbr>message");
  expect(html("UnsupportedFeatureError")).toBe("UnsupportedFeatureError");
  expect(html("Map<string, AVeryLongNameOfSomethingElse>")).toBe(
    "Map&lt;string, AVery<wbr>Long<wbr>Name<wbr>Of<wbr>Something<wbr>Else&gt;",
  );
});
