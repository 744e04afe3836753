import { expect, it } from "vitest";
import { type SidebarItem, sidebarOf } from "./sidebar.ts";

const values = (items: SidebarItem[]): SidebarItem => ({
  text: "@surreal-sdk/values",
  link: "/reference/@surreal-sdk/values/",
  items,
});
const page = (text: string, folder: string) => ({ text, link: `/reference/${folder}/${text}.md` });
const whole = {
  text: "surreal-sdk",
  link: "/reference/surreal-sdk/",
  items: [
    { text: "Classes", link: "/reference/surreal-sdk/#classes", items: [page("RecordId", "surreal-sdk/classes")] },
  ],
};

it("the menu has the whole SDK first, and no page or group that is not there", () => {
  const parts = values([
    { text: "Classes", items: [page("RecordId", "@surreal-sdk/values/classes")] },
    { text: "Functions", items: [page("quote", "@surreal-sdk/values/functions")] },
  ]);
  const paths = new Set(["surreal-sdk/classes/RecordId.md", "@surreal-sdk/values/functions/quote.md"]);
  expect(sidebarOf([parts, whole], paths)).toEqual([
    whole,
    values([
      {
        text: "Functions",
        link: "/reference/@surreal-sdk/values/#functions",
        items: [page("quote", "@surreal-sdk/values/functions")],
      },
    ]),
  ]);
});
