import { parse, stringify } from "../text.ts";
import { isSurrealValue } from "./is-surreal-value.ts";

/** The global under which the scripts that seroval writes find the function that creates values. */
const REVIVER = "surreal-sdk.revive";

/**
 * A plugin of seroval, described without importing seroval.
 *
 * @example
 * ```ts
 * const plugin: SerovalPlugin = serovalPlugin;
 * ```
 */
export interface SerovalPlugin {
  /** The name by which seroval's output refers to this plugin. */
  readonly tag: string;
  /** An SDK value is never a plain object, so seroval needs not ask for those. */
  readonly skipPlainObjects: true;
  /** Whether the value is an instance of one of the SDK's classes. */
  test(value: unknown): boolean;
  /** Describes a value to seroval, in each of its three modes. */
  readonly parse: {
    sync<Node>(value: unknown, context: { parse(text: string): Node }): { text: Node };
    async<Node>(value: unknown, context: { parse(text: string): Promise<Node> }): Promise<{ text: Node }>;
    stream<Node>(value: unknown, context: { parse(text: string): Node }): { text: Node };
  };
  /** The JavaScript expression that creates the value. */
  serialize<Node>(node: { text: Node }, context: { serialize(node: Node): string }): string;
  /** Creates the value. */
  deserialize<Node>(node: { text: Node }, context: { deserialize(node: Node): unknown }): unknown;
}

/**
 * The SDK's values for seroval, which Solid Start and TanStack Start use. Pass it in `plugins` on both sides.
 *
 * Works with `toJSON` and `fromJSON`, `toCrossJSON` and `fromCrossJSON`, and their async and streamed forms. Seroval can
 * also write JavaScript (`serialize`, `crossSerialize`): call {@link reviveInScripts} where that script is run.
 *
 * @example
 * ```ts
 * import { fromJSON, toJSON } from "seroval";
 *
 * const data = toJSON(rows, { plugins: [serovalPlugin] });
 * const copy = fromJSON(data, { plugins: [serovalPlugin] });
 * ```
 */
export const serovalPlugin: SerovalPlugin = {
  tag: "surreal-sdk",
  skipPlainObjects: true,
  test: isSurrealValue,
  parse: {
    sync: (value, context) => ({ text: context.parse(stringify(value)) }),
    async: (value, context) => context.parse(stringify(value)).then((text) => ({ text })),
    stream: (value, context) => ({ text: context.parse(stringify(value)) }),
  },
  serialize: (node, context) => `globalThis[Symbol.for("${REVIVER}")](${context.serialize(node.text)})`,
  deserialize: (node, context) => parse(context.deserialize(node.text) as string),
};

/**
 * Lets the JavaScript that seroval wrote create the SDK's values. Call it once in the browser, before that script is
 * run. It defines one global, under a registered symbol.
 *
 * @example
 * ```ts
 * reviveInScripts();
 * const rows = deserialize(serialize(selected, { plugins: [serovalPlugin] }));
 * ```
 */
export function reviveInScripts(): void {
  Object.defineProperty(globalThis, Symbol.for(REVIVER), { value: parse, configurable: true });
}
