/**
 * Gives the instances of a class a tag of their own. Frameworks that wrap the objects of their state in proxies, as Vue
 * does, wrap only those without one; and private members cannot be read through a proxy.
 *
 * @internal
 */
export function markOpaque(prototype: object): void {
  Object.defineProperty(prototype, Symbol.toStringTag, {
    configurable: true,
    get(this: object): string {
      return this.constructor.name;
    },
  });
}
