import { type Keys, relocateFault } from "@surreal-sdk/codec";

/** The users' names of the values that our own statements bind; {@link StatementBuilder} names them for the server. */
const parameters: ReadonlyMap<string, string> = new Map([
  ["_content", "data"],
  ["_data", "data"],
  ["_patches", "data"],
  ["_resource", "target"],
  ["_from", "from"],
  ["_to", "to"],
  ["_edge", "edge"],
]);
const argument = /^__surreal_run_arg(\d+)$/;

/** The parameters of RPC methods that contain values of the user's; by method, then by position. */
const positions: Readonly<Record<string, readonly string[]>> = {
  let: ["name", "value"],
  run: ["name", "version", "args"],
  signin: ["credentials"],
  signup: ["credentials"],
};

/**
 * Names the place of a value that cannot be sent in the caller's terms: `data.address`, `$name.list[0]`, `args[1]`.
 *
 * @param error - what encoding the request threw
 * @internal
 */
export function inUsersWords(error: unknown, method: string): unknown {
  return relocateFault(error, (keys) => placeOf(keys, method));
}

/**
 * Names the place of a value that was passed as a whole.
 *
 * @internal
 */
export function inValue(error: unknown, name: string): unknown {
  return relocateFault(error, () => ({ name, depth: 0 }));
}

function placeOf([first, position, variable]: Keys, method: string): { name: string; depth: number } | undefined {
  if (first !== "params" || typeof position !== "number") return undefined;
  if (method === "query" && position === 1 && typeof variable === "string") return { name: nameOf(variable), depth: 3 };
  const name = Object.hasOwn(positions, method) ? positions[method]?.[position] : undefined;
  return name === undefined ? undefined : { name, depth: 2 };
}

function nameOf(variable: string): string {
  const index = argument.exec(variable)?.[1];
  return index === undefined ? (parameters.get(variable) ?? `$${variable}`) : `args[${index}]`;
}
