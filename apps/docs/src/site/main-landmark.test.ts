import { expect, it } from "vitest";
import { withMain } from "./main-landmark.ts";

it("the content of the first page is its main landmark", () => {
  expect(withMain('<div class="VPContent is-home" id="VPContent">')).toBe(
    '<div role="main" class="VPContent is-home" id="VPContent">',
  );
  expect(withMain('<div class="VPContent has-sidebar">')).toBe('<div class="VPContent has-sidebar">');
});
