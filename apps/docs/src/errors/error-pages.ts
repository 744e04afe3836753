import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A numbered sentence of an error, and the package that contains it. */
export interface NumberedError {
  readonly number: number;
  /** Its words, with a name in `‹›` for each value. */
  readonly sentence: string;
  /** The classes of errors that show it. */
  readonly raises: readonly string[];
  /** It only stands inside of other sentences. */
  readonly part?: boolean;
  /** Only older versions of the SDK show it. */
  readonly retired?: boolean;
  readonly package: string;
}

/** A page about one number, or the one that lists all. */
export interface ErrorPage {
  /** The last part of its address. */
  readonly name: string;
  /** Markdown. */
  readonly content: string;
}

/**
 * The numbered sentences of all packages, by number.
 *
 * @param packages - the folder of the packages
 */
export function numberedErrors(packages: string): NumberedError[] {
  const folders = readdirSync(packages).map((folder) => join(packages, folder));
  const registered = folders.filter((folder) => existsSync(join(folder, "messages.json")));
  const errors = registered.flatMap((folder) => {
    const { name } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name: string };
    const { messages } = JSON.parse(readFileSync(join(folder, "messages.json"), "utf8")) as {
      messages: Omit<NumberedError, "package">[];
    };
    return messages.map((message) => ({ ...message, package: name }));
  });
  return errors.sort((one, other) => one.number - other.number);
}

/** A page for each number, and the list of all. */
export function errorPages(errors: readonly NumberedError[]): ErrorPage[] {
  const pages = errors.map((error) => ({ name: String(error.number), content: errorPage(error) }));
  return [{ name: "index", content: listPage(errors) }, ...pages];
}

function errorPage(error: NumberedError): string {
  const { number, sentence, raises, part, retired, package: from } = error;
  const values = [...sentence.matchAll(/‹([^›]*)›/g)].map(([, name = ""]) => `\`${name}\``);
  const classes = raises.map((name) => `\`${name}\``).join(", ");
  const facts = [
    part === true
      ? `It is a part of other messages, which show it as \`#${number}\`. Their class is: ${classes}.`
      : `The class of the error is: ${classes}.`,
    values.length === 0
      ? "The message shows no values."
      : `In brackets the message shows, in this order: ${values.join(", ")}.`,
    `The sentence belongs to the package \`${from}\`.`,
    ...(retired === true ? ["The current version of the SDK does not show it any more; older ones do."] : []),
  ];
  return `# Error ${number}

The bundle of this program shows numbers in the place of sentences. The sentence of this number is:

<blockquote v-pre><p>${shown(sentence)}</p></blockquote>

${facts.map((fact) => `- ${fact}`).join("\n")}

[All error numbers](/errors/) · [What happens when…](/guide/errors) · [Short messages](/guide/bundle-size#short-messages)
`;
}

function listPage(errors: readonly NumberedError[]): string {
  const rows = errors.map(({ number, sentence, retired }) => {
    const text = retired === true ? `<del>${shown(sentence)}</del>` : shown(sentence);
    return `<tr><td><a href="/errors/${number}">${number}</a></td><td>${text}</td></tr>`;
  });
  return `# Error numbers

A program that is bundled with [short messages](/guide/bundle-size#short-messages) shows the number of a sentence, and the values that
stand between its words. A number inside of another message, such as \`#12\`, is a part of it. What the current version does not show any
more is struck out.

<table v-pre>
<thead><tr><th>number</th><th>sentence</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
`;
}

/** A sentence as HTML, with its values in italics. VitePress would read a dollar in a replacement. */
function shown(sentence: string): string {
  const escaped = sentence.replace(/[&<>$]/g, (letter) => `&#${letter.charCodeAt(0)};`);
  return escaped.replace(/‹([^›]*)›/g, "<em>$1</em>").replaceAll("\n", "&#10;");
}
