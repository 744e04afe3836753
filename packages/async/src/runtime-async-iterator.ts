/** The prototype that the language's own async generators inherit. */
function prototypeOfAsyncIterators(): object {
  const { prototype } = Object.getPrototypeOf(async function* () {}) as { prototype: object };
  return Object.getPrototypeOf(prototype) as object;
}

function asyncIteratorClass(): RuntimeAsyncIteratorClass {
  function RuntimeAsyncIterator(): void {}
  RuntimeAsyncIterator.prototype = prototypeOfAsyncIterators();
  return RuntimeAsyncIterator as unknown as RuntimeAsyncIteratorClass;
}

/** Has as many members as an async generator in the libraries that a program is compiled with. */
export type RuntimeAsyncIteratorClass = abstract new <T>() => AsyncGenerator<T, void, undefined>;

/** The base class of all async iterators, which not every runtime exposes. */
export const RuntimeAsyncIterator: RuntimeAsyncIteratorClass = asyncIteratorClass();
