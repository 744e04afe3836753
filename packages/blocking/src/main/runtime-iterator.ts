/** The prototype of the language's own iterators: `map`, `take` and the like, where the runtime has them. */
function prototypeOfIterators(): object {
  return Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object;
}

function iteratorClass(): RuntimeIteratorClass {
  function RuntimeIterator(): void {}
  RuntimeIterator.prototype = prototypeOfIterators();
  return RuntimeIterator as unknown as RuntimeIteratorClass;
}

/** Has as many members as a generator in the libraries that a program is compiled with. */
export type RuntimeIteratorClass = abstract new <T>() => Generator<T, void, undefined>;

/** The base class of all iterators, which not every runtime exposes. */
export const RuntimeIterator: RuntimeIteratorClass = iteratorClass();
