/** Reports whether the database accepts a capability's name. Any other name terminates the process. */
export type NameCheck = (name: string) => boolean;

/** The experimental features of the database in `@surrealdb/node` 3.0.3. */
export const EXPERIMENTAL_FEATURES: readonly string[] = ["files", "surrealism"];

/**
 * A family such as `http`, all functions of a family such as `fn::*`, or a function such as `math::abs`; a name with
 * an underscore is refused, since the database of `@surrealdb/node` 3.0.3 cannot parse it here.
 */
export const isFunctionName: NameCheck = (name) => /^[A-Za-z0-9]+(?:::\*|(?:::[A-Za-z0-9]+)*)$/.test(name);

/** One of {@link EXPERIMENTAL_FEATURES}. */
export const isExperimentalFeature: NameCheck = (name) => EXPERIMENTAL_FEATURES.includes(name);

/** A host name with or without a port, an IP address with or without one, or a network in CIDR form. */
export const isNetworkTarget: NameCheck = (name) => {
  const [, network, length] = /^([^/]+)\/(\d{1,3})$/.exec(name) ?? [];
  if (network !== undefined) return isNetwork(network, Number(length));
  if (isIPv6(name)) return !name.includes("%");
  const [, bracketed, host, port] = /^(?:\[([^\]%]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(name) ?? [];
  if (port !== undefined && Number(port) > 65_535) return false;
  if (bracketed !== undefined) return isIPv6(bracketed);
  return host !== undefined && isHost(host);
};

function isNetwork(address: string, length: number): boolean {
  if (isIPv4(address)) return length <= 32;
  return isIPv6(address) && !address.includes("%") && length <= 128;
}

function isHost(host: string): boolean {
  if (/(?:^|\.)\d+$/.test(host)) return isIPv4(host);
  return /^(?:\*|[A-Za-z0-9_-]+)(?:\.[A-Za-z0-9_-]+)*$/.test(host);
}

// Node modules are loaded on first use: importing them all would cost every import of the SDK 2 ms.

function isIPv4(address: string): boolean {
  return process.getBuiltinModule("node:net").isIPv4(address);
}

function isIPv6(address: string): boolean {
  return process.getBuiltinModule("node:net").isIPv6(address);
}
