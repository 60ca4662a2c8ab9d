// What vega-interpreter.js needs of vega-util, which vega.min.js holds already.
export const { ascending, isString, DisallowedObjectProperties } = globalThis.vega;
