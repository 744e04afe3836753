import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

/** The packages contain only ES modules: old resolvers and `require` of old Node versions are not supported. */
const resolutionsIgnored = new Set(["node10", "node16-cjs"]);
const problemsIgnored = new Set(["CJSResolvesToESM"]);
const published = [/^package\.json$/, /^README\.md$/, /^LICENSE$/, /^CHANGELOG\.md$/, /^dist\//, /^src\//];
/** A command occupies a name on the user's machine, so each command is listed. */
const commandOf = { "@surreal-sdk/test-server": "surreal-test-server", "surreal-sdk": "surreal-sdk" };
const installScripts = ["preinstall", "install", "postinstall", "prepare"];

/**
 * Checks a package as it would be published.
 *
 * @param {Uint8Array} tarball
 * @returns {Promise<{ complaints: string[], files: string[] }>}
 */
export async function checkPackedPackage(tarball) {
  const packed = createPackageFromTarballData(tarball);
  const root = `/node_modules/${packed.packageName}/`;
  const files = packed.listFiles(root).map((path) => path.slice(root.length));
  const manifest = JSON.parse(packed.readFile(`${root}package.json`));
  const complaints = [
    ...checkManifest(manifest),
    ...checkFiles(files),
    ...(files.includes("README.md") ? checkReadme(packed.readFile(`${root}README.md`)) : []),
    ...(await checkWithPublint(tarball, manifest)),
    ...(await checkTypes(packed)),
  ];
  return { complaints, files };
}

/**
 * @param {Record<string, any>} manifest as it is packed
 * @returns {string[]}
 */
export function checkManifest(manifest) {
  const complaints = [];
  const expect = (holds, complaint) => holds || complaints.push(`package.json ${complaint}`);
  for (const script of installScripts) expect(manifest.scripts?.[script] === undefined, `has the script ${script}.`);
  expect(manifest.sideEffects === false, "must set sideEffects: false.");
  expect(manifest.type === "module", 'must set type: "module".');
  expect(manifest.license === "Apache-2.0", "must set license: Apache-2.0.");
  expect(manifest.engines?.node === ">=20.19", "must set engines.node: >=20.19.");
  expect(manifest.peerDependencies?.typescript === undefined, "must not require TypeScript as a peer dependency.");
  const commands = Object.keys(manifest.bin ?? {}).join();
  expect(commands === (commandOf[manifest.name] ?? ""), `installs the commands ${commands || "none"}.`);
  expect(typeof manifest.description === "string" && manifest.description !== "", "has no description.");
  expect(manifest.keywords?.includes("surrealdb") === true, "must have the keyword surrealdb.");
  const folder = `packages/${manifest.name?.split("/").at(-1)}`;
  const { url, directory } = manifest.repository ?? {};
  expect(/^git\+https:/.test(url) && directory === folder, `must name its repository, with directory: "${folder}".`);
  expect(/^https:/.test(manifest.bugs?.url), "must name bugs.url, where to report a problem.");
  const shipped = { ...manifest.dependencies, ...manifest.peerDependencies };
  for (const [name, range] of Object.entries(shipped)) {
    expect(!/^(workspace|catalog|file|link|git|https?):/.test(range), `depends on ${name} by ${range}.`);
  }
  return complaints;
}

/**
 * @param {readonly string[]} files of the package, from its root
 * @returns {string[]}
 */
export function checkFiles(files) {
  const complaints = files
    .filter((path) => !published.some((pattern) => pattern.test(path)) || /\.test(-d)?\./.test(path))
    .map((path) => `${path} must not be in the package.`);
  for (const needed of ["README.md", "LICENSE"]) {
    if (!files.includes(needed)) complaints.push(`${needed} is missing from the package.`);
  }
  const present = new Set(files);
  for (const path of files.filter((each) => each.endsWith(".d.ts"))) {
    const source = path.replace(/^dist\//, "src/").replace(/\.d\.ts$/, ".ts");
    if (!present.has(source)) complaints.push(`${path} was built from ${source}, which does not exist: delete dist.`);
  }
  return complaints;
}

/**
 * @param {string} text of the README
 * @returns {string[]}
 */
export function checkReadme(text) {
  const prose = text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`(?!\])/g, "");
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: *(\S+)/gm)].map(
    ([, inline, named]) => inline ?? named,
  );
  return links
    .filter((link) => !/^(https?:|mailto:|#)/.test(link))
    .map((link) => `README.md links to ${link}, which npm does not have: write the whole address, or no link.`)
    .concat(checkExamples(text));
}

/** Who copies the command that installs, and then an example, has all that the example needs. */
function checkExamples(text) {
  const commands = [...text.matchAll(/^npm install ([^#\n]*)/gm)].flatMap(([, names]) => names.split(/\s+/));
  const imports = [...text.matchAll(/^} from "((?:@[^/"]+\/)?[^/"]+)|^import .*? from "((?:@[^/"]+\/)?[^/"]+)/gm)];
  const needed = new Set(imports.map(([, long, short]) => long ?? short).filter((name) => !name.startsWith("node:")));
  if (/"mem:\/\/"/.test(text)) needed.add("@surrealdb/node");
  return [...needed]
    .filter((name) => !commands.includes(name))
    .map((name) => `README.md has an example with ${name}, and no "npm install" that names it.`);
}

async function checkWithPublint(tarball, manifest) {
  const bytes = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength);
  const { messages } = await publint({ strict: true, pack: { tarball: bytes } });
  return messages
    .filter(({ type }) => type !== "suggestion")
    .map((message) => `publint: ${formatMessage(message, manifest, { color: false })}`);
}

async function checkTypes(packed) {
  const result = await checkPackage(packed);
  if (result.types === false) return ["The package contains no types."];
  const problems = result.problems.filter(
    ({ kind, resolutionKind }) => !problemsIgnored.has(kind) && !resolutionsIgnored.has(resolutionKind),
  );
  const seen = problems.map(({ kind, entrypoint }) => `types: ${kind}${entrypoint ? ` at ${entrypoint}` : ""}`);
  return [...new Set(seen)];
}
