/** What the language's own iterators inherit: `map`, `take` and the like, where the runtime has them. */
function prototypeOfIterators(): object {
  return Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object;
}

function iteratorClass(): RuntimeIteratorClass {
  function RuntimeIterator(): void {}
  RuntimeIterator.prototype = prototypeOfIterators();
  return RuntimeIterator as unknown as RuntimeIteratorClass;
}

/** As many members as a generator has in the libraries that a program is compiled with. */
export type RuntimeIteratorClass = abstract new <T>() => Generator<T, void, undefined>;

/** The class behind every iterator of the runtime, which not every runtime names. */
export const RuntimeIterator: RuntimeIteratorClass = iteratorClass();
