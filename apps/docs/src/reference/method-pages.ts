import type { Surface, SurfaceMember } from "./surface.ts";

interface Section {
  readonly owners: readonly string[];
  readonly members: SurfaceMember[];
}

/** What these have in common is said once. */
const family = ["connection", "session", "transaction"];

const INTRODUCTION = `---
aside: false
pageClass: side-by-side
title: Async and blocking, side by side
---

# Async and blocking, side by side

Both modes have the same methods, from one definition. Where \`AsyncSurreal\` returns a promise, \`Surreal\` returns a plain value. This page is generated
from the types that the compiler sees and from the comments in the code. Each class has its own page in the [reference](/reference/surreal-sdk/).
`;

/** The page that shows both modes of every method: a section for each owner, what owners have in common once. */
export function sideBySidePage(surfaces: readonly Surface[]): string {
  return [INTRODUCTION, ...sectionsOf(surfaces).map(sectionText)].join("\n");
}

/** What most have comes first. */
function sectionsOf(surfaces: readonly Surface[]): Section[] {
  const sections = new Map<string, Section>();
  const seen = new Set<string>();
  for (const { owner, members } of surfaces) {
    for (const member of members) {
      const owners = ownersOf(member, owner, surfaces);
      const key = owners.join();
      if (seen.has(key + JSON.stringify(member))) continue;
      seen.add(key + JSON.stringify(member));
      const section = sections.get(key) ?? { owners, members: [] };
      sections.set(key, section);
      section.members.push(member);
    }
  }
  return [...sections.values()].sort((a, b) => b.owners.length - a.owners.length);
}

/** A member that several of the family have in the same words belongs to all of them. */
function ownersOf(member: SurfaceMember, owner: string, surfaces: readonly Surface[]): string[] {
  if (!family.includes(owner)) return [owner];
  const text = JSON.stringify(member);
  const relatives = surfaces.filter((surface) => family.includes(surface.owner));
  const sharing = relatives.filter(({ members }) => members.some((other) => JSON.stringify(other) === text));
  return sharing.map((surface) => surface.owner);
}

function titleOf(owners: readonly string[]): string {
  const [first = "", ...others] = owners;
  const last = others.pop();
  const single = family.includes(first) ? `${first} only` : first;
  const text = last === undefined ? single : `${[first, ...others].join(", ")} and ${last}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sectionText({ owners, members }: Section): string {
  const title = titleOf(owners);
  const place = title.toLowerCase().replaceAll(/\W+/g, "-");
  const anchors = members.map(({ name }) => ({ name, anchor: `${place}-${name.toLowerCase()}` }));
  const links = anchors.map(({ name, anchor }) => `[\`${name}\`](#${anchor})`);
  const texts = members.map((member, index) => memberText(member, anchors[index]?.anchor ?? ""));
  return `## ${title} {#${place}}\n\n${links.join(" · ")}\n\n${texts.join("\n")}`;
}

function memberText({ name, summary, async, blocking }: SurfaceMember, anchor: string): string {
  return `### ${name} {#${anchor}}

${escaped(summary)}

<div class="modes">
${sideText("async", async)}
${sideText("blocking", blocking)}
</div>
`;
}

function sideText(mode: string, signatures: readonly string[]): string {
  const code = signatures.length === 0 ? "*not there*" : `\`\`\`ts\n${signatures.join("\n")}\n\`\`\``;
  return `<div class="mode">\n<span class="name">${mode}</span>\n\n${code}\n\n</div>`;
}

/** Comments may show generic types; a page takes what is in angle brackets for markup. */
function escaped(text: string): string {
  return text.replaceAll(/`[^`]*`|[<{]/g, (part) => (part.length > 1 ? part : `&#${part.charCodeAt(0)};`));
}
