/**
 * The type of an argument of an overload whose call must name the type `T`, which defaults to `never`: without it, the
 * overload applies to no argument, and the compiler reports a mistake by the last overload.
 */
export type NamedBy<T, Argument> = [T] extends [never] ? never : Argument;
