import { expect, it } from "vitest";
import { menusByPackage, type SidebarItem, sidebarOf } from "./sidebar.ts";

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

it("the menu of a package shows the exports of that package alone", () => {
  const methods = { text: "Methods", link: "/reference/side-by-side", items: [page("files", "methods")] };
  const parts = values([{ text: "Functions", items: [page("quote", "@surreal-sdk/values/functions")] }]);
  const closed = ({ text, link }: SidebarItem) => ({ text, link });
  expect(menusByPackage([methods, whole, parts])).toEqual({
    "/reference/": [methods, closed(whole), closed(parts)],
    "/reference/surreal-sdk/": [methods, { ...whole, collapsed: false }, closed(parts)],
    "/reference/@surreal-sdk/values/": [methods, closed(whole), { ...parts, collapsed: false }],
  });
});
