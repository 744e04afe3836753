/** Where a schema comes from. */
export type SchemaSource =
  | { readonly files: readonly string[] }
  | {
      readonly url: string;
      readonly namespace: string;
      readonly database: string;
      readonly level: "root" | "namespace" | "database";
    };

/** Takes the user and the password out of a URL in a text. */
export function maskCredentials(text: string): string {
  return text.replace(/(:\/\/)[^/?#\s]*@/g, "$1***@");
}

/** The words that name a source on a command line. */
export function sourceWords(source: SchemaSource): string[] {
  if ("files" in source) return source.files.map(shellWord);
  const { url, namespace, database, level } = source;
  const words = ["--url", url, "--ns", namespace, "--db", database];
  return [...words, ...(level === "root" ? [] : ["--level", level])].map(shellWord);
}

/** Quotes a word that a shell would split or expand. */
export function shellWord(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
