import { type RunningServer, startServer } from "@surreal-sdk/test-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CompiledExample, compileExamples, runExample } from "./compiled-examples.ts";
import { isPresent, packageFolders, readDocument, readManifest, siteDocuments } from "./documents.ts";
import { findExamples } from "./example.ts";

const folders = packageFolders();
const documents = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  ...folders.map((folder) => `${folder}/README.md`),
  ...siteDocuments(),
];
const examples = documents.flatMap((document) => findExamples(document, readDocument(document)));

describe("the examples of the documents", () => {
  let compiled: CompiledExample[];
  let server: RunningServer;

  beforeAll(async () => {
    compiled = compileExamples(examples);
    server = await startServer({ user: "root", pass: "root" });
  });
  afterAll(() => server.close());

  it.each(examples.map((example, index) => [`${example.document}:${example.line}`, index] as const))(
    "%s compiles and shows what it says",
    async (_, index) => {
      const example = compiled[index]!;
      expect(example.complaints).toBe("");
      const addresses = [
        ["ws://localhost:8000", server.wsUrl],
        ["http://localhost:8000", server.httpUrl],
      ] as const;
      await runExample(example, new Map(addresses));
    },
  );
});

describe("the documents", () => {
  it.each(["README.md", ...folders.map((folder) => `${folder}/README.md`)])(
    "%s has an example that runs",
    (document) => {
      expect(examples.map((example) => example.document)).toContain(document);
    },
  );

  it("the README lists every package and no other", () => {
    const rows = readDocument("README.md").matchAll(/^\| \[`([^`]+)`\]\((packages\/[^)]+)\)/gm);
    const listed = [...rows].map(([, name, folder]) => `${name} ${folder}`);
    expect(listed.sort()).toEqual(folders.map((folder) => `${readManifest(folder).name} ${folder}`).sort());
  });

  it.each(documents.filter((document) => !document.startsWith("apps/docs/")))(
    "%s links to files that are there",
    (document) => {
      const base = document.includes("/") ? document.slice(0, document.lastIndexOf("/") + 1) : "";
      const links = [...readDocument(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target!);
      const missing = links.filter((target) => !isPresent(base + target));
      expect(missing).toEqual([]);
    },
  );
});
