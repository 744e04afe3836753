import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a package says of itself. */
interface Package {
  readonly name: string;
  readonly description: string;
}

/**
 * Tells on the first page of each package what it is, and on the first page of all which there are.
 *
 * @param packages - the folder of the packages
 * @param reference - the folder of the generated reference
 */
export function introducePackages(packages: string, reference: string): void {
  const all = readdirSync(packages).map((folder) => {
    return JSON.parse(readFileSync(join(packages, folder, "package.json"), "utf8")) as Package;
  });
  for (const each of all) {
    const file = join(reference, each.name, "index.md");
    writeFileSync(file, packagePage(readFileSync(file, "utf8"), each));
  }
  writeFileSync(join(reference, "index.md"), referencePage(all));
}

/** The generated list of exports, with an introduction behind its title. */
export function packagePage(generated: string, { name, description }: Package): string {
  const [title = "", ...list] = generated.split("\n");
  return [title, "", description, "", "```sh", `npm install ${name}`, "```", ...list].join("\n");
}

/** The first page: the whole SDK, then its parts. */
export function referencePage(packages: readonly Package[]): string {
  const sorted = [...packages].sort((a, b) => Number(a.name.includes("/")) - Number(b.name.includes("/")));
  const rows = sorted.map(({ name, description }) => `| [\`${name}\`](${name}/index.md) | ${description} |`);
  return `# Reference

Made of the comments in the code. Most people need \`surreal-sdk\`, which has what its parts export for users.
[Async and blocking, side by side](side-by-side.md) shows every method of both modes on one page, and
[\`surreal-sdk/lite\`](surreal-sdk/lite.md) lists what the client for small bundles has of its own.

| package | what it is |
|---|---|
${rows.join("\n")}
`;
}
