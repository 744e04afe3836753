import { quoted } from "@surreal-sdk/transport/toolkit";
import type { NameCheck } from "./capability-names.ts";
import { isExperimentalFeature, isFunctionName, isNetworkTarget } from "./capability-names.ts";
import type { AllowDeny, EmbeddedCapabilities, EmbeddedOptions } from "./embedded-options.ts";

const knownOptions = ["capabilities", "queryTimeout", "transactionTimeout", "defaults"];
const knownCapabilities = ["functions", "networkTargets", "experimental", "scripting"];

/**
 * Checks the options and converts them to the native module's form: the module terminates the process over an unknown
 * name, and a misspelt `deny` would allow.
 *
 * @throws TypeError when an option is unknown or of a wrong type
 * @throws RangeError when a time is out of range or the database does not know a name
 */
export function toNativeOptions(options: EmbeddedOptions): object {
  refuseUnknown("embedded", options, knownOptions);
  return {
    ...given("capabilities", options.capabilities, capabilities),
    ...given("query_timeout", options.queryTimeout, (value) => wholeSeconds("queryTimeout", value)),
    ...given("transaction_timeout", options.transactionTimeout, (value) => wholeSeconds("transactionTimeout", value)),
    ...given("defaults", options.defaults, defaults),
  };
}

function capabilities(value: boolean | EmbeddedCapabilities): unknown {
  if (typeof value === "boolean") return value;
  refuseUnknown("capabilities", value, knownCapabilities);
  return {
    ...given("functions", value.functions, (list) => allowDeny("functions", list, isFunctionName)),
    ...given("network_targets", value.networkTargets, (list) => allowDeny("networkTargets", list, isNetworkTarget)),
    ...given("experimental", value.experimental, (list) => allowDeny("experimental", list, isExperimentalFeature)),
    ...given("scripting", value.scripting, (flag) => boolean("scripting", flag)),
  };
}

function allowDeny(option: string, value: AllowDeny, isName: NameCheck): unknown {
  if (typeof value === "boolean") return value;
  if (isList(value)) return names(option, value, isName);
  refuseUnknown(option, value, ["allow", "deny"]);
  const side = (list: boolean | readonly string[]) => (typeof list === "boolean" ? list : names(option, list, isName));
  return { ...given("allow", value.allow, side), ...given("deny", value.deny, side) };
}

function names(option: string, list: unknown, isName: NameCheck): string[] {
  if (!Array.isArray(list)) throw new TypeError(`capabilities.${option} takes true, false or a list of names.`);
  for (const name of list) {
    if (typeof name !== "string" || !isName(name)) {
      throw new RangeError(`capabilities.${option} has no value ${quoted(name)}.`);
    }
  }
  return [...list];
}

function wholeSeconds(option: string, milliseconds: number): number {
  const seconds = Math.ceil(milliseconds / 1000);
  if (typeof milliseconds !== "number" || !(seconds >= 1 && seconds <= 255)) {
    throw new RangeError(`${option} is a number of milliseconds from 1 to 255000, not ${String(milliseconds)}.`);
  }
  return seconds;
}

function defaults(value: boolean | { namespace: string; database: string }): unknown {
  if (typeof value === "boolean") return value;
  refuseUnknown("defaults", value, ["namespace", "database"]);
  if (typeof value.namespace !== "string" || typeof value.database !== "string") {
    throw new TypeError("defaults takes true, false, or both a namespace and a database as strings.");
  }
  return { namespace: value.namespace, database: value.database };
}

function boolean(option: string, value: unknown): boolean {
  if (typeof value !== "boolean") throw new TypeError(`capabilities.${option} is true or false.`);
  return value;
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}

function given<T>(name: string, value: T | undefined, map: (value: T) => unknown): object {
  return value === undefined ? {} : { [name]: map(value) };
}

function refuseUnknown(where: string, value: unknown, known: readonly string[]): void {
  if (typeof value !== "object" || value === null) throw new TypeError(`${where} takes an object.`);
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`${where} has no option ${quoted(unknown)}; it has ${known.join(", ")}.`);
  }
}
