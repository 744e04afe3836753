const HEAD = [
  "# Mutation tests",
  "",
  "The code is changed in one place at a time (a comparison inverted, a call removed, a text emptied), and the tests run. If",
  "a test fails, the change is noticed; otherwise it survives. The score is the share of noticed changes.",
  "`npm run mutate -- values codec link` runs this and writes this file, with a section for each package.",
  "",
  "Not included are changes of code that runs only once, when a module is loaded (`--static` includes them). The tests do not",
  "include those of the link in random worlds and in every order of events, which would run for every single change.",
  "",
  "Each section names files and lines as they were on its date; some have moved since.",
  "",
].join("\n");

const NOTICED = ["Killed", "Timeout"];
const UNNOTICED = ["Survived", "NoCoverage"];

/**
 * The section about one package, as Markdown. `files` are those of a mutation testing report, `sources` all files of the
 * package.
 */
export function section(name, date, files, sources) {
  const unseen = sources.filter((path) => files[path] === undefined);
  const rows = Object.entries(files)
    .map(([path, { mutants }]) => ({ path, mutants, ...count(mutants) }))
    .filter(({ all }) => all > 0)
    .sort((a, b) => a.score - b.score || a.path.localeCompare(b.path));
  const total = count(rows.flatMap(({ mutants }) => mutants));
  const weak = rows.filter(({ score }) => score < 80);
  return [
    `## ${name}`,
    "",
    `**${percent(total.score)}**: ${total.noticed} of ${total.all} changes noticed, ${total.uncovered} in code that no test runs.`,
    "",
    `${date.toISOString().slice(0, 10)}, \`npm run mutate -- ${name}\``,
    "",
    ...(unseen.length === 0 ? [] : [`Not tested: ${unseen.join(", ")}.`, ""]),
    "| file | score | noticed | not noticed |",
    "|---|---|---|---|",
    ...rows.map(({ path, score, noticed, all }) => `| ${path} | ${percent(score)} | ${noticed} | ${all - noticed} |`),
    "",
    ...(weak.length === 0 ? [] : ["Below 80 %, with the lines of unnoticed changes:", "", ...weak.map(weakness), ""]),
  ].join("\n");
}

/** The whole report with one section added or replaced. */
export function withSection(text, name, written) {
  const others = text
    .split(/^(?=## )/m)
    .filter((part) => part.startsWith("## ") && !part.startsWith(`## ${name}\n`))
    .map((part) => `${part.trimEnd()}\n`);
  return [HEAD, ...[...others, `${written.trimEnd()}\n`].sort()].join("\n");
}

function count(mutants) {
  const of = (kinds) => mutants.filter(({ status }) => kinds.includes(status)).length;
  const noticed = of(NOTICED);
  const all = noticed + of(UNNOTICED);
  return { noticed, all, uncovered: of(["NoCoverage"]), score: all === 0 ? 100 : (100 * noticed) / all };
}

function weakness({ path, mutants }) {
  const lines = mutants.filter(({ status }) => UNNOTICED.includes(status)).map(({ location }) => location.start.line);
  return `- ${path}: ${[...new Set(lines)].sort((a, b) => a - b).join(", ")}`;
}

function percent(score) {
  return `${score.toFixed(1)} %`;
}
