/** The condition under which bundlers take the modules with numbers instead of sentences. */
export const CONDITION = "surreal-short-errors";

/** Where a package has these modules. */
export const SHORT = "dist/short/";

/** The file of a package, beside package.json, that numbers its messages. */
export const REGISTER = "messages.json";

/** Whether a package has modules with numbers. */
export function isShort({ exports = {} }) {
  return exports["."]?.[CONDITION] !== undefined;
}

/**
 * Finds entries of a package, and names such as `#socket`, that the condition does not lead to the modules with numbers:
 * with some modules of both kinds, a program would have two copies of a class.
 *
 * @param {{ folder: string, manifest: Record<string, any> }} member
 * @returns {string[]} one sentence for each
 */
export function entryComplaints({ folder, manifest }) {
  const entries = [manifest.exports ?? {}, manifest.publishConfig?.exports ?? {}].flatMap(Object.entries);
  const wrongEntries = entries.filter(([, target]) => target[CONDITION] !== shortOf(target.default));
  const wrongNames = Object.entries(manifest.imports ?? {}).filter(([, { [CONDITION]: short, ...usual }]) => {
    const wanted = Object.entries(usual).map(([condition, path]) => [condition, shortOf(path)]);
    return JSON.stringify(short) !== JSON.stringify(Object.fromEntries(wanted));
  });
  return [...wrongEntries, ...wrongNames].map(
    ([name]) => `${folder}/package.json: the condition ${CONDITION} of "${name}" must lead into ${SHORT}.`,
  );
}

function shortOf(path) {
  return path?.replace("./dist/", `./${SHORT}`);
}
