import type { Surface, SurfaceMember } from "./surface.ts";

/** A page about methods that one or several owners have: of both modes, side by side. */
interface MethodPage {
  /** Its path in the reference, without the ending. */
  readonly path: string;
  readonly title: string;
  readonly owners: readonly string[];
  readonly members: SurfaceMember[];
}

/** What these have in common has one page. */
const family = ["connection", "session", "transaction"];

/** Methods of the family that fill a page of their own. */
const TOPICS: Readonly<Record<string, readonly string[]>> = {
  writing: ["create", "update", "upsert", "delete", "merge", "patch", "insert", "insertRelation", "relate"],
  identity: ["token", "tokens", "signin", "signup", "authenticate", "refresh", "revoke", "invalidate", "reset", "info"],
  "live queries, sessions, transactions": [
    ...["live", "subscribeLive", "liveOf", "kill", "watch", "loader"],
    ...["newSession", "batch", "beginTransaction", "transaction"],
  ],
};

/** The pages, what most owners have first. */
export function methodPages(surfaces: readonly Surface[]): MethodPage[] {
  const pages = new Map<string, MethodPage>();
  const seen = new Set<string>();
  for (const { owner, members } of surfaces) {
    for (const member of members) {
      const owners = ownersOf(member, owner, surfaces);
      const title = titleOf(owners, member.name);
      if (seen.has(title + JSON.stringify(member))) continue;
      seen.add(title + JSON.stringify(member));
      const path = `methods/${title.toLowerCase().replaceAll(/\W+/g, "-")}`;
      const page = pages.get(title) ?? { path, title, owners, members: [] };
      pages.set(title, page);
      page.members.push(member);
    }
  }
  return [...pages.values()].sort((a, b) => b.owners.length - a.owners.length);
}

/** A member that several of the family have in the same words belongs to all of them. */
function ownersOf(member: SurfaceMember, owner: string, surfaces: readonly Surface[]): string[] {
  if (!family.includes(owner)) return [owner];
  const text = JSON.stringify(member);
  const relatives = surfaces.filter((surface) => family.includes(surface.owner));
  const sharing = relatives.filter(({ members }) => members.some((other) => JSON.stringify(other) === text));
  return sharing.map((surface) => surface.owner);
}

function titleOf(owners: readonly string[], member: string): string {
  const [first = "", ...others] = owners;
  const last = others.pop();
  const single = family.includes(first) ? `${first} only` : first;
  const text = last === undefined ? single : `${[first, ...others].join(", ")} and ${last}`;
  const topic = last && Object.keys(TOPICS).find((name) => TOPICS[name]?.includes(member));
  return text.charAt(0).toUpperCase() + text.slice(1) + (topic ? `: ${topic}` : "");
}

/** Where the member of an owner is described, from the root of the reference. */
export function placesOf(pages: readonly MethodPage[], owner: string): Map<string, string> {
  const own = pages.filter(({ owners }) => owners.includes(owner));
  return new Map(own.flatMap(({ path, members }) => members.map(({ name }) => [name, `${path}.md#${anchorOf(name)}`])));
}

const anchorOf = (name: string): string => name.toLowerCase();

/** The page that lists every method of both modes. */
export function sideBySidePage(pages: readonly MethodPage[]): string {
  const sections = pages.map(({ title, path, members }) => {
    const links = members.map(({ name }) => `[\`${name}\`](${path}.md#${anchorOf(name)})`);
    return `## [${title}](${path}.md)\n\n${links.join(" · ")}\n`;
  });
  return `# Async and blocking, side by side

Both modes have the same methods, from one definition. Where \`AsyncSurreal\` returns a promise, \`Surreal\` returns a plain value. These pages are
generated from the types that the compiler sees and from the comments in the code. For explanations, read the [guide](/guide/start).

${sections.join("\n")}`;
}

/** A page with its methods, an index of them first. */
export function methodPageText({ title, members }: MethodPage): string {
  const links = members.map(({ name }) => `[\`${name}\`](#${anchorOf(name)})`);
  return `---
aside: false
pageClass: side-by-side
---

# ${title}

${links.join(" · ")}

${members.map(memberText).join("\n")}`;
}

function memberText({ name, summary, details, async, blocking }: SurfaceMember): string {
  return `## ${name} {#${anchorOf(name)}}

${escaped(summary)}

<div class="modes">
${sideText("async", async)}
${sideText("blocking", blocking)}
</div>

${escaped(details)}
`;
}

function sideText(mode: string, signatures: readonly string[]): string {
  const code = signatures.length === 0 ? "*not there*" : `\`\`\`ts\n${signatures.join("\n")}\n\`\`\``;
  return `<div class="mode">\n<span class="name">${mode}</span>\n\n${code}\n\n</div>`;
}

/** Comments may show generic types; a page takes what is in angle brackets for markup. */
function escaped(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$|`[^`\n]*`|[<{]/gm, (part) =>
    part.length > 1 ? part : `&#${part.charCodeAt(0)};`,
  );
}
