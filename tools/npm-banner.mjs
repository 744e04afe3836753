// npm shows the command before it runs it. A program that begins with a title of its own can take those lines back.

/**
 * What takes npm's lines back, so that the next text stands in their place; nothing where they are not known for sure: outside of a
 * terminal, under another program than npm, with arguments, and where a narrow terminal breaks them.
 *
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {{ readonly isTTY?: boolean, readonly columns?: number }} terminal
 * @param {readonly string[]} given - the arguments of the program
 */
export function overNpmBanner(environment, { isTTY = false, columns = 0 }, given) {
  const { npm_config_user_agent: agent = "", npm_config_loglevel: level, npm_lifecycle_event: event } = environment;
  const isShown = agent.startsWith("npm/") && event !== undefined && level !== "silent";
  return isTTY && isShown && given.length === 0 && columns >= 60 ? "\x1b[4A\x1b[J" : "";
}
