import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { packagePage, referencePage } from "./package-pages.ts";

const values = { name: "@surreal-sdk/values", description: "The data types." };
const sdk = { name: "surreal-sdk", description: "The whole." };

it("the page of a package says what it is and how to get it, before its exports", () => {
  expect(packagePage("# @surreal-sdk/values\n\n## Classes\n", values)).toBe(
    "# @surreal-sdk/values\n\nThe data types.\n\n```sh\nnpm install @surreal-sdk/values\n```\n\n## Classes\n",
  );
});

it("the first page lists the whole SDK before its parts", () => {
  const rows = referencePage([values, sdk]).match(/^\| \[.*$/gm);
  expect(rows).toEqual([
    "| [`surreal-sdk`](surreal-sdk/index.md) | The whole. |",
    "| [`@surreal-sdk/values`](@surreal-sdk/values/index.md) | The data types. |",
  ]);
});

it("the reference is generated from every package", () => {
  const text = readFileSync(fileURLToPath(new URL("../../typedoc.json", import.meta.url)), "utf8");
  const { entryPoints } = JSON.parse(text) as { entryPoints: string[] };
  const folders = readdirSync(fileURLToPath(new URL("../../../../packages", import.meta.url)));
  expect(entryPoints.map((path) => path.replace("../../packages/", "")).sort()).toEqual(folders.sort());
});
